package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.binlog.TlsSettings;
import io.syncpipeline.mysql.internal.connection.ConnectionSettings;
import io.syncpipeline.mysql.internal.connection.TrustMaterial;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Encrypts the connection that follows the binlog as Connector/J encrypts the others. */
final class BinlogTls {

    private BinlogTls() {}

    /** The settings that the TLS mode stands for; null: plain. */
    static @Nullable TlsSettings of(ConnectionSettings settings) {
        return switch (settings.sslMode()) {
            case "DISABLED" -> null;
            case "PREFERRED" -> new TlsSettings(context(acceptAll()), false, false);
            case "REQUIRED" -> new TlsSettings(context(acceptAll()), true, false);
            case "VERIFY_CA" -> new TlsSettings(context(trusted(settings.trust())), true, false);
            case "VERIFY_IDENTITY" -> new TlsSettings(context(trusted(settings.trust())), true, true);
            default -> throw new IllegalArgumentException("not a TLS mode: " + settings.sslMode());
        };
    }

    private static SSLContext context(TrustManager[] trustManagers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw SourceException.fatal("the Java runtime cannot do TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusted(@Nullable TrustMaterial trust) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            // Without a store: the authorities that the Java runtime trusts
            KeyStore store = trust == null ? null : trust.load();
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw SourceException.fatal("the trusted certificates cannot be used: " + e.getMessage(), e);
        }
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
