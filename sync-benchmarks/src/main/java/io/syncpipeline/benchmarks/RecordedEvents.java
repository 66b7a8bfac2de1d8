package io.syncpipeline.benchmarks;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.syncpipeline.mysql.testserver.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The raw events that a server logged for one statement, as they came over the wire. */
final class RecordedEvents {

    private static final int HEADER = 19;

    private RecordedEvents() {}

    /** One event: the whole of it, header and checksum included. */
    @SuppressWarnings("ArrayRecordComponent") // events are never compared
    record RawEvent(EventType type, byte[] bytes) {}

    /** Runs a statement as root and returns the events it caused, preceded by the server's format description. */
    static List<RawEvent> of(TestServer server, String statement) throws SQLException, IOException {
        BinaryLogClient client = new BinaryLogClient(server.host(), server.port(), server.user(), server.password());
        try (Connection connection = server.root();
                Statement query = connection.createStatement();
                ResultSet result = query.executeQuery("SHOW BINARY LOGS")) {
            while (result.next()) {
                client.setBinlogFilename(result.getString(1));
                client.setBinlogPosition(result.getLong(2));
            }
        }
        server.execute(statement);
        Recorder recorder = new Recorder();
        client.setKeepAlive(false);
        client.setServerId(4_000_000_001L);
        client.setEventDeserializer(recorder);
        client.registerEventListener((Event event) -> {
            if (event.getHeader().getEventType() == EventType.XID) {
                try {
                    client.disconnect();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        client.connect();
        return recorder.events;
    }

    /** Copies each event before the client decodes it. */
    private static final class Recorder extends EventDeserializer {

        private final List<RawEvent> events = new ArrayList<>();

        @Override
        public @Nullable Event nextEvent(ByteArrayInputStream stream) throws IOException {
            if (stream.peek() == -1) {
                return null;
            }
            byte[] header = stream.read(HEADER);
            int length = (header[9] & 0xFF) | (header[10] & 0xFF) << 8 | (header[11] & 0xFF) << 16 | header[12] << 24;
            ByteArrayOutputStream whole = new ByteArrayOutputStream(length);
            whole.write(header);
            whole.write(stream.read(length - HEADER));
            Event event = super.nextEvent(new ByteArrayInputStream(whole.toByteArray()));
            events.add(new RawEvent(event.getHeader().getEventType(), whole.toByteArray()));
            return event;
        }
    }
}
