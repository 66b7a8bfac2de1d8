package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the binary log of one server. One thread takes bytes from the server, workers decode rows, and {@link #poll} hands the events
 * out in the order of the log. What is under way is bounded by {@link SessionOptions#memoryBytes}: when it is used up, the reading
 * thread waits, and in the end the server does.
 *
 * <p>{@link #poll} and {@link #dispatched} belong to one thread, {@link #close} may be called by any.
 */
public final class BinlogChangeReader implements ChangeReader {

    private static final Logger LOG = LoggerFactory.getLogger(BinlogChangeReader.class);
    private static final int BUFFER_BYTES = 1 << 19;
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final SessionOptions options;
    private final BinlogSettings settings;
    private final BinlogPosition from;
    private final SlotQueue queue;
    private final LogInterpreter interpreter;
    private final DumpConnection connection;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable GtidSet dispatchedGtids;
    private @Nullable String dispatchedFile;
    private long dispatchedOffset;

    private BinlogChangeReader(
            BinlogSettings settings,
            BinlogPosition from,
            TrackedSchemas tracked,
            LaterTables later,
            SessionOptions options) {
        this.options = options;
        this.settings = settings;
        this.from = from;
        this.queue = new SlotQueue(options.memoryBytes());
        this.interpreter = new LogInterpreter(
                from,
                settings.startsByGtids(from.readFrom()),
                settings.serverUuid(),
                tracked,
                later,
                queue,
                options.memoryBytes(),
                options.clock());
        this.connection = new DumpConnection(settings, from, this::readPackets);
        GtidSet gtids = from.gtids();
        if (gtids != null) {
            this.dispatchedGtids = gtids.copy();
        } else if (settings.gtidMode()) {
            this.dispatchedGtids = GtidSet.parse("", settings.mariaDb());
        }
        this.dispatchedFile = from.file();
        this.dispatchedOffset = from.offset();
    }

    /**
     * Starts to follow a log. Returns at once; a connection that cannot be made is reported by {@link #poll}.
     *
     * @param settings the server
     * @param from where to start: by its GTIDs when the server has them switched on and the position names some, otherwise by file and
     *     offset, which has to be a transaction's beginning
     * @param tracked the captured tables' shapes at that place; belongs to this reader from now on
     * @param later tables that are captured from a later place on; belongs to this reader from now on
     * @param options the pipeline's name, how many workers decode, and how many bytes may be under way
     * @throws SourceException when the position cannot be used with this server
     */
    public static BinlogChangeReader open(
            BinlogSettings settings,
            BinlogPosition from,
            TrackedSchemas tracked,
            LaterTables later,
            SessionOptions options) {
        BinlogChangeReader reader = new BinlogChangeReader(settings, from, tracked, later, options);
        reader.start();
        return reader;
    }

    private void start() {
        String prefix = "sync-" + options.pipeline() + "-";
        threads.add(new Thread(this::readLog, prefix + "binlog"));
        for (int i = 1; i <= options.parallelism(); i++) {
            threads.add(new Thread(this::decodeSlots, prefix + "decode-" + i));
        }
        threads.forEach(thread -> {
            thread.setDaemon(false);
            thread.start();
        });
    }

    private void readLog() {
        try {
            connection.run();
        } catch (SourceException e) {
            queue.end(e);
        } catch (IOException e) {
            queue.end(ServerFailures.explain(e, settings, place()));
        } catch (InterruptedException e) {
            if (!closed.get()) {
                queue.end(SourceException.retryable("the thread that reads the log was interrupted at " + place(), e));
            }
        } catch (RuntimeException | Error e) {
            queue.end(SourceException.fatal("reading the log failed at " + place() + ": " + e, e));
        }
    }

    private void readPackets(InputStream packets) throws IOException, InterruptedException {
        LOG.info("{}: following the log of {} from {}", options.pipeline(), settings, from);
        new PacketReader(packets, BUFFER_BYTES, interpreter).readAll();
    }

    private String place() {
        return from + " (now at " + interpreter.place() + ")";
    }

    private void decodeSlots() {
        try {
            Slot slot = queue.claim();
            while (slot != null) {
                long cost = slot.cost();
                slot.decode();
                queue.completed(slot, cost);
                slot = queue.claim();
            }
        } catch (InterruptedException e) {
            if (!closed.get()) {
                queue.end(SourceException.retryable("a thread that decodes rows was interrupted", e));
            }
        }
    }

    @Override
    public List<SourceEvent> poll(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Slot slot = queue.take(deadline - System.nanoTime());
            if (slot == null) {
                return List.of();
            }
            List<SourceEvent> events = slot.events();
            dispatch(slot);
            if (!events.isEmpty()) {
                return events;
            }
        }
    }

    private void dispatch(Slot slot) {
        if (slot.file() != null) {
            dispatchedFile = slot.file();
            dispatchedOffset = slot.endOffset();
        }
        GtidSet gtids = dispatchedGtids;
        if (gtids == null && !slot.gtids().isEmpty()) {
            gtids = GtidSet.parse("", settings.mariaDb());
            dispatchedGtids = gtids;
        }
        if (gtids != null) {
            slot.gtids().forEach(gtids::add);
        }
    }

    @Override
    public Position dispatched() {
        return new Position(
                BinlogPosition.format(dispatchedFile, dispatchedOffset, dispatchedGtids, settings.serverUuid()));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        queue.close();
        connection.close();
        boolean interrupted = false;
        long deadline = System.nanoTime() + CLOSING.toNanos();
        for (Thread thread : threads) {
            interrupted |= !join(thread, deadline);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the wait was not interrupted. */
    private boolean join(Thread thread, long deadline) {
        thread.interrupt();
        try {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            return false;
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "{}: {} has not ended in {}: it waits for the system",
                    options.pipeline(),
                    thread.getName(),
                    CLOSING);
        }
        return true;
    }

    /** How many bytes are under way at present; for tests of the bound. */
    long bytesUnderWay() {
        return queue.used();
    }

    @Override
    public String toString() {
        return "the log of " + Objects.toString(settings);
    }
}
