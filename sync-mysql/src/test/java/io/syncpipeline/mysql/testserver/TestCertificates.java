package io.syncpipeline.mysql.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Certificates for tests: an authority ({@code ca.pem}, {@code truststore.p12}), and what it signs ({@code NAME-cert.pem}, {@code
 * NAME-key.pem}, {@code NAME.p12}). They are made by the {@code keytool} of the running JDK. Not thread-safe.
 */
public final class TestCertificates {

    /** The password of the key stores. */
    public static final String PASSWORD = "truststore";

    private static final String AUTHORITY = "ca";
    private static final String ALL = "all.p12";
    private static final long LONGEST_KEYTOOL_SECONDS = 60;

    private final Path directory;

    private TestCertificates(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes an authority of its own.
     *
     * @param directory where its files live; made when it does not exist
     */
    public static TestCertificates authority(Path directory) {
        try {
            TestCertificates certificates = new TestCertificates(Files.createDirectories(directory));
            certificates.keytool(
                    "-alias",
                    AUTHORITY,
                    "-dname",
                    "CN=" + directory.getFileName(),
                    "-keyalg",
                    "RSA",
                    "-ext",
                    "bc:c=ca:true");
            certificates.writeCertificate("ca.pem", AUTHORITY);
            certificates.trustStore(certificates.file("truststore.p12"), "PKCS12");
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make an authority in " + directory, e);
        }
    }

    /** The files that somebody has made in a directory. */
    public static TestCertificates in(Path directory) {
        return new TestCertificates(directory);
    }

    /**
     * Makes a key and a certificate signed by this authority.
     *
     * @param algorithm the key's, {@code RSA} or {@code EC}
     * @param alternativeNames names as keytool writes them, such as {@code dns:localhost}; empty: none
     */
    public TestCertificates sign(String name, String algorithm, String alternativeNames) {
        try {
            List<String> arguments = new ArrayList<>(
                    List.of("-alias", name, "-dname", "CN=" + name, "-signer", AUTHORITY, "-keyalg", algorithm));
            if (!alternativeNames.isEmpty()) {
                arguments.addAll(List.of("-ext", "san=" + alternativeNames));
            }
            keytool(arguments.toArray(new String[0]));
            KeyStore all = all();
            Key key = all.getKey(name, PASSWORD.toCharArray());
            // The authority's certificate stays out, as the other side has to know it by itself
            writeCertificate(name + "-cert.pem", name);
            writePem(name + "-key.pem", "PRIVATE KEY", key.getEncoded());
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(name, key, PASSWORD.toCharArray(), all.getCertificateChain(name));
            save(own, file(name + ".p12"));
            return this;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the certificate " + name, e);
        }
    }

    /**
     * Writes a store that trusts this authority.
     *
     * @param type the store's, {@code PKCS12} or {@code JKS}
     */
    public Path trustStore(Path target, String type) {
        try (InputStream authority = Files.newInputStream(file("ca.pem"))) {
            KeyStore trust = KeyStore.getInstance(type);
            trust.load(null, null);
            trust.setCertificateEntry(
                    AUTHORITY, CertificateFactory.getInstance("X.509").generateCertificate(authority));
            return save(trust, target);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the trust store " + target, e);
        }
    }

    /** Where a file is, such as {@code ca.pem}. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** The options with which a MariaDB or MySQL server takes the certificate of a name. */
    public String[] serverOptions(String name) {
        return new String[] {
            "--ssl-ca=" + file("ca.pem"),
            "--ssl-cert=" + file(name + "-cert.pem"),
            "--ssl-key=" + file(name + "-key.pem")
        };
    }

    private void writeCertificate(String file, String alias) throws IOException, GeneralSecurityException {
        writePem(file, "CERTIFICATE", all().getCertificate(alias).getEncoded());
    }

    private void writePem(String file, String label, byte[] der) throws IOException {
        Files.writeString(
                file(file),
                "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(der)
                        + "\n-----END " + label + "-----\n");
    }

    private KeyStore all() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file(ALL).toFile(), PASSWORD.toCharArray());
    }

    private static Path save(KeyStore store, Path target) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(target)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return target;
    }

    private void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-genkeypair");
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-validity", "3650", "-keystore", file(ALL).toString()));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Path output = file("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        try {
            if (!process.waitFor(LONGEST_KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool works", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
