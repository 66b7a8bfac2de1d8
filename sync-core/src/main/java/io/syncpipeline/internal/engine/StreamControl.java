package io.syncpipeline.internal.engine;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What other threads ask the stream thread to do. Thread-safe to post; tasks run on the stream thread, in order. */
final class StreamControl {

    /** A task for the stream thread. */
    interface Task {
        void run() throws InterruptedException;
    }

    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();

    void post(Task task) {
        tasks.add(task);
    }

    /** Runs what is there. */
    void runAll() throws InterruptedException {
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Waits for a task, at most this long, then runs what is there. */
    void runAll(Duration timeout) throws InterruptedException {
        Task first = tasks.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            first.run();
            runAll();
        }
    }
}
