package io.syncpipeline.internal.plan;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.AddedColumn;
import io.syncpipeline.rule.Aspect;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.DmlKind;
import io.syncpipeline.rule.PartitionColumn;
import io.syncpipeline.rule.TypeMapping;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.spi.SinkSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one source table: which destination columns its columns and the added ones become, and what becomes of its changes.
 * Immutable, thread-safe; without I/O.
 */
public final class TableRules {

    private final Definition definition;
    private final SinkSession sink;
    private final TableId table;
    private final Map<String, String> names;
    private final Map<String, Boolean> leftOut;
    private final Map<String, String> columnTypes;
    private final Collection<TypeMapping> types;
    private final Collection<AddedColumn> added;
    private final Collection<PartitionColumn> partitions;
    private final Map<DmlKind, DmlAction> dml;
    private final WriteMode mode;

    private TableRules(Definition definition, SinkSession sink, TableId table) {
        this.definition = definition;
        this.sink = sink;
        this.table = table;
        this.names = definition.aspect(table, Aspect.COLUMN_NAMES).orElse(Map.of());
        this.leftOut = definition.aspect(table, Aspect.COLUMNS_LEFT_OUT).orElse(Map.of());
        this.columnTypes = definition.aspect(table, Aspect.COLUMN_TYPES).orElse(Map.of());
        this.types = definition.aspect(table, Aspect.TYPES).orElse(Map.of()).values();
        this.added =
                definition.aspect(table, Aspect.ADDED_COLUMNS).orElse(Map.of()).values();
        this.partitions =
                definition.aspect(table, Aspect.PARTITIONS).orElse(Map.of()).values();
        this.dml = definition.aspect(table, Aspect.DML).orElse(Map.of());
        this.mode = definition.writeMode(table);
    }

    /** The rules for a table. */
    public static TableRules of(Definition definition, SinkSession sink, TableId table) {
        return new TableRules(definition, sink, table);
    }

    /** The log that changes are added to; empty when they are replayed. */
    public Optional<WriteMode.Append> log() {
        return mode instanceof WriteMode.Append append ? Optional.of(append) : Optional.empty();
    }

    /** Whether rows are written as JSON objects, so that their columns are not columns of the destination. */
    public boolean storesJson() {
        return log().filter(log -> log.format() == WriteMode.Append.Format.JSON).isPresent();
    }

    /** The name that the rules give to a source column; empty when it is left out. */
    Optional<String> nameOf(String column) {
        String id = id(column);
        return leftOut.containsKey(id) ? Optional.empty() : Optional.of(names.getOrDefault(id, column));
    }

    /** The name of a source column at the destination; empty when the destination has no such column. */
    public Optional<String> columnOf(String column) {
        return storesJson() ? Optional.empty() : nameOf(column);
    }

    /** The destination's type for a source column. */
    public String typeFor(Column column) {
        String chosen = chosenType(column);
        return chosen == null ? sink.typeFor(column) : chosen;
    }

    /** The type that a rule chooses for a source column, the last one of several; null when none does. */
    private @Nullable String chosenType(Column column) {
        String chosen = columnTypes.get(id(column.name()));
        if (chosen != null) {
            return chosen;
        }
        for (TypeMapping mapping : types) {
            if (mapping.matches(column)) {
                chosen = mapping.destinationType();
            }
        }
        return chosen;
    }

    /** Whether a rule and not the sink chooses the type of a destination column. */
    boolean choosesType(String destinationColumn, TableSchema schema) {
        int index = indexFor(destinationColumn, schema);
        return index >= 0 && chosenType(schema.columns().get(index)) != null
                || added.stream().anyMatch(a -> a.name().equalsIgnoreCase(destinationColumn));
    }

    /** The destination column that a source column becomes; empty when it is left out. */
    public Optional<DestinationColumn> destination(Column column, boolean nullable) {
        return columnOf(column.name())
                .map(name -> new DestinationColumn(name, typeFor(column), column.type(), nullable, column.comment()));
    }

    /** The log's own columns; none when changes are replayed. */
    List<DestinationColumn> logColumns() {
        List<DestinationColumn> columns = new ArrayList<>();
        log().ifPresent(log -> log.names().forEach((column, name) -> {
            Column told = new Column(name, column.type(), "", "", true, column.comment());
            columns.add(new DestinationColumn(name, sink.typeFor(told), told.type(), true, told.comment()));
        }));
        return columns;
    }

    /** The destination columns that the rules add to the shape's own, with what their values are. */
    public List<DestinationColumn> added(TableSchema schema) {
        List<DestinationColumn> columns = new ArrayList<>();
        for (AddedColumn column : added) {
            DataType values = bound(column.value(), schema).type();
            columns.add(new DestinationColumn(column.name(), column.type(), values, true, column.comment()));
        }
        mark().ifPresent(mark -> {
            Column truth = new Column(mark, DataType.of(Kind.BOOLEAN), "boolean", "", true, "");
            columns.add(new DestinationColumn(mark, sink.typeFor(truth), truth.type(), true, ""));
        });
        return columns;
    }

    /** Whether the rules, or the log, add a destination column of this name. */
    public boolean adds(String destinationColumn) {
        return added.stream().anyMatch(a -> a.name().equalsIgnoreCase(destinationColumn))
                || mark().filter(destinationColumn::equalsIgnoreCase).isPresent()
                || logColumns().stream().anyMatch(c -> c.name().equalsIgnoreCase(destinationColumn));
    }

