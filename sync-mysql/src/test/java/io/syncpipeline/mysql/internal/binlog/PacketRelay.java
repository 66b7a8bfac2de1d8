package io.syncpipeline.mysql.internal.binlog;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Stands on loopback between clients and a server, and misbehaves when told: the network between the two. */
final class PacketRelay implements AutoCloseable {

    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final List<Closeable> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean frozen;
    private volatile byte @Nullable [] marked;

    PacketRelay(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        sockets.add(listening);
        run(this::accept);
    }

    /** Where clients connect, on 127.0.0.1. */
    int port() {
        return listening.getLocalPort();
    }

    /** From now on nothing passes, in either direction, and no connection is closed: a cable was pulled. */
    void freeze() {
        frozen = true;
    }

    /** Flips a bit in the last character of each text of this kind that the server sends. */
    void damage(String text) {
        marked = text.getBytes(StandardCharsets.UTF_8);
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // one side has closed its connection
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "relay");
        threads.add(thread);
        thread.start();
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            sockets.add(client);
            Socket server = new Socket(host, port);
            sockets.add(server);
            run(() -> forward(client.getInputStream(), server.getOutputStream(), server));
            run(() -> forwardPackets(new DataInputStream(server.getInputStream()), client.getOutputStream(), client));
        }
    }

    private void forward(InputStream from, OutputStream to, Socket receiver) throws IOException, InterruptedException {
        try (receiver) {
            byte[] bytes = new byte[1 << 14];
            for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
                awaitThaw();
                to.write(bytes, 0, read);
            }
        }
    }

    private void forwardPackets(DataInputStream from, OutputStream to, Socket receiver)
            throws IOException, InterruptedException {
        try (receiver) {
            byte[] header = new byte[4];
            while (true) {
                from.readFully(header);
                byte[] packet = new byte[Bytes.uint24(header, 0)];
                from.readFully(packet);
                awaitThaw();
                damage(packet);
                to.write(header);
                to.write(packet);
            }
        }
    }

    private void awaitThaw() throws InterruptedException {
        if (frozen) {
            closing.await();
        }
    }

    private void damage(byte[] packet) {
        byte[] text = marked;
        if (text == null) {
            return;
        }
        for (int at = 0; at + text.length <= packet.length; at++) {
            if (Arrays.equals(packet, at, at + text.length, text, 0, text.length)) {
                packet[at + text.length - 1] ^= 1;
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            for (Closeable socket : sockets) {
                socket.close();
            }
            for (Thread thread : threads) {
                thread.join(5_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
