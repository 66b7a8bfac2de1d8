package io.syncpipeline.maxcompute;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on loopback. It passes one request per connection on and remembers it; CONNECT it remembers and refuses, because there is
 * nothing behind it that speaks TLS. Thread-safe.
 */
public final class ForwardProxy implements AutoCloseable {

    private static final int LONGEST_HEAD = 64 << 10;

    private final ServerSocket listener;
    private final @Nullable String authorization;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<String> passed = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    /** A proxy for everybody. */
    public ForwardProxy() {
        this(null);
    }

    /** A proxy for one user. */
    public ForwardProxy(String user, String password) {
        this("Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private ForwardProxy(@Nullable String authorization) {
        this.authorization = authorization;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::acceptAll);
    }

    /** Its address. */
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    /** Its port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The requests passed on: method and path. */
    public List<String> passed() {
        return List.copyOf(passed);
    }

    /** The requests refused: method and target. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            List<String> head = head(client.getInputStream());
            String[] request = head.get(0).split(" ");
            if (authorization != null && !head.contains("proxy-authorization: " + authorization)) {
                refuse(
                        client,
                        request,
                        "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"");
            } else if (request[0].equals("CONNECT")) {
                refuse(client, request, "502 Bad Gateway");
            } else {
                pass(client, request, head);
            }
        } catch (IOException broken) {
            // The one who waits at either end sees it, too.
        } finally {
            sockets.remove(client);
        }
    }

    /** The request line and the headers, their names in lower case. */
    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> lines = new ArrayList<>();
        for (int read = in.read(); read >= 0 && lines.size() + bytes.size() < LONGEST_HEAD; read = in.read()) {
            if (read != '\n') {
                bytes.write(read);
                continue;
            }
            String line = bytes.toString(StandardCharsets.ISO_8859_1).strip();
            bytes.reset();
            if (line.isEmpty()) {
                return lines;
            }
            int colon = lines.isEmpty() ? 0 : line.indexOf(':');
            lines.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
        }
        throw new IOException("no request");
    }

    private void refuse(Socket client, String[] request, String answer) throws IOException {
        refused.add(request[0] + " " + request[1]);
        client.getOutputStream()
                .write(("HTTP/1.1 " + answer + "\r\nContent-Length: 7\r\nConnection: close\r\n\r\nrefused")
                        .getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
        // A connection closed with a body unread would be reset, and the answer with it.
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void pass(Socket client, String[] request, List<String> head) throws IOException {
        URI target = URI.create(request[1]);
        passed.add(request[0] + " " + target.getPath());
        StringBuilder forwarded = new StringBuilder(request[0] + " " + target.getRawPath()
                + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()) + " HTTP/1.1\r\n");
        head.stream()
                .skip(1)
                .filter(line -> !line.startsWith("proxy-") && !line.startsWith("connection:"))
                .forEach(line -> forwarded.append(line).append("\r\n"));
        forwarded.append("connection: close\r\n\r\n");
        try (Socket server = new Socket(target.getHost(), target.getPort())) {
            sockets.add(server);
            server.getOutputStream().write(forwarded.toString().getBytes(StandardCharsets.ISO_8859_1));
            threads.execute(() -> sendBody(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
            sockets.remove(server);
        }
    }

    private static void sendBody(Socket client, Socket server) {
        try {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException closed) {
            // The answer has been sent, and both are closed.
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdown();
        if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the proxy's threads do not end");
        }
    }
}
