package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Decides by the authorities that the user or the Java runtime trusts whether a server's certificate is accepted. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * Trust managers for a TLS context.
     *
     * @param trust what to trust; null: the authorities that the Java runtime trusts
     * @throws SourceException fatal, when nothing is trusted, or the trusted certificates cannot be read
     */
    public static TrustManager[] of(@Nullable TrustMaterial trust) {
        KeyStore store = trust == null ? null : trust.load();
        TrustManager[] managers;
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            managers = factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw SourceException.fatal("the trusted certificates cannot be used: " + e.getMessage(), e);
        }
        for (TrustManager manager : managers) {
            if (manager instanceof X509TrustManager authorities && authorities.getAcceptedIssuers().length > 0) {
                return managers;
            }
        }
        throw SourceException.fatal(
                "no server's certificate can be verified: the Java runtime trusts no authority"
                        + ". Give trustCertificate or trustStore",
                null);
    }
}
