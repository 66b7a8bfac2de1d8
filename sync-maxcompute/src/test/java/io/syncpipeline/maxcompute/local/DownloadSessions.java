package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The download sessions of tables. Each reads the rows as they were when it was made, as long as its snapshot lives; a
 * definition change ends it, and then, as on the service, the answer is {@code TableModified} unless nothing changed.
 * Thread-safe.
 */
final class DownloadSessions {

    private static final int MOST_SESSIONS = 256;
    private static final int ROWS_PER_CHECK = 1_024;

    private final Storage storage;
    private final Stop stop;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /** One session; the snapshot is null when it has been closed. */
    private static final class Session {
        private final String id = UUID.randomUUID().toString().replace("-", "");
        private final Table table;
        private final TableDefinition definition;
        private final Partition partition;
        private final long changes;
        private final long count;
        private @Nullable TableSnapshot snapshot;

        Session(Table table, Partition partition, long changes, TableSnapshot snapshot) {
            this.table = table;
            this.definition = table.definition();
            this.partition = partition;
            this.changes = changes;
            this.count = snapshot.count();
            this.snapshot = snapshot;
        }
    }

    DownloadSessions(Storage storage, Stop stop) {
        this.storage = storage;
        this.stop = stop;
    }

    ServiceReply create(ServiceRequest request, Table table) throws SQLException {
        Partition partition = storage.requirePartition(table, request.parameter("partition"));
        Session session = new Session(table, partition, table.changes(), storage.snapshot(table, partition));
        synchronized (sessions) {
            sessions.put(session.id, session);
            if (sessions.size() > MOST_SESSIONS) {
                Session oldest = sessions.remove(sessions.keySet().iterator().next());
                if (oldest.snapshot != null) {
                    oldest.snapshot.close();
                }
            }
        }
        return describe(session);
    }

    ServiceReply reload(ServiceRequest request) {
        return describe(require(request));
    }

    private static ServiceReply describe(Session session) {
        return describe(
                session.id,
                session.count,
                TunnelSchema.of(session.definition.columns(), session.definition.partitionColumns()));
    }

    /** The reply that describes a download session of a table or of a result. */
    static ServiceReply describe(String id, long count, ObjectNode schema) {
        ObjectNode node = TunnelSchema.node();
        node.put("DownloadID", id);
        node.put("Status", "normal");
        node.put("RecordCount", count);
        node.set("Schema", schema);
        node.put("QuotaName", "");
        return ServiceReply.json(node);
    }

    ServiceReply read(ServiceRequest request) {
        Session session = require(request);
        RowRange range = RowRange.of(request, session.count);
        List<TableColumn> columns = columns(session.definition, request.parameter("columns"));
        ContentCoding coding = ContentCoding.forAccepted(request.header("Accept-Encoding"));
        TableSnapshot snapshot = acquire(session);
        ServiceReply reply = ServiceReply.stream(out -> {
            try {
                write(snapshot, range, columns, coding.encode(out));
            } finally {
                release(session, snapshot, range);
            }
        });
        return coding == ContentCoding.RAW ? reply : reply.with("Content-Encoding", coding.header());
    }

    private void write(TableSnapshot snapshot, RowRange range, List<TableColumn> columns, OutputStream out)
            throws IOException {
        RecordEncoder encoder =
                new RecordEncoder(out, columns.stream().map(TableColumn::type).toList());
        try (out) {
            snapshot.read(range.start(), range.count(), columns, row -> {
                encoder.write(row);
                if (encoder.rows() % ROWS_PER_CHECK == 0) {
                    stop.check();
                }
            });
            encoder.finish();
        } catch (SQLException failure) {
            throw new IOException("cannot read the rows", failure);
        }
    }

    private static List<TableColumn> columns(TableDefinition definition, @Nullable String names) {
        if (names == null || names.isEmpty()) {
            return definition.columns();
        }
        List<TableColumn> columns = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            columns.add(definition
                    .column(name)
                    .orElseThrow(() -> ServiceException.invalid("There is no column '" + name + "'.")));
        }
        return columns;
    }

    /** A snapshot of the session that this thread may read; given back with {@link #release}. */
    private TableSnapshot acquire(Session session) {
        synchronized (session) {
            TableSnapshot own = session.snapshot;
            // Two ranges may be read in turns by one client thread, so a busy snapshot is not waited for.
            if (own != null && own.reading.tryLock()) {
                if (!own.isClosed()) {
                    return own;
                }
                own.reading.unlock();
                session.snapshot = null;
            }
            return reopen(session);
        }
    }

    private TableSnapshot reopen(Session session) {
        try {
            TableSnapshot again = storage.snapshot(session.table, session.partition);
            if (session.table.changes() != session.changes) {
                again.close();
                throw new ServiceException(
                        400, "TableModified", "The specified table has been modified since the download initiated.");
            }
            again.reading.lock();
            if (session.snapshot == null) {
                session.snapshot = again;
            }
            return again;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot open a snapshot", failure);
        }
    }

    private static void release(Session session, TableSnapshot snapshot, RowRange range) throws IOException {
        snapshot.reading.unlock();
        boolean last = range.start() + range.count() >= session.count;
        synchronized (session) {
            if (session.snapshot != snapshot || last) {
                session.snapshot = session.snapshot == snapshot ? null : session.snapshot;
                try {
                    snapshot.close();
                } catch (SQLException failure) {
                    throw new IOException("cannot close a snapshot", failure);
                }
            }
        }
    }

    /** Forgets a session; nothing happens when there is none of that id. */
    void expire(String id) {
        synchronized (sessions) {
            sessions.remove(id);
        }
    }

    private Session require(ServiceRequest request) {
        String id = request.required("downloadid");
        synchronized (sessions) {
            Session session = sessions.get(id);
            if (session == null) {
                throw new ServiceException(404, "NoSuchDownload", "Download session " + id + " does not exist.");
            }
            return session;
        }
    }
}
