package io.syncpipeline.mysql.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.testserver.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with certificates and keys, good ones and bad ones; they are made by the JDK's keytool. */
class CertificateFilesIT {

    private static final char[] NEW_PASSWORD = "new".toCharArray();

    @TempDir
    static Path directory;

    private static TestCertificates files;

    @BeforeAll
    static void makeFiles() {
        files = TestCertificates.authority(directory.resolve("files"))
                .sign("rsa", "RSA", "")
                .sign("other", "RSA", "")
                .sign("ec", "EC", "");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageNotContaining("wrong-secret");
    }

    private static AbstractThrowableAssert<?, ?> assertTrustRefused(Path file, String password, boolean pem) {
        return assertRefused(() -> new TrustMaterial(file, password, pem).load())
                .hasMessageContaining(file.toString());
    }

    private static AbstractThrowableAssert<?, ?> assertIdentityRefused(Path file, Path key, String password) {
        return assertRefused(() -> new ClientIdentity(file, key, password).load(NEW_PASSWORD))
                .hasMessageContaining(file.toString());
    }

    private static Path write(String name, String... parts) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("", parts));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static Key key(String name) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(files.file(name + ".p12").toFile(), TestCertificates.PASSWORD.toCharArray())
                .getKey(name, TestCertificates.PASSWORD.toCharArray());
    }

    private static Key loadedKey(ClientIdentity identity) throws GeneralSecurityException {
        return identity.load(NEW_PASSWORD).getKey("client", NEW_PASSWORD);
    }

    @Test
    void everyKindOfTrustHoldsTheAuthority() throws GeneralSecurityException {
        Path jks = files.trustStore(directory.resolve("trust.jks"), "JKS");
        for (TrustMaterial trust : List.of(
                new TrustMaterial(files.file("ca.pem"), "", true),
                new TrustMaterial(files.file("truststore.p12"), TestCertificates.PASSWORD, false),
                new TrustMaterial(jks, TestCertificates.PASSWORD, false))) {
            KeyStore store = trust.load();
            assertThat(store.size()).isEqualTo(1);
            assertThat(store.getCertificate("authority-0").toString()).contains("CN=files");
        }
    }

    @Test
    void allCertificatesOfAPemFileAreTrustedAndTheRestIsPassedOver() throws IOException, GeneralSecurityException {
        Path several = write(
                "several.pem",
                "Authorities of G\u00f6teborg\r\n",
                Files.readString(files.file("ca.pem")).replace("\n", "\r\n"),
                Files.readString(files.file("rsa-key.pem")),
                Files.readString(files.file("ec-cert.pem")));

        assertThat(new TrustMaterial(several, "", true).load().size()).isEqualTo(2);
    }

    @Test
    void trustThatCannotBeReadIsNamed() throws IOException, GeneralSecurityException {
        Path store = files.file("truststore.p12");
        assertTrustRefused(store, "wrong-secret", false).hasMessageContaining("password");
        assertTrustRefused(store, "", false).hasMessageContaining("password");
        assertTrustRefused(store, "", true).hasMessageContaining("holds no certificate");
        assertTrustRefused(files.file("ca.pem"), "", false)
                .hasMessageContaining("expected a JKS or PKCS12 trust store");
        assertTrustRefused(directory.resolve("none.pem"), "", true).hasMessageContaining("there is no such file");
        assertTrustRefused(directory.resolve("none.p12"), "", false).hasMessageContaining("there is no such file");
        assertTrustRefused(files.file("rsa-key.pem"), "", true).hasMessageContaining("holds no certificate");
        assertTrustRefused(write("text.pem", "not a certificate"), "", true)
                .hasMessageContaining("holds no certificate");
        assertTrustRefused(write("broken.pem", pem("CERTIFICATE", new byte[] {1, 2, 3})), "", true)
                .hasMessageContaining("expected PEM certificates");
        KeyStore empty = StoreFiles.empty();
        Path emptyFile = directory.resolve("empty.p12");
        try (var out = Files.newOutputStream(emptyFile)) {
            empty.store(out, NEW_PASSWORD);
        }
        assertTrustRefused(emptyFile, "new", false).hasMessageContaining("keytool -importcert");
    }

    @Test
    void everyKindOfKeyIsRead() throws IOException, GeneralSecurityException {
        for (String name : List.of("rsa", "ec")) {
            Key key = key(name);
            assertThat(loadedKey(new ClientIdentity(files.file(name + ".p12"), null, TestCertificates.PASSWORD)))
                    .isEqualTo(key);
            assertThat(loadedKey(new ClientIdentity(files.file(name + "-cert.pem"), files.file(name + "-key.pem"), "")))
                    .isEqualTo(key);
        }
    }

    @Test
    void anRsaKeyOfTheOlderFormIsReadAlsoFromTheFileOfItsCertificate() throws IOException, GeneralSecurityException {
        byte[] pkcs8 = key("rsa").getEncoded();
        // The older form is what follows the algorithm: the contents of the only octet string, 2 + 2 bytes of tag and
        // length
        int start = 4 + 3 + 15 + 4;
        Path both = write(
                "both.pem",
                pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, start, pkcs8.length)),
                Files.readString(files.file("rsa-cert.pem")));

        assertThat(loadedKey(new ClientIdentity(both, both, ""))).isEqualTo(key("rsa"));
    }

    @Test
    void identityThatCannotBeReadIsNamed() throws IOException {
        Path store = files.file("rsa.p12");
        Path certificate = files.file("rsa-cert.pem");
        Path key = files.file("rsa-key.pem");
        assertIdentityRefused(store, null, "wrong-secret").hasMessageContaining("password");
        assertIdentityRefused(directory.resolve("none.p12"), null, "").hasMessageContaining("there is no such file");
        assertIdentityRefused(files.file("truststore.p12"), null, TestCertificates.PASSWORD)
                .hasMessageContaining("one private key, and holds none");
        assertIdentityRefused(files.file("all.p12"), null, TestCertificates.PASSWORD)
                .hasMessageContaining("one private key, and holds 4");
        assertIdentityRefused(directory.resolve("none.pem"), key, "").hasMessageContaining("there is no such file");
        assertIdentityRefused(certificate, directory.resolve("none.pem"), "")
                .hasMessageContaining("there is no such file")
                .hasMessageContaining("none.pem");
        assertIdentityRefused(key, certificate, "").hasMessageContaining("holds no certificate");
        assertIdentityRefused(certificate, certificate, "").hasMessageContaining("there is no private key in it");
        assertIdentityRefused(certificate, files.file("other-key.pem"), "")
                .hasMessageContaining("is not that of the certificate");
        assertIdentityRefused(certificate, files.file("ec-key.pem"), "")
                .hasMessageContaining("expected a PEM private key");
        for (String form : List.of("ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY")) {
            assertIdentityRefused(certificate, write("form.pem", pem(form, new byte[20])), "")
                    .hasMessageContaining(form)
                    .hasMessageContaining("openssl pkcs8");
        }
        Path encrypted = write(
                "encrypted.pem",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n",
                "-----END RSA PRIVATE KEY-----\n");
        assertIdentityRefused(certificate, encrypted, "").hasMessageContaining("with a password");
    }

    @Test
    void aKeyWithAnotherPasswordThanItsStoreIsNamed() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        KeyStore made = KeyStore.getInstance(files.file("rsa.p12").toFile(), TestCertificates.PASSWORD.toCharArray());
        store.setKeyEntry("rsa", key("rsa"), "key".toCharArray(), made.getCertificateChain("rsa"));
        Path file = directory.resolve("two-passwords.jks");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "store".toCharArray());
        }

        assertIdentityRefused(file, null, "store").hasMessageContaining("keytool -keypasswd");
    }

    @Test
    void temporaryFilesAreReadableByTheOwnerOnlyAndGoAwayAtTheEnd() throws IOException {
        TlsOptions options = new TlsOptions(
                "VERIFY_CA",
                new TrustMaterial(files.file("ca.pem"), "", true),
                new ClientIdentity(files.file("rsa-cert.pem"), files.file("rsa-key.pem"), ""),
                List.of("TLSv1.3"));
        Properties properties = new Properties();
        List<Path> made;
        try (JdbcTls tls = new JdbcTls(options)) {
            tls.addTo(properties);
            made = Stream.of("trustCertificateKeyStoreUrl", "clientCertificateKeyStoreUrl")
                    .map(name -> Path.of(URI.create(properties.getProperty(name))))
                    .toList();
            for (Path file : made) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(made).noneMatch(Files::exists);
    }
}
