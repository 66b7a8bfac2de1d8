package io.syncpipeline.maxcompute.local;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests of each kind have arrived. Thread-safe. */
final class RequestCounts {

    private final Map<RequestKind, AtomicLong> counts = new EnumMap<>(RequestKind.class);

    RequestCounts() {
        for (RequestKind kind : RequestKind.values()) {
            counts.put(kind, new AtomicLong());
        }
    }

    void count(RequestKind kind) {
        counter(kind).incrementAndGet();
        counter(RequestKind.ANY).incrementAndGet();
    }

    long of(RequestKind kind) {
        return counter(kind).get();
    }

    private AtomicLong counter(RequestKind kind) {
        AtomicLong counter = counts.get(kind);
        if (counter == null) {
            throw new IllegalArgumentException("no counter for " + kind);
        }
        return counter;
    }
}
