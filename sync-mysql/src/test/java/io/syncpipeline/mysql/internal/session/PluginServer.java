package io.syncpipeline.mysql.internal.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a server whose every account logs in by one method: it greets, and asks the client to switch to the method (<a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html">protocol</a>).
 */
final class PluginServer implements AutoCloseable {

    // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH
    private static final int CAPABILITIES = 1 | 8 | 0x200 | 0x8000 | 0x80000;
    private static final int UTF8MB4 = 45;
    private static final int AUTOCOMMIT = 2;
    private static final String SCRAMBLE = "abcdefghijklmnopqrst";

    private final ServerSocket entrance;
    private final String plugin;

    PluginServer(String plugin) throws IOException {
        this.plugin = plugin;
        this.entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "plugin-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void serve() {
        while (!entrance.isClosed()) {
            try (Socket client = entrance.accept()) {
                client.setSoTimeout(10_000);
                client.getOutputStream().write(packet(0, greeting()));
                readPacket(client.getInputStream());
                client.getOutputStream().write(packet(2, switchRequest()));
                readPacket(client.getInputStream());
            } catch (IOException e) {
                // the client has gone, as it should, or this is closed
            }
        }
    }

    private static byte[] greeting() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(10);
        out.writeBytes(text("11.4.5-MariaDB"));
        out.writeBytes(new byte[] {1, 0, 0, 0});
        out.writeBytes(SCRAMBLE.substring(0, 8).getBytes(StandardCharsets.US_ASCII));
        out.write(0);
        out.write(CAPABILITIES);
        out.write(CAPABILITIES >> 8);
        out.write(UTF8MB4);
        out.write(AUTOCOMMIT);
        out.write(0);
        out.write(CAPABILITIES >> 16);
        out.write(CAPABILITIES >> 24);
        out.write(SCRAMBLE.length() + 1);
        out.writeBytes(new byte[10]);
        out.writeBytes(text(SCRAMBLE.substring(8)));
        out.writeBytes(text("mysql_native_password"));
        return out.toByteArray();
    }

    private byte[] switchRequest() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xFE);
        out.writeBytes(text(plugin));
        out.writeBytes(text(SCRAMBLE));
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] packet(int number, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body.length);
        out.write(body.length >> 8);
        out.write(body.length >> 16);
        out.write(number);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static void readPacket(InputStream in) throws IOException {
        byte[] header = in.readNBytes(4);
        if (header.length == 4) {
            in.readNBytes((header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
