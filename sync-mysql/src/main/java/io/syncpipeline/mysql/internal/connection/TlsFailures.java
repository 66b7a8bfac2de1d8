package io.syncpipeline.mysql.internal.connection;

import java.io.EOFException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says why TLS with a server is impossible, as opposed to a connection that was lost while TLS was being set up. */
final class TlsFailures {

    // What Connector/J says; it gives the failure no class of its own
    private static final String NOT_OFFERED = "SSL Connection required, but not provided by server";
    private static final String OTHER_HOST = "Server identity verification failed";

    private TlsFailures() {}

    /** Whether client and server cannot agree, so that another attempt would end in the same way. */
    static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException
                    || cause instanceof SSLPeerUnverifiedException
                    || cause instanceof GeneralSecurityException
                    || text(cause).contains(NOT_OFFERED)) {
                return true;
            }
        }
        return false;
    }

    /** What to do about a refusal. */
    static String hint(Throwable failure, TlsOptions options) {
        if (says(failure, NOT_OFFERED)) {
            return "The server offers no TLS: set ssl_ca, ssl_cert and ssl_key in its option file. Where the network is trusted,"
                    + " sslMode(SslMode.PREFERRED) connects without TLS";
        }
        if (says(failure, OTHER_HOST)) {
            return "The server's certificate is for another host: use a hostname that it names, or SslMode.VERIFY_CA, which"
                    + " does not compare names";
        }
        // MySQL 5.7.22 hangs up where others answer with an alert
        if (says(failure, "protocol") || says(failure, "handshake_failure") || has(failure, EOFException.class)) {
            return "The server offers none of the TLS versions " + options.protocols()
                    + ", or no cipher that Java takes; MySQL before 5.7.28 may offer"
                    + " TLS 1.1 at most, which Java refuses. Upgrade the server or set its tls_version. Where the network is"
                    + " trusted, sslMode(SslMode.DISABLED) connects without TLS, which " + options
                    + " does only when the server offers none at all";
        }
        if (has(failure, CertPathValidatorException.class)) {
            return "The server's certificate is not signed by an authority that "
                    + (options.trust() == null
                            ? "the Java runtime trusts: give the server's as trustCertificate or trustStore"
                            : options.trust() + " holds");
        }
        if (says(failure, "alert")) {
            return "The server refused the handshake: "
                    + (options.identity() == null
                            ? "it may want a certificate of the client; give clientCertificate or clientKeyStore"
                            : "it may not trust the authority that signed the client's certificate "
                                    + options.identity());
        }
        return "TLS with this server is impossible. Where the network is trusted, sslMode(SslMode.DISABLED) connects without";
    }

    private static boolean says(Throwable failure, String words) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (text(cause).toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
