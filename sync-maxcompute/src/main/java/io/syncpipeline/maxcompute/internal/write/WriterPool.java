package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.NamedThreads;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.maxcompute.internal.table.TablePartitions;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.TableWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the writers of one sink session share: the memory budget, the threads that send and commit, the permits to compress, and the
 * keep-alive of open sessions. Thread-safe.
 */
public final class WriterPool implements AutoCloseable {

    /** The service allows 10 MB/s per bucket; this many requests at a time saturate a few tables. */
    private static final int SENDERS = 16;

    private static final long IDLE_SECONDS = 10;
    /** As often as the SDK does. */
    private static final long KEEP_ALIVE_SECONDS = 30;

    private static final long MIN_BLOCK_BYTES = 16 << 10;
    private static final long MAX_BLOCK_BYTES = 8 << 20;
    /** The service advises blocks of at least 64 MB. */
    private static final long MAX_LOG_BLOCK_BYTES = 64 << 20;

    private static final Duration CLOSE_TIME = Duration.ofSeconds(20);

    private final ServiceClient client;
    private final String pipeline;
    private final MemoryBudget memory;
    private final Semaphore processors;
    private final TablePartitions partitions;
    private final ThreadPoolExecutor senders;
    private final ThreadPoolExecutor committers;
    private final ScheduledExecutorService keepAlive;
    private final AtomicLong heldBytes = new AtomicLong();
    private final Set<TunnelWriter> writers = ConcurrentHashMap.newKeySet();

    /** A pool for a session. */
    @SuppressWarnings("FutureReturnValueIgnored") // the task catches what it meets, and closing ends it
    public WriterPool(ServiceClient client, TablePartitions partitions, SessionOptions options) {
        this.client = client;
        this.pipeline = options.pipeline();
        this.memory = new MemoryBudget(options.memoryBytes());
        this.processors = new Semaphore(options.parallelism());
        this.partitions = partitions;
        this.senders = threads(SENDERS, "send");
        this.committers = threads(client.settings().commitConcurrency(), "session-commit");
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(1, new NamedThreads(pipeline, "keep-alive"));
        scheduler.scheduleWithFixedDelay(this::keepAlive, KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        this.keepAlive = scheduler;
    }

    private ThreadPoolExecutor threads(int count, String role) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamedThreads(pipeline, role));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Opens a writer for a table. */
    public TableWriter writer(DestinationTable table) {
        TunnelWriter writer = new TunnelWriter(this, table);
        writers.add(writer);
        boolean coalesces = client.settings().coalescing() && table.kind() == TableKind.PK_DELTA;
        return coalesces ? new CoalescingWriter(this, writer, table) : writer;
    }

    /** Takes note of bytes of mutations that are held to be coalesced; negative when they are held no more. */
    void held(long bytes) {
        heldBytes.addAndGet(bytes);
    }

    /** Whether more is held to be coalesced than an eighth of the session's memory. */
    boolean holdsTooMuch() {
        return heldBytes.get() > memory.limit() / 4;
    }

    void forget(TunnelWriter writer) {
        writers.remove(writer);
    }

    ServiceClient client() {
        return client;
    }

    String pipeline() {
        return pipeline;
    }

    MemoryBudget memory() {
        return memory;
    }

    /** Permits to use a processor: as many as the pipeline allows. */
    Semaphore processors() {
        return processors;
    }

    TablePartitions partitions() {
        return partitions;
    }

    /** The threads that commit sessions: as many as may be committed at the same time. */
    ExecutorService committers() {
        return committers;
    }

    ThreadPoolExecutor senders() {
        return senders;
    }

    /** The size at which a block is sent: a table alone may fill half of the budget before it has to wait for its senders. */
    long blockBytes(int bucketCount) {
        return Math.max(MIN_BLOCK_BYTES, Math.min(MAX_BLOCK_BYTES, memory.limit() / 2 / bucketCount));
    }

    /** The same for tables without a key, whose service wants few large blocks and of which each partition fills one at a time. */
    long logBlockBytes() {
        return Math.max(MIN_BLOCK_BYTES, Math.min(MAX_LOG_BLOCK_BYTES, memory.limit() / 4));
    }

    /** Sends what the partitions with most bytes hold until no more than half of the budget lies idle. */
    void relieve() {
        while (memory.needsRelief()) {
            TunnelWriter largest = null;
            long most = 0;
            for (TunnelWriter writer : writers) {
                if (writer.idleBytes() > most) {
                    long bytes = writer.largestIdleBytes();
                    if (bytes > most) {
                        most = bytes;
                        largest = writer;
                    }
                }
            }
            if (largest == null || !largest.sendLargest()) {
                return;
            }
        }
    }

    private void keepAlive() {
        for (TunnelWriter writer : writers) {
            if (!writer.keepAlive()) {
                return;
            }
        }
    }

    /** The number of bytes that buffers hold. */
    public long bufferedBytes() {
        return memory.used();
    }

    @Override
    public void close() {
        keepAlive.shutdownNow();
        writers.forEach(TunnelWriter::stop);
        senders.shutdownNow();
        committers.shutdownNow();
        ServiceClient.awaitEnd(senders, CLOSE_TIME);
        ServiceClient.awaitEnd(committers, CLOSE_TIME);
        ServiceClient.awaitEnd(keepAlive, CLOSE_TIME);
        writers.forEach(TunnelWriter::close);
    }
}
