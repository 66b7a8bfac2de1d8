package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The upload sessions: blocks by number, the last body of a block counts, the commit makes all of them visible at once
 * and can be repeated. The last thousand sessions are remembered. Thread-safe.
 */
final class UploadSessions implements AutoCloseable {

    private static final int REMEMBERED = 1_000;
    private static final int MAX_BLOCK = 20_000;

    private final Storage storage;
    private final Path spool;
    private final Stop stop;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /** One session, guarded by itself. */
    private static final class Session {
        private final String id = UUID.randomUUID().toString().replace("-", "");
        private final Table table;
        private final TableDefinition definition;
        private final Partition partition;
        private final boolean overwrite;
        private final Stage stage;
        private final SortedMap<Integer, Stage.Segment> blocks = new TreeMap<>();
        private final Set<Integer> largeColumns = new HashSet<>();
        private final Instant expires = Instant.now().plus(UpsertSession.LIFETIME);
        private String status = "normal";

        Session(Table table, Partition partition, boolean overwrite, Stage stage) {
            this.table = table;
            this.definition = table.definition();
            this.partition = partition;
            this.overwrite = overwrite;
            this.stage = stage;
        }

        String status() {
            if (status.equals("normal") && Instant.now().isAfter(expires)) {
                status = "expired";
            }
            return status;
        }

        void requireNormal() {
            if (!status().equals("normal")) {
                throw new ServiceException(
                        400,
                        "StatusConflict",
                        "You cannot complete the specified operation under the current upload status: session is "
                                + status + ".");
            }
        }

        ServiceReply describe() {
            ObjectNode node = TunnelSchema.node();
            node.put("UploadID", id);
            node.put("Status", status());
            ArrayNode list = node.putArray("UploadedBlockList");
            blocks.keySet().forEach(block -> list.addObject().put("BlockID", block));
            node.set("Schema", TunnelSchema.of(definition.columns(), definition.partitionColumns()));
            node.put("MaxFieldSize", TunnelFormat.MAX_CELL_BYTES);
            node.put("QuotaName", "");
            return ServiceReply.json(node);
        }
    }

    UploadSessions(Storage storage, Path spool, Stop stop) {
        this.storage = storage;
        this.spool = spool;
        this.stop = stop;
    }

    ServiceReply create(ServiceRequest request, Table table) throws IOException {
        AppendBody.requireAppendable(table.definition());
        Partition partition = storage.requirePartition(table, request.parameter("partition"));
        boolean overwrite = "true".equalsIgnoreCase(request.parameter("overwrite"));
        Session session = new Session(table, partition, overwrite, new Stage(spool));
        synchronized (sessions) {
            sessions.put(session.id, session);
            if (sessions.size() > REMEMBERED) {
                sessions.remove(sessions.keySet().iterator().next()).stage.close();
            }
        }
        return session.describe();
    }

    ServiceReply reload(ServiceRequest request) {
        Session session = require(request);
        synchronized (session) {
            return session.describe();
        }
    }

    ServiceReply write(ServiceRequest request) throws IOException {
        Session session = require(request);
        int block = request.number("blockid");
        if (block < 0 || block >= MAX_BLOCK) {
            throw new ServiceException(
                    400, "InvalidBlockID", "The specified block id " + block + " is not in [0, " + MAX_BLOCK + ").");
        }
        RowCheck check = new RowCheck(session.definition.columns());
        ContentCoding coding = ContentCoding.forContent(request.header("Content-Encoding"));
        AppendBody.verify(request, coding, session.definition, check);
        synchronized (session) {
            session.requireNormal();
            session.blocks.put(block, session.stage.add(request.body(), coding));
            session.largeColumns.addAll(check.largeColumns());
        }
        return ServiceReply.empty(200);
    }

    ServiceReply commit(ServiceRequest request) throws SQLException, IOException {
        Session session = require(request);
        synchronized (session) {
            if (!session.status().equals("closed")) {
                session.requireNormal();
                storage.change(session.table, session.largeColumns, (connection, current) -> {
                    storage.requireStillThere(session.table, session.partition);
                    if (session.overwrite) {
                        Storage.deleteRows(connection, current, session.partition);
                    }
                    try (RowInsert insert =
                            new RowInsert(connection, current, session.definition.columns(), session.partition)) {
                        for (Stage.Segment block : session.blocks.values()) {
                            insert(session, block, insert);
                        }
                    }
                });
                session.status = "closed";
                session.stage.close();
            }
            return session.describe();
        }
    }

    private void insert(Session session, Stage.Segment block, RowInsert insert) throws IOException, SQLException {
        try (InputStream in = session.stage.open(block)) {
            AppendBody.insert(in, session.definition, insert, stop);
        }
    }

    /** Lets a session expire that is not committed; nothing happens when there is none of that id. */
    void expire(String id) {
        Session session;
        synchronized (sessions) {
            session = sessions.get(id);
        }
        if (session != null) {
            synchronized (session) {
                if (session.status.equals("normal")) {
                    session.status = "expired";
                }
            }
        }
    }

    private Session require(ServiceRequest request) {
        String id = request.required("uploadid");
        synchronized (sessions) {
            Session session = sessions.get(id);
            if (session == null) {
                throw new ServiceException(404, "NoSuchUpload", "The specified upload id " + id + " does not exist.");
            }
            return session;
        }
    }

    @Override
    public void close() {
        synchronized (sessions) {
            for (Session session : sessions.values()) {
                try {
                    session.stage.close();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
    }
}
