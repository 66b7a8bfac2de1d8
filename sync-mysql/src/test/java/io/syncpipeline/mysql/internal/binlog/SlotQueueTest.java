package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotQueueTest {

    private static final long SECONDS_10 = TimeUnit.SECONDS.toNanos(10);

    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(10_000);
        }
    }

    /** Runs until it fails or is interrupted. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void decode(SlotQueue queue) throws InterruptedException {
        Slot slot = queue.claim();
        while (slot != null) {
            long cost = slot.cost();
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(20_000));
            slot.decode();
            queue.completed(slot, cost);
            slot = queue.claim();
        }
    }

    /** A slot that workers have to decode, of about {@code 6 * length} bytes. */
    private static Slot slot(int number, int length) {
        SourceEvent event = new Progress(new Position(Integer.toString(number)), Instant.EPOCH);
        return new Slot(new byte[length], List.of(new Slot.Ready(event)), List.of(), null, 0);
    }

    @Test
    void givesSlotsInTheirOrderWhoeverDecodesThem() throws InterruptedException {
        SlotQueue queue = new SlotQueue(100_000);
        int count = 5000;
        for (int worker = 0; worker < 8; worker++) {
            start(() -> decode(queue));
        }
        start(() -> {
            for (int number = 0; number < count; number++) {
                queue.publish(slot(number, ThreadLocalRandom.current().nextInt(2000)));
            }
        });
        for (int number = 0; number < count; number++) {
            Slot slot = queue.take(SECONDS_10);
            assertThat(slot).isNotNull();
            assertThat(slot.events())
                    .extracting(event -> ((Progress) event).position().token())
                    .containsExactly(Integer.toString(number));
        }
        assertThat(queue.used()).isZero();
    }

    @Test
    void makesTheReaderWaitWhenTheMemoryIsUsedUp() throws InterruptedException {
        SlotQueue queue = new SlotQueue(10_000);
        AtomicInteger published = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        start(() -> {
            for (int number = 0; number < 100; number++) {
                queue.publish(slot(number, 500));
                published.incrementAndGet();
                first.countDown();
            }
        });
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.take(TimeUnit.MILLISECONDS.toNanos(200))).isNull();
        assertThat(published).hasValueLessThanOrEqualTo(3);
        assertThat(queue.used()).isBetween(6000L, 10_000L);

        start(() -> decode(queue));
        for (int number = 0; number < 100; number++) {
            assertThat(queue.take(SECONDS_10)).isNotNull();
        }
        assertThat(published).hasValue(100);
    }

    @Test
    void letsASingleSlotInThatIsLargerThanTheMemory() throws InterruptedException {
        SlotQueue queue = new SlotQueue(100);
        start(() -> decode(queue));
        queue.publish(slot(1, 10_000));
        assertThat(queue.take(SECONDS_10)).isNotNull();
    }

    @Test
    void tellsTheEndOnlyBehindEverythingPublished() throws InterruptedException {
        SlotQueue queue = new SlotQueue(100_000);
        queue.publish(slot(1, 10));
        queue.end(SourceException.retryable("lost", null));
        queue.end(SourceException.fatal("a consequence", null));
        start(() -> decode(queue));

        assertThat(queue.take(SECONDS_10)).isNotNull();
        assertThatThrownBy(() -> queue.take(SECONDS_10)).hasMessage("lost");
        assertThatThrownBy(() -> queue.take(SECONDS_10)).hasMessage("lost");
    }

    @Test
    void letsEverybodyGoWhenItIsClosed() throws InterruptedException {
        SlotQueue queue = new SlotQueue(100);
        CountDownLatch gone = new CountDownLatch(3);
        start(() -> {
            queue.publish(slot(1, 100));
            assertThatThrownBy(() -> queue.publish(slot(2, 100))).isInstanceOf(InterruptedException.class);
            gone.countDown();
        });
        start(() -> {
            assertThat(queue.take(SECONDS_10)).isNull();
            gone.countDown();
        });
        start(() -> {
            Slot slot = queue.claim();
            while (slot != null) {
                slot = queue.claim();
            }
            gone.countDown();
        });
        assertThat(gone.await(100, TimeUnit.MILLISECONDS)).isFalse();
        queue.close();
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
