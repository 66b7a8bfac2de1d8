package io.syncpipeline.mysql.internal.connection;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how connections are encrypted. Immutable. Its {@code toString} shows no secret.
 *
 * @param mode Connector/J's name of the TLS mode, such as {@code PREFERRED}
 * @param trust the authorities to trust where the server's certificate is verified; null: those that the Java runtime trusts
 * @param identity what the client shows when the server asks who it is; null: nothing
 * @param protocols the versions allowed, by the names of the Java runtime, such as {@code TLSv1.3}
 */
public record TlsOptions(
        String mode,
        @Nullable TrustMaterial trust,
        @Nullable ClientIdentity identity,
        List<String> protocols) {

    public TlsOptions {
        Objects.requireNonNull(mode, "mode");
        protocols = List.copyOf(protocols);
    }

    /** Whether a connection may be plain. */
    public boolean allowsPlain() {
        return mode.equals("DISABLED") || mode.equals("PREFERRED");
    }

    /** Whether the server's certificate has to be signed by a trusted authority. */
    public boolean verifiesAuthority() {
        return mode.startsWith("VERIFY_");
    }

    /** The mode. */
    @Override
    public String toString() {
        return mode;
    }
}
