package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The upsert sessions of the server and what their requests do. Thread-safe. */
final class UpsertSessions implements AutoCloseable {

    /** The header that names the worker a write is meant for, and in a reply the one it has moved to. */
    static final String ROUTED_SERVER = "odps-tunnel-routed-server";

    private static final int FINISHED_REMEMBERED = 1_000;
    private static final long COMMIT_ANSWER_SECONDS = 5;
    private static final int ROWS_PER_CHECK = 1_024;
    private static final int STREAMS_AT_ONCE = 32;

    private final Storage storage;
    private final Path spool;
    private final ExecutorService workers;
    private final Stop stop;
    private final Map<String, UpsertSession> open = new ConcurrentHashMap<>();
    private final Map<String, UpsertSession> finished = new LinkedHashMap<>();

    UpsertSessions(Storage storage, Path spool, ExecutorService workers, Stop stop) {
        this.storage = storage;
        this.spool = spool;
        this.workers = workers;
        this.stop = stop;
    }

    /** The sessions that are neither committed nor aborted. */
    int openCount() {
        return open.size();
    }

    ServiceReply create(ServiceRequest request, Table table) {
        TableDefinition definition = table.definition();
        if (!definition.hasPrimaryKey() || !definition.isTransactional()) {
            throw new ServiceException(
                    400,
                    "InvalidOperation",
                    "Upsert needs a transactional table with a primary key; " + definition.name() + " is not one.");
        }
        Partition partition = storage.requirePartition(table, request.parameter("partition"));
        int slots = request.has("slotnum") ? request.number("slotnum") : 1;
        Duration lifetime =
                request.has("lifecycle") ? Duration.ofHours(request.number("lifecycle")) : UpsertSession.LIFETIME;
        String id = UUID.randomUUID().toString().replace("-", "");
        UpsertSession session = new UpsertSession(id, table, partition, new Stage(spool), slots, lifetime);
        open.put(id, session);
        return ServiceReply.json(session.describe(session.status()));
    }

    /** A request may name the partition of its session once more; another one is a mistake of the client. */
    private static void requireSamePartition(ServiceRequest request, UpsertSession session) {
        String named = request.parameter("partition");
        if (named != null
                && !named.isEmpty()
                && !Partition.parse(session.definition, named).equals(session.partition)) {
            throw ServiceException.invalid("Upsert session " + session.id + " writes to partition "
                    + session.partition.path(session.definition) + ", not to " + named + ".");
        }
    }

    ServiceReply reload(ServiceRequest request) {
        UpsertSession session = require(request, true);
        return ServiceReply.json(session.describe(session.status()));
    }

    ServiceReply write(ServiceRequest request) throws IOException {
        UpsertSession session = require(request, false);
        session.requireOpen();
        int bucket = request.number("bucketid");
        if (bucket < 0 || bucket >= session.definition.buckets()) {
            throw ServiceException.invalid(
                    "Bucket " + bucket + " of a table with " + session.definition.buckets() + " buckets.");
        }
        int slot = request.number("slotid");
        if (slot != session.slot(bucket)) {
            throw ServiceException.invalid("Bucket " + bucket + " is not in slot " + slot + ".");
        }
        String address = session.slotAddress(slot);
        String wanted = request.header(ROUTED_SERVER);
        if (wanted != null && !wanted.equals(address)) {
            return moved(request, session, address);
        }
        RowCheck check = new RowCheck(session.definition.columns());
        ContentCoding coding = ContentCoding.forContent(request.header("Content-Encoding"));
        verify(request, session, bucket, coding, check);
        session.add(bucket, session.stage.add(request.body(), coding), check.largeColumns());
        return ServiceReply.empty(200);
    }

    private static ServiceReply moved(ServiceRequest request, UpsertSession session, @Nullable String address) {
        ServiceReply reply = ServiceReply.error(
                308, "SlotReassigned", "The slot of session " + session.id + " has moved.", request.id());
        return address == null ? reply : reply.with(ROUTED_SERVER, address);
    }

    private void verify(ServiceRequest request, UpsertSession session, int bucket, ContentCoding coding, RowCheck check)
            throws IOException {
        long expected = request.has("record_count") ? request.number("record_count") : -1;
        try (InputStream in = coding.decode(request.body().open())) {
            RecordDecoder decoder = new RecordDecoder(in, session.recordTypes());
            @Nullable Object[] record = new Object[session.recordTypes().size()];
            while (decoder.next(record)) {
                verify(session, bucket, record, check);
            }
            if (expected >= 0 && expected != decoder.rows()) {
                throw ServiceException.invalid(
                        "record_count is " + expected + ", the body holds " + decoder.rows() + " records.");
            }
        }
    }

    private static void verify(UpsertSession session, int bucket, @Nullable Object[] record, RowCheck check) {
        int hidden = session.definition.columns().size();
        Object operation = record[hidden + RowUpsert.OPERATION];
        boolean delete = operation != null && (Long) operation == RowUpsert.DELETE;
        if (!delete && (operation == null || (Long) operation != RowUpsert.UPSERT)) {
            throw ServiceException.invalid("__operation is " + operation + ", it must be 'U' or 'D'.");
        }
        List<?> valueColumns = (List<?>) record[hidden + RowUpsert.VALUE_COLUMNS];
        boolean partial = valueColumns != null && !valueColumns.isEmpty();
        if (partial && !session.definition.allowsPartialUpdate()) {
            throw ServiceException.invalid("Table " + session.definition.name()
                    + " does not support partial update: set " + TableDefinition.PARTIAL_UPDATE + "=true.");
        }
        String nullKey = session.nullKey(record);
        if (!nullKey.isEmpty()) {
            throw ServiceException.invalid("NULL in key column " + nullKey + ".");
        }
        if (delete || partial) {
            check.checkValues(record);
        } else {
            check.checkRow(record);
        }
        int computed = session.hash.bucket(record);
        if (computed != bucket) {
            throw ServiceException.invalid("A record of bucket " + computed + " was sent to bucket " + bucket + ".");
        }
    }

