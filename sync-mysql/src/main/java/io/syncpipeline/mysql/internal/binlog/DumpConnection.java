package io.syncpipeline.mysql.internal.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import io.syncpipeline.model.SourceException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Logs in at a server, asks for its log and hands over the stream of packets. The client library does the first two. It does not read
 * the stream: its own loop goes on after events that it cannot read, reads TLS byte by byte, copies large events over and over, and
 * moves its position in spite of failing listeners.
 */
final class DumpConnection {

    /** Reads the packets until it has had enough, which ends the connection, or fails. */
    @FunctionalInterface
    interface PacketHandler {
        void read(InputStream packets) throws IOException, InterruptedException;
    }

    private final BinlogSettings settings;
    private final DeadlineSocket socket;
    private final Client client;

    DumpConnection(BinlogSettings settings, BinlogPosition from, PacketHandler handler) {
        this.settings = settings;
        this.socket = new DeadlineSocket(millis(settings.connectTimeout()));
        this.client = new Client(settings, stream -> handler.read(new WithAvailable(stream, socket)));
        client.setSocketFactory(() -> {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis(settings.readTimeout()));
            return socket;
        });
        client.setConnectTimeout(0);
        client.setKeepAlive(false);
        client.setServerId(settings.serverId());
        client.setHeartbeatInterval(settings.heartbeat().toMillis());
        client.setNetWriteTimeout(settings.writeTimeout().toSeconds());
        client.setUseSendAnnotateRowsEvent(false);
        TlsSettings tls = settings.tls();
        if (tls != null) {
            client.setSSLMode(tls.required() ? SSLMode.REQUIRED : SSLMode.PREFERRED);
            client.setSslSocketFactory(plain -> secure(settings, tls, plain));
        }
        start(from.readFrom());
    }

    private void start(BinlogPosition from) {
        GtidSet gtids = from.gtids();
        if (gtids != null && goesByGtids(settings, from)) {
            client.setGtidSet(gtids.toString());
        } else {
            client.setBinlogFilename(from.file());
            client.setBinlogPosition(SkippedBeginning.requested(from.offset()));
        }
    }

    /**
     * Whether the server goes to a place by its GTIDs; otherwise by file and offset.
     *
     * @throws SourceException when it can do neither
     */
    static boolean goesByGtids(BinlogSettings settings, BinlogPosition from) {
        GtidSet gtids = from.gtids();
        if (gtids != null && settings.startsByGtids(from)) {
            if (gtids.isMariaDb() != settings.mariaDb()) {
                throw SourceException.fatal(
                        "cannot start at " + from + ": its GTIDs are those of a "
                                + (gtids.isMariaDb() ? "MariaDB" : "MySQL") + " server, and " + settings + " is a "
                                + (settings.mariaDb() ? "MariaDB" : "MySQL")
                                + " server; start at a position of this server, or copy the tables again",
                        null);
            }
            return true;
        }
        if (from.file() == null) {
            throw SourceException.fatal(
                    "cannot start at " + from + ": it names no binlog file, and " + settings
                            + " has GTIDs switched off; give a file and an offset, or switch gtid_mode on",
                    null);
        }
        checkFile(settings, from);
        return false;
    }

    private static void checkFile(BinlogSettings settings, BinlogPosition from) {
        if (from.server() != null
                && settings.serverUuid() != null
                && !from.server().equals(settings.serverUuid())) {
            throw SourceException.fatal(
                    "cannot start at " + from + " on " + settings + ", whose server_uuid is " + settings.serverUuid()
                            + ": files and offsets of one server mean something else on another; switch gtid_mode on, or copy the"
                            + " tables again",
                    null);
        }
        if (from.offset() > BinlogPosition.LAST_OFFSET) {
            throw SourceException.fatal(
                    "cannot start at " + from + ": a server can be asked for offsets up to "
                            + BinlogPosition.LAST_OFFSET
                            + " only; start at the beginning of the next file if nothing but its end is behind that"
                            + " place, or switch gtid_mode on",
                    null);
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }

    private static SSLSocket secure(BinlogSettings settings, TlsSettings tls, Socket plain) throws SocketException {
        try {
            SSLSocket secured = (SSLSocket)
                    tls.context().getSocketFactory().createSocket(plain, settings.host(), settings.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setProtocols(tls.protocols().toArray(new String[0]));
            if (tls.verifyHost()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            secured.setSSLParameters(parameters);
            return secured;
        } catch (IOException e) {
            SocketException failure = new SocketException("cannot put TLS on the connection: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /**
     * Connects and reads until the handler has had enough or something fails.
     *
     * @throws IOException why the connection ended
     * @throws InterruptedException when the thread was interrupted
     */
    void run() throws IOException, InterruptedException {
        try {
            client.connect();
            throw new IOException("the connection ended without a reason");
        } catch (Enough e) {
            close();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Interruption e) {
            throw e.interrupted;
        } finally {
            close();
        }
    }

    /** Ends the connection at once, whatever it is doing. Idempotent; may be called by any thread. */
    void close() {
        try {
            // a reset tells the server at once, and spares the TLS farewell, which may wait for a peer that does not
            // read
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // not connected, so that there is nothing to reset
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket does no I/O after a reset", e);
        }
    }

    /** Carries an interruption through the client, which declares I/O failures only. */
    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final InterruptedException interrupted;

        Interruption(InterruptedException interrupted) {
            super(interrupted);
            this.interrupted = interrupted;
        }
    }

    /** Leaves the client, which would go on to read for itself. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super(null, null, false, false);
        }
    }

    /** A socket whose connect has a limit; the client's own limit would need one more thread. */
    private static final class DeadlineSocket extends Socket {
        private final int connectMillis;

        DeadlineSocket(int connectMillis) {
            this.connectMillis = connectMillis;
        }

        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            super.connect(address, connectMillis);
        }
    }

    /** A stream that counts what has arrived but is not decrypted yet: a TLS socket says that nothing is available then. */
    private static final class WithAvailable extends FilterInputStream {
        private final Socket socket;

        WithAvailable(InputStream stream, Socket socket) {
            super(stream);
            this.socket = socket;
        }

        @Override
        public int available() throws IOException {
            return in.available() + socket.getInputStream().available();
        }
    }

    /** The library's client, which hands the stream over as soon as the server has accepted the request for its log. */
    private static final class Client extends BinaryLogClient {
        private final PacketHandler handler;

        Client(BinlogSettings settings, PacketHandler handler) {
            super(settings.host(), settings.port(), null, settings.user(), settings.password());
            this.handler = handler;
            // the library logs connects at INFO to a logger named after the subclass, so that this concerns nobody else
            Logger.getLogger(Client.class.getName()).setLevel(Level.OFF);
            registerLifecycleListener(new AbstractLifecycleListener() {
                @Override
                public void onConnect(@Nullable BinaryLogClient connected) {
                    handOver();
                }
            });
        }

        /**
         * Says that checksums are understood whatever the server writes at present. The library says so only while they are on, and a
         * server ends the stream of a reader that did not when they are switched on ({@code Binlog_sender::init_checksum_alg}).
         */
        @Override
        protected void setupConnection() throws IOException {
            super.setupConnection();
            channel.write(new QueryCommand("SET @master_binlog_checksum = 'CRC32'"));
            checkError(channel.read());
        }

        private void handOver() {
            try {
                handler.read(channel.getInputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new Interruption(e);
            }
            throw new Enough();
        }
    }
}
