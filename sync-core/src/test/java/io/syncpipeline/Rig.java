package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import io.syncpipeline.testkit.ScriptedStore;
import io.syncpipeline.testkit.Shape;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Both ends in memory, a store, and pipelines between them whose time passes as fast as they work. */
final class Rig {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ManualClock clock;
    final ScriptedSource source;
    final RecordingSink sink;
    final ScriptedStore store = new ScriptedStore();

    Rig(LeakCheck leaks, ManualClock clock) {
        this.clock = clock;
        this.source = leaks.watch(new ScriptedSource(clock)).waits(false);
        this.sink = leaks.watch(new RecordingSink());
    }

    Rig(LeakCheck leaks) {
        this(leaks, ManualClock.moving(Duration.ofMillis(20)));
    }

    static TableSchema shape(String name) {
        return Shape.of("shop", name)
                .required("id", Kind.INT64)
                .column("name", Kind.TEXT)
                .key("id")
                .build();
    }

    /** A table of this many rows. */
    TableId table(String name, int rows) {
        Object[][] values = new Object[rows][];
        for (int i = 0; i < rows; i++) {
            values[i] = new Object[] {i, name + " " + i};
        }
        return source.table(shape(name), values);
    }

    static Tuning.Builder tuning() {
        return Tuning.builder().commitInterval(Duration.ofMillis(100)).restartDelay(Duration.ofMillis(10));
    }

    /** A pipeline of all tables of the database {@code shop}. */
    SyncPipeline.Builder pipeline() {
        return unselected().tables(TableSelector.matching("shop", ".*")).tuning(tuning().build());
    }

    SyncPipeline.Builder unselected() {
        return SyncPipeline.builder()
                .name("rig")
                .source(source)
                .sink(sink)
                .checkpointStore(store)
                .clock(clock);
    }

    /** Waits until the destination of every table holds the source's rows, and nothing else. */
    void awaitSame(SyncRun run) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            assertThat(run.status().state())
                    .as("the failure is %s", run.status().failure())
                    .isNotEqualTo(SyncState.FAILED);
            assertSame();
        });
    }

    /** The same of one table. */
    void awaitSame(SyncRun run, TableId table) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            assertThat(run.status().failure()).isEmpty();
            assertSame(table);
        });
    }

    void assertSame() {
        source.tables().forEach(this::assertSame);
    }

    private void assertSame(TableId table) {
        assertThat(rows(destination(table), source.schema(table)))
                .as("rows of %s", table)
                .isEqualTo(new HashSet<>(source.rows(table)));
    }

    boolean isSame() {
        try {
            assertSame();
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    static String destination(TableId table) {
        return table.database() + "_" + table.table();
    }

    /** The destination's rows, as far as the source has these columns. */
    private Set<Map<String, @Nullable Object>> rows(String destination, TableSchema schema) {
        assertThat(sink.tables()).contains(destination);
        List<Map<String, @Nullable Object>> all = sink.rows(destination);
        Set<Map<String, @Nullable Object>> rows = new HashSet<>();
        for (Map<String, @Nullable Object> row : all) {
            Map<String, @Nullable Object> known = new HashMap<>();
            for (String column : schema.columnNames()) {
                assertThat(row).as("columns of %s", destination).containsKey(column);
                known.put(column, row.get(column));
            }
            rows.add(known);
        }
        assertThat(rows).as("rows of %s, each once", destination).hasSameSizeAs(all);
        return rows;
    }
}
