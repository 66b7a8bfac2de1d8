package io.syncpipeline.examples;

import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.tunnel.TableTunnel;

/**
 * How to reach the destination.
 *
 * @param endpoint the service's endpoint
 * @param tunnelEndpoint the tunnel's endpoint; empty: the service names it
 * @param project the project
 * @param accessId the id of the access key
 * @param accessKey its secret
 */
record DestinationProject(String endpoint, String tunnelEndpoint, String project, String accessId, String accessKey) {

    /** A client for metadata. */
    Odps odps() {
        Odps odps = new Odps(new AliyunAccount(accessId, accessKey));
        odps.setEndpoint(endpoint);
        odps.setDefaultProject(project);
        odps.options().setSkipCheckIfEpv2(true);
        // The client would report its own use to the service otherwise.
        odps.getRestClient().disableDeprecatedLogger();
        return odps;
    }

    /** A client for rows. */
    TableTunnel tunnel() {
        TableTunnel tunnel = new TableTunnel(odps());
        if (!tunnelEndpoint.isEmpty()) {
            tunnel.setEndpoint(tunnelEndpoint);
        }
        return tunnel;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return project + " at " + endpoint;
    }
}
