package io.syncpipeline.maxcompute.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the service grants at the same time and within a while: slots for requests that carry rows, and commits of each table. What exceeds
 * it is answered 429 and can be tried again. Thread-safe.
 */
final class ServiceLimits {

    private static final Set<RequestKind> TAKING_SLOTS =
            EnumSet.of(RequestKind.UPSERT_WRITE, RequestKind.UPLOAD_WRITE, RequestKind.STREAM_WRITE);
    private static final int TOO_MANY = 429;

    private final int slots;
    private final int commits;
    private final long windowNanos;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<String, Deque<Long>> committed = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    /** Gives back what a request took. */
    interface Permit extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Limits.
     *
     * @param slots how many requests may carry rows at the same time; 0: any number
     * @param commits how many sessions of a table may be committed within a window; 0: any number
     */
    ServiceLimits(int slots, int commits, Duration window) {
        this.slots = slots;
        this.commits = commits;
        this.windowNanos = window.toNanos();
    }

    /** Takes what a request needs. */
    Permit enter(ServiceRequest request) {
        RequestKind kind = RequestKind.of(request);
        if (kind == RequestKind.UPSERT_COMMIT || kind == RequestKind.UPLOAD_COMMIT) {
            requireCommit(request);
        }
        if (slots == 0 || !TAKING_SLOTS.contains(kind)) {
            return () -> {};
        }
        if (taken.incrementAndGet() > slots) {
            int acquired = taken.getAndDecrement();
            throw new ServiceException(
                    TOO_MANY,
                    "SlotExceeded",
                    "Your slot quota is exceeded. Total:" + slots + ", Acquired:" + acquired + ".");
        }
        return taken::decrementAndGet;
    }

    /** The commit of an upsert session is asked for again until it is done, which is one commit. */
    private synchronized void requireCommit(ServiceRequest request) {
        String session = request.path() + " " + request.parameters().get("upsertid") + " "
                + request.parameters().get("uploadid");
        if (commits == 0 || begun.contains(session)) {
            return;
        }
        Deque<Long> recent = committed.computeIfAbsent(request.path(), table -> new ArrayDeque<>());
        long now = System.nanoTime();
        while (!recent.isEmpty() && now - recent.getFirst() > windowNanos) {
            recent.removeFirst();
        }
        if (recent.size() >= commits) {
            throw new ServiceException(
                    TOO_MANY, "FlowExceeded", "The table was committed " + commits + " times within its window.");
        }
        recent.addLast(now);
        begun.add(session);
    }
}
