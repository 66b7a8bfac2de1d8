package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells Connector/J how to encrypt. It reads certificates and keys from key store files only, so they are written into temporary ones
 * that nobody else may read. Close it after its connections. Immutable.
 */
final class JdbcTls implements AutoCloseable {

    private final TlsOptions options;
    // A password of their own: that of the user's store may be empty, which Connector/J takes for none
    private final String password = UUID.randomUUID().toString();
    private final List<Path> files = new ArrayList<>();
    private final @Nullable Path trust;
    private final @Nullable Path identity;

    /**
     * Reads certificates and keys.
     *
     * @throws SourceException fatal, when they cannot be used
     */
    JdbcTls(TlsOptions options) {
        this.options = options;
        if (options.verifiesAuthority()) {
            TrustedAuthorities.of(options.trust());
        }
        try {
            this.trust = options.trust() == null
                    ? null
                    : store(options.trust().load(), options.trust().toString());
            this.identity = options.identity() == null
                    ? null
                    : store(
                            options.identity().load(password.toCharArray()),
                            options.identity().toString());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    void addTo(Properties properties) {
        properties.setProperty("sslMode", options.mode());
        properties.setProperty("tlsVersions", String.join(",", options.protocols()));
        // Without TLS an account of the default kind can only log in with the server's public key. Where TLS is certain
        // it is not needed, and where it is not, the network is trusted anyhow.
        properties.setProperty("allowPublicKeyRetrieval", Boolean.toString(options.allowsPlain()));
        properties.setProperty("fallbackToSystemKeyStore", "false");
        if (trust != null) {
            add(properties, "trustCertificateKeyStore", trust);
            properties.setProperty("fallbackToSystemTrustStore", "false");
        }
        if (identity != null) {
            add(properties, "clientCertificateKeyStore", identity);
        }
    }

    private void add(Properties properties, String prefix, Path file) {
        properties.setProperty(prefix + "Url", file.toUri().toString());
        properties.setProperty(prefix + "Type", "PKCS12");
        properties.setProperty(prefix + "Password", password);
    }

    private Path store(KeyStore store, String from) {
        try {
            Path file = Files.createTempFile("sync-tls-", ".p12");
            files.add(file);
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw SourceException.fatal("the certificates of " + from + " cannot be prepared: " + e.getMessage(), e);
        }
    }

    /** Deletes the temporary files. Idempotent. */
    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw SourceException.fatal("cannot delete the temporary file " + file, e);
            }
        }
    }
}
