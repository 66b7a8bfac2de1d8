package io.syncpipeline.maxcompute.internal.client;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy. Its {@code toString} shows no secret.
 *
 * @param host its name or address
 * @param port its port
 * @param user who is allowed to use it; empty: everybody
 * @param password the user's password
 */
public record ProxyServer(String host, int port, String user, String password) {

    /** For the SDK. The name is looked up at each connection. */
    Proxy forSdk() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    /** For the JDK's HTTP client. */
    ProxySelector selector() {
        return ProxySelector.of(InetSocketAddress.createUnresolved(host, port));
    }

    /** The value of the header {@code Proxy-Authorization}; empty for a proxy that everybody may use. */
    Optional<String> authorization() {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** Host and port. */
    String address() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return (user.isEmpty() ? "" : user + ":***@") + address();
    }
}
