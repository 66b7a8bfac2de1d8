package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Objects;

/**
 * A file that holds the certificates of the authorities to trust: a Java trust store, or certificates in PEM form. Immutable. Its
 * {@code toString} shows no secret.
 *
 * @param file where it is
 * @param password the trust store's password; empty when it has none
 * @param pem whether the file holds PEM certificates
 */
public record TrustMaterial(Path file, String password, boolean pem) {

    public TrustMaterial {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
    }

    /**
     * Reads the file.
     *
     * @return a store of trusted certificates
     * @throws SourceException fatal, when it cannot be read or holds no certificate
     */
    public KeyStore load() {
        try {
            KeyStore store = pem ? fromPem() : KeyStore.getInstance(file.toFile(), password.toCharArray());
            if (store.size() == 0) {
                throw SourceException.fatal(file + " holds no certificate", null);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw SourceException.fatal(
                    "the trusted certificates cannot be read from " + file + " (expected "
                            + (pem ? "PEM certificates" : "a JKS or PKCS12 trust store and its password") + "): "
                            + e.getMessage(),
                    e);
        }
    }

    private KeyStore fromPem() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
        }
        return store;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
