package io.syncpipeline.maxcompute;

import java.util.Objects;

/**
 * What requests to MaxCompute are signed with. Immutable; its {@code toString} shows no secret.
 *
 * @param accessId the id of an access key
 * @param accessSecret the secret of that access key
 * @param stsToken the security token of temporary credentials; empty for an access key that lasts
 */
public record Credentials(String accessId, String accessSecret, String stsToken) {

    /** Refuses an empty id or secret. */
    public Credentials {
        Objects.requireNonNull(accessId, "accessId");
        Objects.requireNonNull(accessSecret, "accessSecret");
        Objects.requireNonNull(stsToken, "stsToken");
        if (accessId.isBlank() || accessSecret.isBlank()) {
            throw new IllegalArgumentException("an access key needs an id and a secret; one of them is empty");
        }
    }

    /** An access key that lasts. */
    public static Credentials accessKey(String accessId, String accessSecret) {
        return new Credentials(accessId, accessSecret, "");
    }

    @Override
    public String toString() {
        return "Credentials[" + accessId + ", ***" + (stsToken.isEmpty() ? "" : ", temporary") + "]";
    }
}
