package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DamagedEventsTest {

    private static final Transaction TRANSACTION = new Transaction(1, 4, Instant.EPOCH);
    /** How many cases of each kind; more by {@code -Dsync.test.fuzz.cases=5000000}. */
    private static final int ROUNDS = Integer.getInteger("sync.test.fuzz.cases", 100_000);

    private static final Duration LIMIT = Duration.ofSeconds(
            System.getProperty("sync.test.fuzz.cases") == null
                    ? 8
                    : Duration.ofHours(1).toSeconds());

    /** A failure is repeated by {@code -Dsync.test.fuzz.seed=...}. */
    private final long seed = Long.getLong("sync.test.fuzz.seed", System.nanoTime());

    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void answersDamagedRowsWithNothingButItsOwnExceptions() {
        List<RecordedTable> tables = RecordedTable.all();
        List<RowsDecoder> decoders = tables.stream()
                .map(table -> RowsDecoder.bind(table.map(), table.schema()))
                .toList();
        long end = System.nanoTime() + LIMIT.toNanos();
        int refused = 0;
        int i = 0;
        for (; i < ROUNDS && System.nanoTime() < end; i++) {
            int number = random.nextInt(tables.size());
            List<RawEvent> events = tables.get(number).rows();
            RawEvent event = events.get(random.nextInt(events.size()));
            byte[] damaged = damage(event.body(), 8);
            int type = random.nextInt(20) == 0 ? random.nextInt(45) : event.type();
            try {
                decoders.get(number)
                        .decode(type, damaged, 0, damaged.length, TRANSACTION, 0, new ArrayList<RowChange>());
            } catch (DecodeException | SourceException e) {
                assertThat(e).hasMessageContaining(" ");
                refused++;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                throw new AssertionError(
                        "Seed " + seed + ", round " + i + ", " + tables.get(number) + ": "
                                + HexFormat.of().formatHex(damaged),
                        e);
            }
        }
        print("rows", i, refused);
        assertThat(refused).as("seed %s", seed).isPositive();
    }

    private void print(String what, int cases, int refused) {
        System.out.printf("DamagedEventsTest: seed %d, %d cases of %s, %d refused%n", seed, cases, what, refused);
    }

    @Test
    void answersDamagedTableMapsWithNothingButItsOwnExceptions() {
        List<RecordedTable> tables = RecordedTable.all();
        long end = System.nanoTime() + LIMIT.toNanos();
        int refused = 0;
        int i = 0;
        for (; i < ROUNDS && System.nanoTime() < end; i++) {
            RecordedTable table = tables.get(random.nextInt(tables.size()));
            byte[] damaged = damage(table.maps().get(0), 0);
            try {
                RowsDecoder.bind(TableMap.parse(damaged, 0, damaged.length), table.schema());
            } catch (DecodeException | SourceException e) {
                assertThat(e).hasMessageContaining(" ");
                refused++;
            } catch (RuntimeException | OutOfMemoryError e) {
                throw new AssertionError("Seed " + seed + ", round " + i + ", " + table, e);
            }
        }
        print("table maps", i, refused);
        assertThat(refused).as("seed %s", seed).isPositive();
    }

    private byte[] damage(byte[] body, int from) {
        byte[] damaged = body.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            case 1 -> flip(damaged, from, 1 + random.nextInt(3));
            case 2 -> {
                int at = Math.min(from + random.nextInt(damaged.length), damaged.length - 1);
                for (int i = at; i < Math.min(damaged.length, at + 8); i++) {
                    damaged[i] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
                }
            }
            default -> {
                int end = Math.min(from + 12, damaged.length);
                for (int i = end; i < damaged.length; i++) {
                    damaged[i] = (byte) random.nextInt();
                }
            }
        }
        return damaged;
    }

    private void flip(byte[] bytes, int from, int count) {
        for (int i = 0; i < count; i++) {
            int at = Math.min(from + random.nextInt(bytes.length), bytes.length - 1);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
    }
}
