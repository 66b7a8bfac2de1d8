package io.syncpipeline.internal.engine;

import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.internal.plan.TableRules;
import io.syncpipeline.internal.plan.ValueTypes;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.SinkSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the run go on with another shape of a table and of its destination. Called by the stream thread while nothing is written. */
final class Reshaping {

    private final Definition definition;
    private final SinkSession sink;
    private final TableSet tables;

    Reshaping(Definition definition, SinkSession sink, TableSet tables) {
        this.definition = definition;
        this.sink = sink;
        this.tables = tables;
    }

    /** Goes on with a shape of the source table and with the destination as it is now. */
    void reshape(SchemaChange change, SourceTable table, TableSchema shape) {
        reshape(change, table, shape, table.destination().table().name());
    }

    /** The same, for a destination that has another name now. */
    void reshape(SchemaChange change, SourceTable table, TableSchema shape, String destinationName) {
        boolean untouched = table.isUntouched();
        try {
            reopen(table, shape, destinationName, !untouched);
        } catch (UnfitException e) {
            throw refused(change, String.valueOf(e.getMessage()));
        }
        if (untouched) {
            table.unsettled();
        }
    }

    /** The destination was made to fit the table's shape. */
    void settle(SourceTable table) {
        try {
            reopen(table, table.schema(), table.destination().table().name(), true);
        } catch (UnfitException e) {
            throw SinkException.fatal(table.id() + " cannot be copied: " + e.getMessage(), null);
        }
        table.settled();
    }

    /** The destination as it is now, with the values that the present shapes of its sources bring. */
    private void reopen(SourceTable table, TableSchema shape, String destinationName, boolean rowsAreWritten)
            throws UnfitException {
        Destination destination = table.destination();
        List<SourceTable> others =
                tables.into(destination).stream().filter(t -> t != table).toList();
        List<TableSchema> shapes =
                others.stream().map(SourceTable::schema).collect(Collectors.toCollection(ArrayList::new));
        if (rowsAreWritten) {
            shapes.add(shape);
        }
        DestinationTable reshaped = withValues(present(destinationName), shapes);
        requireStorable(reshaped, shape);
        destination.reopen(reshaped);
        table.reshape(shape);
        others.forEach(t -> t.reshape(t.schema()));
        table.gate().shapeChanged(definition.clock().millis());
    }

    private TableRules rules(TableSchema shape) {
        return TableRules.of(definition, sink, shape.table());
    }

    /** The table as the destination has it. */
    DestinationTable present(String name) {
        return sink.describe(name)
                .orElseThrow(() -> SinkException.fatal(
                        "the destination table " + name + " is gone; create it again or start the pipeline anew",
                        null));
    }

    private DestinationTable withValues(DestinationTable present, List<TableSchema> shapes) throws UnfitException {
        List<DestinationColumn> columns = new ArrayList<>();
        for (DestinationColumn column : present.columns()) {
            DataType values = values(column, shapes);
            columns.add(
                    values == null
                            ? column
                            : new DestinationColumn(
                                    column.name(), column.type(), values, column.nullable(), column.comment()));
        }
        return new DestinationTable(
                present.name(),
                present.kind(),
                columns,
                present.primaryKey(),
                present.partitionColumns(),
                present.bucketCount(),
                present.comment(),
                present.properties());
    }

    /** The least type that holds what the shapes have for the column; null when none has it. */
    private @Nullable DataType values(DestinationColumn column, List<TableSchema> shapes) throws UnfitException {
        DataType values = null;
        for (TableSchema shape : shapes) {
            DataType brought = rules(shape).valuesOf(column.name(), shape);
            if (brought != null) {
                DataType known = values == null ? brought : values;
                values = ValueTypes.common(known, brought).orElse(null);
                if (values == null) {
                    throw new UnfitException("the column '" + column.name() + "' of the merged tables would hold both "
                            + known + " and " + brought);
                }
            }
        }
        return values;
    }

    private void requireStorable(DestinationTable table, TableSchema shape) throws UnfitException {
        List<Finding> errors = new ArrayList<>(sink.validate(table).stream()
                .filter(f -> f.severity() == Finding.Severity.ERROR)
                .toList());
        for (String key : table.primaryKey()) {
            if (rules(shape).valuesOf(key, shape) == null) {
                errors.add(Finding.error(
                        table.name(),
                        "its key column '" + key + "' is gone from " + shape.table(),
                        "start the pipeline anew for this table with its new key"));
            }
        }
        if (!errors.isEmpty()) {
            throw new UnfitException(errors.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        }
    }

    /** A modified column with the type that it and those of the other tables of a merged destination take together. */
    Column together(SourceTable table, Column column) {
        DataType common = column.type();
        for (SourceTable other : tables.into(table.destination())) {
            DataType values = other == table
                    ? null
                    : table.rules()
                            .columnOf(column.name())
                            .map(name -> other.rules().valuesOf(name, other.schema()))
                            .orElse(null);
            if (values != null) {
                // Where there is none, the destination is asked for the column's own type, and reopening it says why
                // not
                common = ValueTypes.common(common, values).orElse(column.type());
            }
        }
        return common.equals(column.type())
                ? column
                : new Column(column.name(), common, "", "", column.nullable(), column.comment());
    }

    /** Whether other source tables are written into the table's destination, too. */
    boolean isMerged(SourceTable table) {
        return tables.into(table.destination()).size() > 1;
    }

    void requireUnmerged(SchemaChange change, SourceTable table) {
        if (isMerged(table)) {
            throw refused(
                    change,
                    table.destination().table().name()
                            + " is merged from several source tables, and the change would concern the rows of all");
        }
    }

    static SinkException refused(SchemaChange change, String why) {
        return SinkException.fatal(
                "the statement '" + change.sql() + "' on " + change.table() + " is not carried over: " + why
                        + ". Choose another policy with onDdl, or change the destination by hand and start again",
                null);
    }

    /** The destination cannot store what it would be given. */
    private static final class UnfitException extends Exception {

        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }
}
