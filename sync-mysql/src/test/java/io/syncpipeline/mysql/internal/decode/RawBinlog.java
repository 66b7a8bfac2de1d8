package io.syncpipeline.mysql.internal.decode;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.ByteArrayEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.RotateEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.syncpipeline.mysql.testserver.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads a stretch of a server's binlog as raw events, through the client's connection but past its decoders. */
final class RawBinlog {

    private static final int HEADER = 19;
    private static final int QUERY = 2;
    private static final AtomicInteger SERVER_IDS =
            new AtomicInteger(770_000 + (int) (ProcessHandle.current().pid() % 10_000) * 10);

    private final TestServer server;
    private final String file;
    private final long position;

    private RawBinlog(TestServer server, String file, long position) {
        this.server = server;
        this.file = file;
        this.position = position;
    }

    /** Remembers where the binlog ends. */
    static RawBinlog here(TestServer server) throws SQLException {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement();
                ResultSet files = statement.executeQuery("SHOW BINARY LOGS")) {
            String file = "";
            long position = 0;
            while (files.next()) {
                file = files.getString(1);
                position = files.getLong(2);
            }
            return new RawBinlog(server, file, position);
        }
    }

    /** Reads on from there to the end, which it marks with a statement of its own in the given database. */
    List<RawEvent> readToEnd(String database) throws Exception {
        String mark = "end_" + System.nanoTime();
        server.execute("CREATE TABLE `" + database + "`." + mark + " (id INT)");
        List<RawEvent> events = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        BinaryLogClient client =
                new BinaryLogClient(server.host(), server.port(), server.rootUser(), server.rootPassword());
        client.setServerId(SERVER_IDS.incrementAndGet());
        client.setKeepAlive(false);
        client.setBinlogFilename(file);
        client.setBinlogPosition(position);
        client.setEventDeserializer(new RawEventDeserializer(event -> {
            events.add(event);
            if (event.type() == QUERY && new String(event.body(), StandardCharsets.ISO_8859_1).contains(mark)) {
                done.countDown();
            }
        }));
        client.connect(TimeUnit.SECONDS.toMillis(20));
        try {
            if (!done.await(60, TimeUnit.SECONDS)) {
                throw new TimeoutException("The binlog did not come to its end; " + events.size() + " events so far");
            }
        } finally {
            client.disconnect();
        }
        return events;
    }

    /** Receives each event. */
    private interface Listener {
        void event(RawEvent event);
    }

    private static final class RawEventDeserializer extends EventDeserializer {

        private final Listener listener;
        private int checksum;

        RawEventDeserializer(Listener listener) {
            this.listener = listener;
        }

        @Override
        @SuppressWarnings("deprecation") // the client itself still calls it, and says nothing about checksums elsewhere
        public void setChecksumType(ChecksumType type) {
            super.setChecksumType(type);
            checksum = type.getLength();
        }

        @Override
        public @Nullable Event nextEvent(ByteArrayInputStream input) throws IOException {
            if (input.peek() == -1) {
                return null;
            }
            long timestamp = input.readLong(4) * 1000L;
            int type = input.readInteger(1);
            EventHeaderV4 header = new EventHeaderV4();
            header.setTimestamp(timestamp);
            header.setServerId(input.readLong(4));
            header.setEventLength(input.readLong(4));
            header.setNextPosition(input.readLong(4));
            header.setFlags(input.readInteger(2));
            header.setEventType(eventType(type));
            byte[] body = input.read((int) header.getEventLength() - HEADER);
            body = Arrays.copyOf(body, body.length - checksum);
            listener.event(new RawEvent(type, body));
            EventData data = type == 4
                    ? new RotateEventDataDeserializer().deserialize(new ByteArrayInputStream(body))
                    : wrap(body);
            return new Event(header, data);
        }

        private static EventType eventType(int type) {
            return type == 4 ? EventType.ROTATE : EventType.UNKNOWN;
        }

        private static EventData wrap(byte[] body) {
            ByteArrayEventData data = new ByteArrayEventData();
            data.setData(body);
            return data;
        }
    }
}