    ServiceReply commit(ServiceRequest request) throws InterruptedException {
        UpsertSession session = require(request, false);
        if (session.commit() == null && session.status() != UpsertSession.Status.NORMAL) {
            return ServiceReply.json(session.describe(session.status()));
        }
        Future<?> commit = startCommit(session);
        boolean slow = !session.commitDelay().isZero();
        try {
            commit.get(slow ? 0 : COMMIT_ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillRunning) {
            return ServiceReply.json(session.describe(UpsertSession.Status.COMMITTING));
        } catch (ExecutionException failure) {
            session.status(UpsertSession.Status.CRITICAL);
            throw failed(session, failure.getCause());
        }
        finish(session, UpsertSession.Status.COMMITTED);
        return ServiceReply.json(session.describe(UpsertSession.Status.COMMITTED));
    }

    private static RuntimeException failed(UpsertSession session, @Nullable Throwable cause) {
        return cause instanceof ServiceException refused
                ? refused
                : new IllegalStateException("the commit of upsert session " + session.id + " failed", cause);
    }

    private Future<?> startCommit(UpsertSession session) {
        synchronized (session) {
            Future<?> running = session.commit();
            if (running == null) {
                session.status(UpsertSession.Status.COMMITTING);
                running = workers.submit(() -> {
                    stop.pause(session.commitDelay());
                    apply(session);
                    session.status(UpsertSession.Status.COMMITTED);
                    return null;
                });
                session.commit(running);
            }
            return running;
        }
    }

    private void apply(UpsertSession session) throws SQLException, IOException {
        storage.change(session.table, session.largeColumns(), (connection, current) -> {
            storage.requireStillThere(session.table, session.partition);
            try (RowUpsert rows = new RowUpsert(connection, current, session.definition, session.partition)) {
                List<BucketStream> streams = session.streams();
                for (int from = 0; from < streams.size(); from += STREAMS_AT_ONCE) {
                    merge(streams.subList(from, Math.min(from + STREAMS_AT_ONCE, streams.size())), rows);
                }
            }
        });
        session.stage.close();
    }

    // In the order of keys across buckets, because rows near each other share the pages of the database.
    private void merge(List<BucketStream> streams, RowUpsert rows) throws SQLException, IOException {
        PriorityQueue<BucketStream> heads = new PriorityQueue<>(BucketStream::compareTo);
        try {
            for (BucketStream stream : streams) {
                if (stream.next()) {
                    heads.add(stream);
                }
            }
            long done = 0;
            for (BucketStream head = heads.poll(); head != null; head = heads.poll()) {
                rows.apply(head.record());
                if (head.next()) {
                    heads.add(head);
                }
                if (++done % ROWS_PER_CHECK == 0) {
                    stop.check();
                }
            }
        } finally {
            for (BucketStream stream : streams) {
                stream.close();
            }
        }
    }

    ServiceReply abort(ServiceRequest request) throws IOException {
        UpsertSession session = require(request, false);
        if (session.commit() != null) {
            throw new ServiceException(
                    400,
                    "StatusConflict",
                    "Upsert session " + session.id + " is " + session.status().text() + ".");
        }
        finish(session, UpsertSession.Status.ABORTED);
        session.stage.close();
        return ServiceReply.empty(200);
    }

    /** Lets a session expire; nothing happens when there is none of that id. */
    void expire(String id) {
        UpsertSession session = open.get(id);
        if (session != null) {
            session.status(UpsertSession.Status.EXPIRED);
        }
    }

    /** Moves the slot that a write names and answers the write with that. */
    ServiceReply moveSlot(ServiceRequest request, boolean announced) {
        UpsertSession session = require(request, false);
        String address = session.moveSlot(session.slot(request.number("bucketid")));
        return moved(request, session, announced ? address : null);
    }

    /** Makes the commit that a request asks for take a while. */
    void slowCommit(ServiceRequest request, Duration time) {
        require(request, false).commitDelay(time);
    }

    private void finish(UpsertSession session, UpsertSession.Status status) {
        session.status(status);
        open.remove(session.id);
        synchronized (finished) {
            finished.put(session.id, session);
            if (finished.size() > FINISHED_REMEMBERED) {
                finished.remove(finished.keySet().iterator().next());
            }
        }
    }

    private UpsertSession require(ServiceRequest request, boolean orFinished) {
        String id = request.required("upsertid");
        UpsertSession session = open.get(id);
        if (session == null && orFinished) {
            synchronized (finished) {
                session = finished.get(id);
            }
        }
        if (session == null) {
            throw new ServiceException(404, "UpsertSessionNotFound", "Upsert session " + id + " does not exist.");
        }
        requireSamePartition(request, session);
        return session;
    }

    @Override
    public void close() {
        for (UpsertSession session : open.values()) {
            try {
                session.stage.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
