package io.syncpipeline.maxcompute.internal.client;

/**
 * What requests are signed with. Its {@code toString} shows no secret.
 *
 * @param accessId the id of the access key
 * @param accessSecret its secret
 * @param stsToken the security token of temporary credentials; empty for lasting ones
 */
public record AccessCredentials(String accessId, String accessSecret, String stsToken) {

    @Override
    public String toString() {
        return "AccessCredentials[" + accessId + ", ***]";
    }
}
