package io.syncpipeline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.testkit.Shape;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowMapperTest {

    private static final Transaction TRANSACTION = new Transaction(1, 2, Instant.EPOCH);

    private final TableSchema schema = Shape.of("shop", "orders")
            .required("id", Kind.INT64)
            .column("name", Kind.TEXT)
            .column("day", Kind.DATE)
            .required("due", Kind.DATE)
            .key("id")
            .build();

    private static DestinationTable table(List<String> key, DestinationColumn... columns) {
        return new DestinationTable("ods", TableKind.PK_DELTA, List.of(columns), key, List.of(), 0, "", Map.of());
    }

    private static DestinationColumn column(String name, DataType type) {
        return new DestinationColumn(name, "T", type, true, "");
    }

    private static DestinationColumn column(String name, Kind kind) {
        return column(name, DataType.of(kind));
    }

    private final DestinationTable table = table(
            List.of("id"),
            column("name", Kind.TEXT),
            column("ID", Kind.INT64),
            column("absent", Kind.INT32),
            column("day", Kind.DATE),
            column("due", Kind.DATE));

    private static Row row(Object... values) {
        return new Row(values, 77);
    }

    private static RowMapper mapper(TableSchema schema, DestinationTable table, MappingRule... rules) {
        return MapperFixture.rules(schema.table(), rules).mapper(schema, table);
    }

    private static List<String> map(TableSchema schema, DestinationTable table, RowChange change) {
        List<Mutation> mutations = new ArrayList<>();
        mapper(schema, table).map(change, mutations);
        return texts(mutations);
    }

    private static List<String> texts(List<Mutation> mutations) {
        return mutations.stream()
                .map(m -> {
                    Object[] values = new Object[m.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = m.get(i);
                    }
                    return m.kind() + " " + Arrays.toString(values);
                })
                .toList();
    }

    private List<String> map(RowChange change) {
        return map(schema, table, change);
    }

    private static Row order(long id, String name) {
        return row(id, Text.of(name), LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 3));
    }

    @Test
    void insertsAndCopiedRowsAreUpserted() {
        String upsert = "UPSERT [a, 1, null, 2026-01-02, 2026-01-03]";
        assertThat(map(RowChange.insert(schema, order(1, "a"), TRANSACTION, 0))).containsExactly(upsert);
        assertThat(map(RowChange.copy(schema, order(1, "a"), TRANSACTION, 0))).containsExactly(upsert);
    }

    @Test
    void anUpdateThatKeepsTheKeyIsOneUpsert() {
        assertThat(map(RowChange.update(schema, order(1, "a"), order(1, "b"), TRANSACTION, 0)))
                .containsExactly("UPSERT [b, 1, null, 2026-01-02, 2026-01-03]");
    }

    @Test
    void anUpdateThatChangesTheKeyDeletesTheOldRowFirst() {
        assertThat(map(RowChange.update(schema, order(1, "a"), order(2, "a"), TRANSACTION, 0)))
                .containsExactly("DELETE [null, 1, null, null, null]", "UPSERT [a, 2, null, 2026-01-02, 2026-01-03]");
    }

    @Test
    void aDeleteIsADelete() {
        assertThat(map(RowChange.delete(schema, order(1, "a"), TRANSACTION, 0)))
                .singleElement()
                .asString()
                .isEqualTo("DELETE [null, 1, null, null, null]");
    }

    @Test
    void textKeysAreComparedByTheirBytes() {
        TableSchema text =
                Shape.of("shop", "t").required("k", Kind.TEXT).key("k").build();
        DestinationTable to = table(List.of("k"), column("k", Kind.TEXT));
        assertThat(map(text, to, RowChange.update(text, row(Text.of("a")), row(Text.of("a")), TRANSACTION, 0)))
                .hasSize(1);
        assertThat(map(text, to, RowChange.update(text, row(Text.of("a")), row(Text.of("A")), TRANSACTION, 0)))
                .hasSize(2);
    }

    @Test
    void binaryKeysAreComparedByTheirContent() {
        TableSchema binary =
                Shape.of("shop", "t").required("k", Kind.BINARY).key("k").build();
        DestinationTable to = table(List.of("k"), column("k", Kind.BINARY));
        assertThat(map(binary, to, RowChange.update(binary, row(new byte[] {1}), row(new byte[] {1}), TRANSACTION, 0)))
                .hasSize(1);
        assertThat(map(binary, to, RowChange.update(binary, row(new byte[] {1}), row(new byte[] {2}), TRANSACTION, 0)))
                .hasSize(2);
    }

    @Test
    void aDateThatNoCalendarHasIsNullWhereTheColumnMayBeNull() {
        RowChange change = RowChange.insert(
                schema, row(1L, null, new InvalidDate("2026-02-31"), LocalDate.of(2026, 1, 3)), TRANSACTION, 0);
        assertThat(map(change)).containsExactly("UPSERT [null, 1, null, null, 2026-01-03]");
    }

    @Test
    void aDateThatNoCalendarHasIsADirtyRowWhereTheColumnMayNotBeNull() {
        RowChange change = RowChange.insert(schema, row(7L, null, null, new InvalidDate("0000-00-00")), TRANSACTION, 0);
        assertThatThrownBy(() -> map(change))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("the date 0000-00-00 in the column 'due', which is NOT NULL")
                .hasMessageContaining("the key id=7");
    }

    @Test
    void deletingARowWithSuchADateIsNoProblem() {
        RowChange change = RowChange.delete(schema, row(7L, null, null, new InvalidDate("0000-00-00")), TRANSACTION, 0);
        assertThat(map(change)).containsExactly("DELETE [null, 7, null, null, null]");
    }

    @Test
    void replacingARowWithSuchADateIsNoProblem() {
        RowChange change = RowChange.update(
                schema, row(7L, null, null, new InvalidDate("0000-00-00")), order(8, "a"), TRANSACTION, 0);
        assertThat(map(change)).hasSize(2).first().asString().startsWith("DELETE");
    }

    @Test
    void valuesAreWidenedToTheColumnOfMergedTables() {
        TableSchema narrow = Shape.of("shop", "t")
                .required("id", Kind.INT8)
                .column("i", Kind.INT16)
                .column("f", Kind.FLOAT32)
                .column("d", DataType.decimal(5, 1))
                .key("id")
                .build();
        DestinationTable wide = table(
                List.of("id"),
                column("id", Kind.INT64),
                column("i", Kind.INT32),
                column("f", Kind.FLOAT64),
                column("d", DataType.decimal(10, 3)));
        List<Mutation> mutations = new ArrayList<>();
        RowMapper mapper = mapper(narrow, wide);
        Row values = row((byte) 1, (short) 2, 1.5f, new BigDecimal("3.1"));
        mapper.map(RowChange.insert(narrow, values, TRANSACTION, 0), mutations);
        mapper.mapDeletes(RowChange.delete(narrow, values, TRANSACTION, 0), mutations);
        assertThat(mutations.get(0).get(0)).isEqualTo(1L);
        assertThat(mutations.get(0).get(1)).isEqualTo(2);
        assertThat(mutations.get(0).get(2)).isEqualTo(1.5d);
        assertThat(mutations.get(0).get(3)).isEqualTo(new BigDecimal("3.100"));
        assertThat(texts(mutations.subList(1, 2))).containsExactly("DELETE [1, null, null, null]");
        assertThat(mutations.get(1).get(0)).isEqualTo(1L);
    }

    @Test
    void onlyWhatAChangeRemovesCanBeMapped() {
        List<Mutation> mutations = new ArrayList<>();
        RowMapper mapper = mapper(schema, table);
        mapper.mapDeletes(RowChange.insert(schema, order(1, "a"), TRANSACTION, 0), mutations);
        mapper.mapDeletes(RowChange.update(schema, order(1, "a"), order(1, "b"), TRANSACTION, 0), mutations);
        assertThat(mutations).isEmpty();
        mapper.mapDeletes(RowChange.update(schema, order(1, "a"), order(2, "b"), TRANSACTION, 0), mutations);
        mapper.mapDeletes(RowChange.delete(schema, order(3, "c"), TRANSACTION, 0), mutations);
        assertThat(texts(mutations))
                .containsExactly("DELETE [null, 1, null, null, null]", "DELETE [null, 3, null, null, null]");
    }

    @Test
    void aMutationTakesTheMemoryOfItsRow() {
        List<Mutation> mutations = new ArrayList<>();
        mapper(schema, table).map(RowChange.insert(schema, order(1, "a"), TRANSACTION, 0), mutations);
        assertThat(mutations.get(0).byteSize()).isEqualTo(77);
        assertThat(mutations.get(0).partition()).isEmpty();
    }

    @Test
    void fitsEqualShapesAndNoOthers() {
        RowMapper mapper = mapper(schema, table);
        assertThat(mapper.fits(schema)).isTrue();
        assertThat(mapper.fits(Shape.of("shop", "orders")
                        .required("id", Kind.INT64)
                        .key("id")
                        .build()))
                .isFalse();
    }
}
