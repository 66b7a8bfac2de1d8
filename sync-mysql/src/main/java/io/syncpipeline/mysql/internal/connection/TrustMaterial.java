package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
     * @return a PKCS12 store of trusted certificates, at least one
     * @throws SourceException fatal, when it cannot be read or holds no certificate
     */
    public KeyStore load() {
        try {
            List<Certificate> certificates = pem ? StoreFiles.certificates(file) : fromStore();
            if (certificates.isEmpty()) {
                throw SourceException.fatal(
                        file + " holds no certificate to trust"
                                + (pem ? "" : "; put the authority's into it with 'keytool -importcert'"),
                        null);
            }
            KeyStore store = StoreFiles.empty();
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw StoreFiles.unusable(
                    "the trusted certificates",
                    file,
                    pem ? "PEM certificates" : "a JKS or PKCS12 trust store and its password",
                    e);
        }
    }

    private List<Certificate> fromStore() throws IOException, GeneralSecurityException {
        KeyStore store = StoreFiles.keyStore(file, password);
        List<Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            Certificate certificate = store.getCertificate(alias);
            if (certificate != null) {
                certificates.add(certificate);
            }
        }
        return certificates;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
