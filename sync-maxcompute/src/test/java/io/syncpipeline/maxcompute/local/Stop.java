package io.syncpipeline.maxcompute.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells work in progress that the server closes. Thread-safe. */
final class Stop {

    private final CountDownLatch requested = new CountDownLatch(1);

    void request() {
        requested.countDown();
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Fails when the server closes; called once per some rows by everything that reads or writes many. */
    void check() {
        if (isRequested()) {
            throw new ServiceException(503, "ServiceUnavailable", "The service is closing.");
        }
    }

    /** Waits for a time, less when the server closes. */
    void pause(Duration time) throws InterruptedException {
        if (requested.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            check();
        }
    }
}
