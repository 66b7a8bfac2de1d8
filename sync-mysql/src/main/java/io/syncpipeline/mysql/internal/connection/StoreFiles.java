package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/** Reads the files in which people keep certificates and keys: key stores of Java, and PEM. */
final class StoreFiles {

    private StoreFiles() {}

    /**
     * A key store of either kind that Java writes, JKS or PKCS12.
     *
     * @throws IOException when the file cannot be read or the password is wrong
     */
    static KeyStore keyStore(Path file, String password) throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return KeyStore.getInstance(file.toFile(), password.toCharArray());
    }

    /** The certificates of a PEM file in their order; what stands between them is passed over. */
    static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        // Keys may stand in the same file, which the factory would take for broken certificates
        StringBuilder certificates = new StringBuilder();
        Pem.blocks(file).stream()
                .filter(block -> block.label().endsWith("CERTIFICATE"))
                .forEach(block -> certificates.append(block.text()));
        if (certificates.isEmpty()) {
            return List.of();
        }
        return new ArrayList<>(
                CertificateFactory.getInstance("X.509").generateCertificates(Pem.stream(certificates.toString())));
    }

    /** An empty store in memory. */
    static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /**
     * A fatal failure that says what is wrong with a file.
     *
     * @param what what should be in it, such as {@code trusted certificates}
     * @param form which forms are understood
     */
    static SourceException unusable(String what, Path file, String form, Exception e) {
        return SourceException.fatal(
                what + " cannot be read from " + file + " (expected " + form + "): " + reason(e), e);
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "this process may not read it";
        }
        return String.valueOf(e.getMessage());
    }
}
