package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.binlog.TlsSettings;
import io.syncpipeline.mysql.internal.connection.ClientIdentity;
import io.syncpipeline.mysql.internal.connection.TlsOptions;
import io.syncpipeline.mysql.internal.connection.TrustedAuthorities;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Encrypts the connection that follows the binlog as Connector/J encrypts the others. */
final class BinlogTls {

    private BinlogTls() {}

    /**
     * The settings that TLS options stand for; null: plain. Reads certificates and keys.
     *
     * @throws SourceException fatal, when they cannot be used
     */
    static @Nullable TlsSettings of(TlsOptions options) {
        boolean required = !options.allowsPlain();
        return switch (options.mode()) {
            case "DISABLED" -> null;
            case "PREFERRED", "REQUIRED" -> settings(options, acceptAll(), required, false);
            case "VERIFY_CA" -> settings(options, TrustedAuthorities.of(options.trust()), required, false);
            case "VERIFY_IDENTITY" -> settings(options, TrustedAuthorities.of(options.trust()), required, true);
            default -> throw new IllegalArgumentException("not a TLS mode: " + options);
        };
    }

    private static TlsSettings settings(
            TlsOptions options, TrustManager[] trustManagers, boolean required, boolean verifyHost) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(options.identity()), trustManagers, null);
            return new TlsSettings(context, options.protocols(), required, verifyHost);
        } catch (GeneralSecurityException e) {
            throw SourceException.fatal("the Java runtime cannot do TLS: " + e.getMessage(), e);
        }
    }

    // No managers at all stand for those of the Java runtime, which would show whatever key it is configured with
    private static KeyManager[] keyManagers(@Nullable ClientIdentity identity) throws GeneralSecurityException {
        if (identity == null) {
            return new KeyManager[0];
        }
        char[] password = UUID.randomUUID().toString().toCharArray();
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity.load(password), password);
        return factory.getKeyManagers();
    }

    private static TrustManager[] acceptAll() {
        return new TrustManager[] {new AcceptAll()};
    }

    /** PREFERRED and REQUIRED ask for secrecy only, whoever the server is. */
    private static final class AcceptAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
