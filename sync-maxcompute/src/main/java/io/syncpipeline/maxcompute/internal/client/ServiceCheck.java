package io.syncpipeline.maxcompute.internal.client;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.SinkException;
import java.util.ArrayList;
import java.util.List;

/** Looks at whether the service can be reached, takes the credentials, and has the project, the schema and the tunnel. */
public final class ServiceCheck {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PROXY_UNAUTHORIZED = 407;

    private final ServiceClient client;
    private final SinkSettings settings;
    private final List<Finding> findings = new ArrayList<>();

    /** A check through a client. */
    public ServiceCheck(ServiceClient client) {
        this.client = client;
        this.settings = client.settings();
    }

    /**
     * What is wrong, or an information line when nothing is. Each question is asked once, and none after one that failed, so that it
     * ends within the timeouts.
     */
    public List<Finding> run() {
        if (projectIsThere() && schemaIsThere() && tunnelAnswers()) {
            findings.add(Finding.info(
                    "project " + settings.destination(),
                    "Reached at " + settings.endpoint() + ", credentials accepted"));
        }
        return List.copyOf(findings);
    }

    private boolean projectIsThere() {
        try {
            return client.once("Looking at project " + settings.project(), () -> {
                client.odps().projects().get(settings.project()).reload();
                return true;
            });
        } catch (RequestFailure failure) {
            findings.add(explain(failure, "project " + settings.project()));
            return false;
        }
    }

    private boolean schemaIsThere() {
        if (settings.schema().isEmpty()) {
            return true;
        }
        String schema = settings.schema().get();
        try {
            boolean exists = client.once(
                    "Looking at schema " + schema, () -> client.odps().schemas().exists(settings.project(), schema));
            if (!exists) {
                findings.add(Finding.error(
                        "schema " + settings.destination(), "The project has no schema '" + schema + "'", "Create it"));
            }
            return exists;
        } catch (RequestFailure failure) {
            findings.add(explain(failure, "schema " + settings.destination()));
            return false;
        }
    }

    private boolean tunnelAnswers() {
        try {
            client.tunnel().probe();
            return true;
        } catch (RequestFailure failure) {
            findings.add(Finding.error(
                    "tunnel of " + settings.endpoint(),
                    failure.text(),
                    "Check that the tunnel can be reached from here, or set tunnelEndpoint to an address that can"));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SinkException.retryable("The check of " + settings.destination() + " was interrupted", e);
        }
    }

    private Finding explain(RequestFailure failure, String subject) {
        String hint =
                switch (failure.status()) {
                    case PROXY_UNAUTHORIZED ->
                        "Check the user and password of the proxy "
                                + settings.proxy().map(ProxyServer::address).orElse("that the JVM is configured with");
                    case 0 -> "Check the endpoint " + settings.endpoint() + ", name resolution, proxies and firewalls";
                    case UNAUTHORIZED, FORBIDDEN ->
                        "Check the access key, that the clock here is right, and that the key may use "
                                + settings.destination();
                    case NOT_FOUND -> "Check the name, and that " + settings.endpoint() + " is its region's endpoint";
                    default -> "Check the state of the service";
                };
        return Finding.error(subject, failure.text(), hint);
    }
}
