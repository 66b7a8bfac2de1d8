package io.syncpipeline.mysql.internal.binlog;

import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How a connection is encrypted.
 *
 * @param context makes the sockets; its trust managers decide which certificates are accepted
 * @param protocols the versions allowed, by the names of the Java runtime, such as {@code TLSv1.3}
 * @param required whether to refuse a server that offers no TLS; otherwise the connection is plain then
 * @param verifyHost whether the certificate has to name the host
 */
public record TlsSettings(SSLContext context, List<String> protocols, boolean required, boolean verifyHost) {

    public TlsSettings {
        Objects.requireNonNull(context, "context");
        protocols = List.copyOf(protocols);
    }
}
