package io.syncpipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import io.syncpipeline.spi.TableWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every sink keeps to. Subclass it for a sink of your own. The tables are called {@code contract_...} and have the columns {@code id}
 * (INT64, the key) and {@code name} (TEXT); one is partitioned by a column {@code region} (TEXT).
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class SinkContract {

    private static final long MEMORY = 8L << 20;
    private static final Column ID =
            Shape.of("d", "t").required("id", Kind.INT64).build().columns().get(0);

    private SinkSession session;
    private DestinationTable table;
    private DestinationTable regions;

    /** The sink; its service must be there, and hold none of the tables. */
    protected abstract Sink sink();

    /** The rows that a reader of the destination table sees now: name by id. */
    protected abstract Map<Long, String> visible(String table);

    /**
     * The rows that a reader of one partition sees now: name by id; none when there is no such partition.
     *
     * @param table a table that is partitioned by the column {@code region} (TEXT)
     */
    protected abstract Map<Long, String> visible(String table, String region);

    @BeforeEach
    void open() {
        session = sink().open(options());
        table = new DestinationTable(
                "contract_rows",
                TableKind.PK_DELTA,
                List.of(column(ID), column(Shape.nullable("name", DataType.of(Kind.TEXT)))),
                List.of("id"),
                List.of(),
                0,
                "",
                Map.of());
        regions = new DestinationTable(
                "contract_regions",
                TableKind.PK_DELTA,
                table.columns(),
                List.of("id"),
                List.of(column(Shape.nullable("region", DataType.of(Kind.TEXT)))),
                0,
                "",
                Map.of());
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static SessionOptions options() {
        return new SessionOptions("contract", MEMORY, 2, Clock.systemUTC());
    }

    private DestinationColumn column(Column source) {
        return new DestinationColumn(
                source.name(), session.typeFor(source), source.type(), source.nullable(), source.comment());
    }

    private static Mutation upsert(long id, String name) {
        return new Mutation(Mutation.Kind.UPSERT, new Object[] {id, Text.of(name)}, "", 64);
    }

    private static Mutation delete(long id) {
        return new Mutation(Mutation.Kind.DELETE, new Object[] {id, null}, "", 64);
    }

    private static Mutation upsert(long id, String name, String region) {
        return new Mutation(Mutation.Kind.UPSERT, new Object[] {id, Text.of(name)}, "region=" + region, 64);
    }

    private static Mutation delete(long id, String region) {
        return new Mutation(Mutation.Kind.DELETE, new Object[] {id, null}, "region=" + region, 64);
    }

    private static PendingCommit sealed(TableWriter writer) {
        return writer.seal().orElseThrow(() -> new AssertionError("something was written in this interval"));
    }

    private static void commit(TableWriter writer) throws InterruptedException {
        PendingCommit pending = sealed(writer);
        pending.flush();
        pending.commit();
    }

    @Test
    void checksWithoutErrorsWhenEverythingIsRight() {
        assertThat(session.check()).noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    @Test
    void describesNoTableThatIsNotThere() {
        assertThat(session.describe("contract_nothing")).isEmpty();
    }

    @Test
    void describesWhatItCreated() {
        session.create(table);
        DestinationTable described = session.describe("contract_rows").orElseThrow();
        assertThat(described.kind()).isEqualTo(TableKind.PK_DELTA);
        assertThat(described.primaryKey()).containsExactly("id");
        assertThat(described.columns()).extracting(DestinationColumn::name).containsExactly("id", "name");
        assertThat(described.columns()).extracting(DestinationColumn::nullable).containsExactly(false, true);
        assertThat(session.validate(described)).noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    @Test
    void describesThoseOfSeveralTablesThatAreThere() {
        session.create(table);
        assertThat(session.describe(List.of("contract_nothing", "contract_rows", "contract_none")))
                .containsOnly(
                        entry("contract_rows", session.describe("contract_rows").orElseThrow()));
        assertThat(session.describe(List.of())).isEmpty();
    }

    @Test
    void createsTheSameTableTwiceWithoutHarmButNotAnotherInItsPlace() {
        session.create(table);
        session.create(table);
        DestinationTable other = new DestinationTable(
                "contract_rows",
                TableKind.PK_DELTA,
                List.of(table.columns().get(0), column(Shape.nullable("title", DataType.of(Kind.TEXT)))),
                List.of("id"),
                List.of(),
                0,
                "",
                Map.of());
        assertThatThrownBy(() -> session.create(other)).isInstanceOf(SinkException.class);
    }

    @Test
    void showsWritesAfterTheCommitAndNotBefore() throws InterruptedException {
        session.create(table);
        try (TableWriter writer = session.writer(table)) {
            writer.write(List.of(upsert(1, "one"), upsert(2, "two")));
            PendingCommit pending = sealed(writer);
            pending.flush();
            assertThat(visible("contract_rows")).isEmpty();
            assertThat(pending.tokens()).isNotEmpty();
            pending.commit();
            assertThat(visible("contract_rows")).containsOnly(Map.entry(1L, "one"), Map.entry(2L, "two"));
        }
    }

    @Test
    void keepsTheOrderOfMutationsWithinAnInterval() throws InterruptedException {
        session.create(table);
        try (TableWriter writer = session.writer(table)) {
            writer.write(List.of(upsert(1, "a"), upsert(1, "b"), upsert(2, "x"), delete(2), upsert(3, "c")));
            writer.write(List.of(delete(3), upsert(3, "again"), delete(4)));
            commit(writer);
        }
        assertThat(visible("contract_rows")).containsOnly(Map.entry(1L, "b"), Map.entry(3L, "again"));
    }

    @Test
    void keepsTheOrderOfIntervals() throws InterruptedException {
        session.create(table);
        try (TableWriter writer = session.writer(table)) {
            writer.write(List.of(upsert(1, "first"), upsert(2, "first")));
            PendingCommit first = sealed(writer);
            writer.write(List.of(upsert(1, "second"), delete(2)));
            first.flush();
            first.commit();
            assertThat(visible("contract_rows")).containsEntry(1L, "first").containsEntry(2L, "first");
            commit(writer);
        }
        assertThat(visible("contract_rows")).containsOnly(Map.entry(1L, "second"));
    }

    @Test
    void anIntervalWithoutWritesHasNothingToCommit() throws InterruptedException {
        session.create(table);
        try (TableWriter writer = session.writer(table)) {
            assertThat(writer.seal()).isEqualTo(Optional.empty());
            writer.write(List.of(upsert(1, "one")));
            commit(writer);
            assertThat(writer.seal()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void givesUpWhatIsNotCommittedWhenClosed() throws InterruptedException {
        session.create(table);
        TableWriter writer = session.writer(table);
        writer.write(List.of(upsert(1, "one")));
        writer.close();
        writer.close();
        assertThat(visible("contract_rows")).isEmpty();
    }

    @Test
    void takesMoreInAnIntervalThanItsShareOfMemory() throws InterruptedException {
        session.create(table);
        long rows = MEMORY / 1_000 + 2_000;
        String wide = "x".repeat(1_000);
        try (TableWriter writer = session.writer(table)) {
            for (long id = 0; id < rows; id += 500) {
                List<Mutation> piece = new ArrayList<>();
                for (long i = id; i < id + 500; i++) {
                    piece.add(new Mutation(Mutation.Kind.UPSERT, new Object[] {i, Text.of(wide)}, "", 1_100));
                }
                writer.write(piece);
            }
            commit(writer);
        }
        assertThat(visible("contract_rows")).hasSizeGreaterThanOrEqualTo((int) rows);
    }

    @Test
    void settlesAFlushedIntervalOfAnotherSessionOrSaysThatItCannot() throws InterruptedException {
        session.create(table);
        TableWriter writer = session.writer(table);
        writer.write(List.of(upsert(1, "one")));
        PendingCommit pending = sealed(writer);
        pending.flush();
        List<String> tokens = pending.tokens();
        try (SinkSession other = sink().open(options())) {
            boolean settled = other.settle(tokens).lost().isEmpty();
            assertThat(visible("contract_rows")).hasSize(settled ? 1 : 0);
            assertThat(other.settle(tokens).lost().isEmpty())
                    .as("the answer stays the same")
                    .isEqualTo(settled);
        }
        writer.close();
    }

    @Test
    void findsACommittedIntervalCommitted() throws InterruptedException {
        session.create(table);
        List<String> tokens;
        try (TableWriter writer = session.writer(table)) {
            writer.write(List.of(upsert(1, "one")));
            PendingCommit pending = sealed(writer);
            pending.flush();
            tokens = pending.tokens();
            pending.commit();
        }
        try (SinkSession other = sink().open(options())) {
            assertThat(other.settle(tokens)).isEqualTo(new SettledWrites(Set.of("contract_rows"), Set.of(), Map.of()));
            assertThat(other.settle(List.of())).isEqualTo(SettledWrites.NONE);
        }
        assertThat(visible("contract_rows")).hasSize(1);
    }

    @Test
    void addsColumnsAndAddsThemOnce() {
        session.create(table);
        TableAlteration add =
                new TableAlteration.AddColumns(List.of(column(Shape.nullable("more", DataType.of(Kind.INT32)))));
        session.alter("contract_rows", add);
        session.alter("contract_rows", add);
        assertThat(session.describe("contract_rows").orElseThrow().columns())
                .extracting(DestinationColumn::name)
                .containsExactly("id", "name", "more");
    }

    @Test
    void renamesAColumnAndItsRenamingMayComeAgain() throws InterruptedException {
        session.create(table);
        TableAlteration rename = new TableAlteration.RenameColumn("name", "title");
        session.alter("contract_rows", rename);
        session.alter("contract_rows", rename);
        assertThat(session.describe("contract_rows").orElseThrow().columns())
                .extracting(DestinationColumn::name)
                .containsExactly("id", "title");
    }

    @Test
    void truncatesAndGoesOn() throws InterruptedException {
        session.create(table);
        try (TableWriter writer = session.writer(table)) {
            writer.write(List.of(upsert(1, "one")));
            commit(writer);
        }
        session.alter("contract_rows", new TableAlteration.Truncate());
        assertThat(visible("contract_rows")).isEmpty();
        try (TableWriter writer = session.writer(table)) {
            writer.write(List.of(upsert(2, "two")));
            commit(writer);
        }
        assertThat(visible("contract_rows")).containsOnlyKeys(2L);
    }

    @Test
    void dropsATableAndItsDroppingMayComeAgain() {
        session.create(table);
        session.alter("contract_rows", new TableAlteration.Drop());
        session.alter("contract_rows", new TableAlteration.Drop());
        assertThat(session.describe("contract_rows")).isEmpty();
    }

    @Test
    void renamesATableAndItsRenamingMayComeAgain() {
        session.create(table);
        TableAlteration rename = new TableAlteration.Rename("contract_renamed");
        session.alter("contract_rows", rename);
        session.alter("contract_rows", rename);
        assertThat(session.describe("contract_rows")).isEmpty();
        assertThat(session.describe("contract_renamed")).isPresent();
    }

    // ---------------------------------------------------------------- partitions

    @Test
    void describesPartitionColumns() {
        session.create(regions);
        session.create(regions);
        DestinationTable described = session.describe("contract_regions").orElseThrow();
        assertThat(described.columns()).extracting(DestinationColumn::name).containsExactly("id", "name");
        assertThat(described.partitionColumns())
                .extracting(DestinationColumn::name)
                .containsExactly("region");
        assertThat(session.validate(described)).noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    @Test
    void createsNoPartitionedTableInThePlaceOfOneThatIsNot() {
        session.create(table);
        DestinationTable other = new DestinationTable(
                "contract_rows",
                TableKind.PK_DELTA,
                table.columns(),
                List.of("id"),
                regions.partitionColumns(),
                0,
                "",
                Map.of());
        assertThatThrownBy(() -> session.create(other)).isInstanceOf(SinkException.class);
    }

    @Test
    void oneKeyInTwoPartitionsIsTwoRows() throws InterruptedException {
        session.create(regions);
        try (TableWriter writer = session.writer(regions)) {
            writer.write(List.of(upsert(1, "a", "north"), upsert(1, "b", "south"), upsert(1, "c", "north")));
            commit(writer);
            writer.write(List.of(upsert(1, "d", "south"), upsert(2, "e", "far east")));
            commit(writer);
        }
        assertThat(visible("contract_regions", "north")).containsOnly(Map.entry(1L, "c"));
        assertThat(visible("contract_regions", "south")).containsOnly(Map.entry(1L, "d"));
        assertThat(visible("contract_regions", "far east")).containsOnly(Map.entry(2L, "e"));
        assertThat(visible("contract_regions", "west")).isEmpty();
    }

    @Test
    void deletesInThePartitionThatTheMutationNames() throws InterruptedException {
        session.create(regions);
        try (TableWriter writer = session.writer(regions)) {
            writer.write(List.of(upsert(1, "a", "north"), upsert(1, "b", "south"), upsert(2, "c", "north")));
            commit(writer);
            writer.write(List.of(delete(1, "north"), delete(2, "north"), upsert(2, "c", "south"), delete(3, "west")));
            commit(writer);
        }
        assertThat(visible("contract_regions", "north")).isEmpty();
        assertThat(visible("contract_regions", "south")).containsOnly(Map.entry(1L, "b"), Map.entry(2L, "c"));
    }

    @Test
    void showsAllPartitionsOfAnIntervalAfterItsCommitAndNoneBefore() throws InterruptedException {
        session.create(regions);
        try (TableWriter writer = session.writer(regions)) {
            List<Mutation> mutations = new ArrayList<>();
            for (long id = 0; id < 20; id++) {
                mutations.add(upsert(id, "row", "r" + id % 10));
            }
            writer.write(mutations);
            PendingCommit pending = sealed(writer);
            writer.write(List.of(upsert(99, "next", "r0"), upsert(100, "next", "r10")));
            pending.flush();
            for (int region = 0; region < 10; region++) {
                assertThat(visible("contract_regions", "r" + region)).isEmpty();
            }
            assertThat(pending.tokens()).isNotEmpty();
            pending.commit();
            for (int region = 0; region < 10; region++) {
                assertThat(visible("contract_regions", "r" + region)).hasSize(2).doesNotContainKey(99L);
            }
            commit(writer);
            assertThat(visible("contract_regions", "r10")).containsOnlyKeys(100L);
        }
    }

    @Test
    void settlesAllPartitionsOfAFlushedIntervalOrSaysThatItCannot() throws InterruptedException {
        session.create(regions);
        TableWriter writer = session.writer(regions);
        writer.write(List.of(upsert(1, "a", "north"), upsert(1, "b", "south")));
        PendingCommit pending = sealed(writer);
        pending.flush();
        List<String> tokens = pending.tokens();
        try (SinkSession other = sink().open(options())) {
            boolean settled = other.settle(tokens).lost().isEmpty();
            assertThat(visible("contract_regions", "north")).hasSize(settled ? 1 : 0);
            assertThat(visible("contract_regions", "south")).hasSize(settled ? 1 : 0);
            assertThat(other.settle(tokens).lost().isEmpty())
                    .as("the answer stays the same")
                    .isEqualTo(settled);
        }
        writer.close();
    }

    @Test
    void refusesARowWithoutAPartitionValueAndTakesTheOthers() throws InterruptedException {
        session.create(regions);
        try (TableWriter writer = session.writer(regions)) {
            assertThatThrownBy(() -> writer.write(List.of(upsert(1, "a", "north"), upsert(2, "b", ""))))
                    .isInstanceOf(DirtyRowException.class)
                    .hasMessageContaining("contract_regions")
                    .hasMessageContaining("region");
            writer.write(List.of(upsert(3, "c", "north")));
            commit(writer);
        }
        assertThat(visible("contract_regions", "north")).containsOnlyKeys(1L, 3L);
    }

    @Test
    void truncatesAllPartitionsAndGoesOn() throws InterruptedException {
        session.create(regions);
        session.alter("contract_regions", new TableAlteration.Truncate());
        try (TableWriter writer = session.writer(regions)) {
            writer.write(List.of(upsert(1, "a", "north"), upsert(1, "b", "south")));
            commit(writer);
        }
        session.alter("contract_regions", new TableAlteration.Truncate());
        assertThat(visible("contract_regions", "north")).isEmpty();
        assertThat(visible("contract_regions", "south")).isEmpty();
        try (TableWriter writer = session.writer(regions)) {
            writer.write(List.of(upsert(2, "c", "south")));
            commit(writer);
        }
        assertThat(visible("contract_regions", "south")).containsOnlyKeys(2L);
    }

    @Test
    void writesPartitionsAgainWhenTheTableWasDroppedAndCreated() throws InterruptedException {
        session.create(regions);
        try (TableWriter writer = session.writer(regions)) {
            writer.write(List.of(upsert(1, "a", "north")));
            commit(writer);
        }
        session.alter("contract_regions", new TableAlteration.Drop());
        session.create(regions);
        try (TableWriter writer = session.writer(regions)) {
            writer.write(List.of(upsert(2, "b", "north")));
            commit(writer);
        }
        assertThat(visible("contract_regions", "north")).containsOnlyKeys(2L);
    }

    @Test
    void closesTwiceWithoutHarm() {
        session.close();
        session.close();
    }
}
