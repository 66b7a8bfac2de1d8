package io.syncpipeline.mysql.internal.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on loopback, passes every byte on, and sees whether a text goes by that can be read. */
final class WireTap implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 14;

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final byte[] marker;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger sightings = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Opens the tap.
     *
     * @param marker the text to look for, ASCII
     */
    WireTap(String host, int port, String marker) throws IOException {
        this.host = host;
        this.port = port;
        this.marker = marker.getBytes(StandardCharsets.US_ASCII);
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** The port to connect to in the server's stead, on 127.0.0.1. */
    int port() {
        return entrance.getLocalPort();
    }

    /** How many times the text has gone by since the last call. */
    int sightings() {
        return sightings.getAndSet(0);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "wire-tap");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = entrance.accept();
                sockets.add(client);
                Socket server = new Socket(host, port);
                sockets.add(server);
                start(() -> pass(client, server));
                start(() -> pass(server, client));
            } catch (IOException e) {
                // the server is gone, or this is closed: the client sees its connection end
                sockets.forEach(WireTap::end);
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        int matched = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    matched = buffer[i] == marker[matched] ? matched + 1 : buffer[i] == marker[0] ? 1 : 0;
                    if (matched == marker.length) {
                        sightings.incrementAndGet();
                        matched = 0;
                    }
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side has ended the connection
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        entrance.close();
        sockets.forEach(WireTap::end);
    }
}
