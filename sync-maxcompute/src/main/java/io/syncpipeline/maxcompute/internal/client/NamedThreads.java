package io.syncpipeline.maxcompute.internal.client;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads named {@code sync-<pipeline>-<role>-<n>}, which the session joins when it closes. */
public final class NamedThreads implements ThreadFactory {

    private final String prefix;
    private final AtomicInteger count = new AtomicInteger();

    /** Threads of a pipeline for a role. */
    public NamedThreads(String pipeline, String role) {
        this.prefix = "sync-" + pipeline + "-" + role + "-";
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, prefix + count.incrementAndGet());
        thread.setDaemon(false);
        return thread;
    }
}