    /** What the values of a destination column are for this shape; null when it has none for it. */
    public @Nullable DataType valuesOf(String destinationColumn, TableSchema schema) {
        int index = indexFor(destinationColumn, schema);
        if (index >= 0) {
            return schema.columns().get(index).type();
        }
        return Stream.concat(logColumns().stream(), added(schema).stream())
                .filter(c -> c.name().equalsIgnoreCase(destinationColumn))
                .map(DestinationColumn::valueType)
                .findFirst()
                .orElse(null);
    }

    /** The index of the source column that becomes a destination column; -1 when none does. */
    int indexFor(String destinationColumn, TableSchema schema) {
        return IntStream.range(0, schema.columns().size())
                .filter(i -> columnOf(schema.columns().get(i).name())
                        .filter(destinationColumn::equalsIgnoreCase)
                        .isPresent())
                .findFirst()
                .orElse(-1);
    }

    /** The value of a destination column that the rules add; empty when they do not. */
    Optional<ColumnValue> valueOf(String destinationColumn, TableSchema schema) {
        return added.stream()
                .filter(a -> a.name().equalsIgnoreCase(destinationColumn))
                .map(a -> bound(a.value(), schema))
                .findFirst();
    }

    /** Where the values of the destination columns come from, for people, by the columns' names. */
    Map<String, String> origins(TableSchema schema) {
        Map<String, String> origins = new LinkedHashMap<>();
        log().ifPresent(log -> log.names().forEach((column, name) -> origins.put(name, "log: " + column)));
        for (Column column : schema.columns()) {
            columnOf(column.name()).ifPresent(name -> origins.put(name, column.toString()));
        }
        added.forEach(
                column -> origins.putIfAbsent(column.name(), column.value().toString()));
        mark().ifPresent(mark -> origins.putIfAbsent(mark, "TRUE in deleted rows"));
        partitions.forEach(
                column -> origins.putIfAbsent(column.name(), column.value().toString()));
        return origins;
    }

    /** What becomes of the table's changes where rows are not carried over as they are, and of statements, for people. */
    List<String> changes() {
        if (!definition.mode().follows()) {
            return List.of();
        }
        List<String> changes = new ArrayList<>();
        for (DmlKind kind : DmlKind.values()) {
            if (!(action(kind) instanceof DmlAction.Normal)) {
                changes.add(kind + ": " + action(kind));
            }
        }
        Map<DdlAction, String> statements = new EnumMap<>(DdlAction.class);
        for (DdlKind kind : DdlKind.values()) {
            DdlAction action = definition.ddlAction(table, kind);
            boolean adds = kind == DdlKind.ADD_COLUMN && action == DdlAction.NORMAL && !storesJson();
            String shown = adds ? kind + " (not filled in rows that are there)" : kind.toString();
            statements.merge(action, shown, (some, more) -> some + ", " + more);
        }
        statements.forEach((action, kinds) -> changes.add("DDL " + action + ": " + kinds));
        return changes;
    }

    private ColumnValue bound(ValueAssigner value, TableSchema schema) {
        return ColumnValue.of(value, new ChangeVariables(definition, table), definition.functions(), schema);
    }

    /** The columns by which the destination is partitioned. */
    List<DestinationColumn> partitionColumns() {
        String type = sink.typeFor(new Column("", DataType.of(Kind.TEXT), "text", "", true, ""));
        return partitions.stream()
                .map(p -> new DestinationColumn(p.name(), type, DataType.of(Kind.TEXT), false, p.comment()))
                .toList();
    }

    /**
     * What names the partition of a row.
     *
     * @throws DefinitionException when a rule does not fit the shape
     */
    RowPartition partition(TableSchema schema) {
        List<String> names = partitions.stream().map(PartitionColumn::name).toList();
        List<ColumnValue> values =
                partitions.stream().map(p -> bound(p.value(), schema)).toList();
        return new RowPartition(names, values, schema.table());
    }

    /** Whether rows may be left in partitions that they have left. */
    boolean allowsMovingPartitions() {
        return definition.aspect(table, Aspect.MOVING_PARTITIONS).orElse(false);
    }

    /** The column that marks deleted rows, if there is one. */
    Optional<String> mark() {
        return action(DmlKind.DELETE) instanceof DmlAction.LogicalDelete logical
                ? Optional.of(logical.column())
                : Optional.empty();
    }

    /** What becomes of a kind of change. */
    DmlAction action(DmlKind kind) {
        return dml.getOrDefault(kind, DmlAction.normal());
    }

    /**
     * Does nothing when the conditions for changes fit a shape.
     *
     * @throws DefinitionException when one does not
     */
    void requireConditions(TableSchema schema) {
        for (DmlKind kind : DmlKind.values()) {
            filter(kind, schema);
        }
    }

    /** Which changes of a kind are carried over. */
    ChangeFilter filter(DmlKind kind, TableSchema schema) {
        return ChangeFilter.of(action(kind), new ChangeVariables(definition, table), definition.functions(), schema);
    }

    /** Whether every change is carried over as it is. */
    public boolean carriesEveryChange() {
        return dml.values().stream().allMatch(DmlAction.Normal.class::isInstance);
    }

    /**
     * Compiles the mapping of rows of a shape.
     *
     * @throws DefinitionException when a rule does not fit the shape
     */
    public RowMapper mapper(TableSchema schema, DestinationTable destination) {
        Optional<WriteMode.Append> log = log();
        return log.isPresent()
                ? new LogMapper(
                        schema,
                        destination,
                        this,
                        log.get(),
                        definition.source().name())
                : new ReplayMapper(schema, destination, this);
    }

    private static String id(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
