package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The stream sessions: every write is visible when it is answered, and sent twice it is there twice. Thread-safe. */
final class StreamSessions {

    private static final String SLOT_NUM = "odps-tunnel-slot-num";
    private static final int DEFAULT_SLOTS = 2;

    private final Storage storage;
    private final Catalog catalog;
    private final Stop stop;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong lastBatch = new AtomicLong();

    /** One session; immutable but for its end. */
    private record Session(String id, Table table, TableDefinition definition, boolean createPartition, int slots) {

        String address(int slot) {
            return "10.1.0." + slot + ":80";
        }

        ServiceReply describe() {
            ObjectNode node = TunnelSchema.node();
            node.put("session_name", id);
            node.set("schema", TunnelSchema.of(definition.columns(), definition.partitionColumns()));
            node.put("schema_version", Long.toString(definition.schemaVersion()));
            ArrayNode list = node.putArray("slots");
            for (int slot = 0; slot < slots; slot++) {
                list.addArray().add(Integer.toString(slot)).add(address(slot));
            }
            node.put("status", "normal");
            node.put("quota_name", "");
            return ServiceReply.json(node);
        }
    }

    StreamSessions(Storage storage, Catalog catalog, Stop stop) {
        this.storage = storage;
        this.catalog = catalog;
        this.stop = stop;
    }

    ServiceReply create(ServiceRequest request, Table table) throws SQLException {
        TableDefinition definition = table.definition();
        AppendBody.requireAppendable(definition);
        String version = request.parameter("schema_version");
        if (version != null && !version.equals(Long.toString(definition.schemaVersion()))) {
            throw new ServiceException(
                    400, "NoSuchSchema", "Table " + definition.name() + " has no schema version " + version + ".");
        }
        boolean createPartition =
                request.has("create_partition") || "true".equals(request.parameter("dynamic_partition"));
        if (request.has("partition")) {
            partition(table, request.parameter("partition"), createPartition);
        } else if (definition.isPartitioned() && !createPartition) {
            throw ServiceException.noSuchPartition("");
        }
        String slots = request.header(SLOT_NUM);
        Session session = new Session(
                UUID.randomUUID().toString().replace("-", ""),
                table,
                definition,
                createPartition,
                slots == null ? DEFAULT_SLOTS : Math.max(1, Integer.parseInt(slots)));
        sessions.put(session.id(), session);
        return session.describe();
    }

    ServiceReply reload(ServiceRequest request) {
        return require(request).describe();
    }

    ServiceReply write(ServiceRequest request) throws IOException, SQLException {
        Session session = require(request);
        long latest = session.table().definition().schemaVersion();
        if ("true".equals(request.parameter("check_latest_schema"))
                && latest != session.definition().schemaVersion()) {
            return ServiceReply.error(412, "SchemaModified", "The schema of the table has changed.", request.id())
                    .with("odps-tunnel-latest-schema-version", Long.toString(latest));
        }
        int slot = request.number("slotid");
        RowCheck check = new RowCheck(session.definition().columns());
        ContentCoding coding = ContentCoding.forContent(request.header("Content-Encoding"));
        AppendBody.verify(request, coding, session.definition(), check);
        Partition partition = partition(session.table(), request.parameter("partition"), session.createPartition());
        storage.change(session.table(), check.largeColumns(), (connection, current) -> {
            storage.requireStillThere(session.table(), partition);
            try (RowInsert insert = new RowInsert(
                            connection, current, session.definition().columns(), partition);
                    InputStream in = coding.decode(request.body().open())) {
                AppendBody.insert(in, session.definition(), insert, stop);
            }
        });
        return ServiceReply.empty(200)
                .with(UpsertSessions.ROUTED_SERVER, session.address(slot))
                .with(SLOT_NUM, Integer.toString(session.slots()))
                .with("odps-tunnel-batch-id", Long.toString(lastBatch.incrementAndGet()));
    }

    private Partition partition(Table table, @Nullable String specification, boolean create) throws SQLException {
        if (!create) {
            return storage.requirePartition(table, specification);
        }
        Partition partition = Partition.parse(table.definition(), specification);
        if (!partition.values().isEmpty() && !table.partitions.containsKey(partition)) {
            catalog.addPartitions(table, List.of(partition));
        }
        return partition;
    }

    /** Forgets a session; nothing happens when there is none of that id. */
    void expire(String id) {
        sessions.remove(id);
    }

    private Session require(ServiceRequest request) {
        String id = request.required("uploadid");
        Session session = sessions.get(id);
        if (session == null) {
            throw new ServiceException(404, "StreamSessionNotFound", "Stream session " + id + " does not exist.");
        }
        return session;
    }
}
