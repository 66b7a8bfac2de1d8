package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.DmlKind;
import io.syncpipeline.rule.LogColumn;
import io.syncpipeline.rule.WriteMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Turns changes of one source table in one shape into records of a change log, of which {@link LogColumn} has the columns. */
final class LogMapper implements RowMapper {

    private static final Text INSERT = Text.of("I");
    private static final Text UPDATE = Text.of("U");
    private static final Text DELETE = Text.of("D");
    private static final Text YES = Text.of("Y");
    private static final Text NO = Text.of("N");

    /** What a record takes besides the row. */
    private static final int RECORD_BYTES = 160;

    private final TableSchema schema;
    private final RowValues values;
    private final Map<LogColumn, Integer> columns = new EnumMap<>(LogColumn.class);
    private final @Nullable JsonRow json;
    private final RowPartition partition;
    private final ChangeFilter insert;
    private final ChangeFilter update;
    private final ChangeFilter delete;
    private final Text source;
    private final Text database;
    private final Text table;

    /**
     * Compiles the mapping.
     *
     * @param source the source's name
     * @throws DefinitionException when a rule does not fit the shape, or the log lacks one of its columns
     */
    LogMapper(TableSchema schema, DestinationTable destination, TableRules rules, WriteMode.Append log, String source) {
        this.schema = schema;
        this.values = new RowValues(schema, destination, rules);
        log.names().forEach((column, name) -> columns.put(column, index(destination, name)));
        this.json = log.format() == WriteMode.Append.Format.JSON ? new JsonRow(schema, rules) : null;
        this.partition = rules.partition(schema);
        this.insert = rules.filter(DmlKind.INSERT, schema);
        this.update = rules.filter(DmlKind.UPDATE, schema);
        this.delete = rules.filter(DmlKind.DELETE, schema);
        this.source = Text.of(source);
        this.database = Text.of(schema.table().database());
        this.table = Text.of(schema.table().table());
    }

    private static int index(DestinationTable destination, String name) {
        OptionalInt index = destination.indexOf(name);
        return index.orElseThrow(() -> new DefinitionException("the log " + destination.name() + " has no column '"
                + name + "': add it there, or give the column another name with WriteMode.Append.named"));
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public void map(RowChange change, List<Mutation> out) {
        switch (change.operation()) {
            case COPY -> throw new IllegalStateException("a log takes no copied rows: " + change);
            case INSERT -> {
                if (insert.accepts(change, change.after())) {
                    out.add(record(change, INSERT, id(change), change.after(), false));
                }
            }
            case UPDATE -> {
                if (update.accepts(change, change.after())) {
                    Text id = id(change);
                    out.add(record(change, UPDATE, id, change.before(), true));
                    out.add(record(change, UPDATE, id, change.after(), false));
                }
            }
            case DELETE -> {
                if (delete.accepts(change, change.before())) {
                    out.add(record(change, DELETE, id(change), change.before(), true));
                }
            }
        }
    }

    /** A log keeps what was written: there is nothing to remove. */
    @Override
    public void mapDeletes(RowChange change, List<Mutation> out) {}

    @Override
    public void map(SchemaChange change, long index, List<Mutation> out) {
        if (json == null) {
            return;
        }
        @Nullable Object[] record = values.ofStatement(change.transaction());
        Text id = SequenceId.of(change.transaction(), index);
        tell(record, id, operation(change), change.transaction(), NO, NO);
        Text sql = Text.of(change.sql());
        put(record, LogColumn.DDL_SQL, sql);
        String to = partition.ofStatement(change.transaction());
        out.add(new Mutation(Mutation.Kind.APPEND, record, to, RECORD_BYTES + sql.byteLength()));
    }

    private static Text id(RowChange change) {
        return SequenceId.of(change.transaction(), change.index());
    }

    private Mutation record(RowChange change, Text operation, Text id, Row row, boolean before) {
        @Nullable Object[] record = values.of(change, row);
        tell(record, id, operation, change.transaction(), before ? YES : NO, before ? NO : YES);
        if (json != null) {
            put(record, LogColumn.DATA_COLUMNS, json.of(row));
        }
        return new Mutation(Mutation.Kind.APPEND, record, partition.of(change, row), RECORD_BYTES + row.byteSize());
    }

    private void tell(
            @Nullable Object[] record, Text id, Text operation, Transaction transaction, Text before, Text after) {
        put(record, LogColumn.SEQUENCE_ID, id);
        put(record, LogColumn.OPERATION_TYPE, operation);
        put(record, LogColumn.EXECUTE_TIME, transaction.time().toEpochMilli());
        put(record, LogColumn.BEFORE_IMAGE, before);
        put(record, LogColumn.AFTER_IMAGE, after);
        put(record, LogColumn.SOURCE_NAME, source);
        put(record, LogColumn.SOURCE_DATABASE, database);
        put(record, LogColumn.SOURCE_TABLE, table);
    }

    private void put(@Nullable Object[] record, LogColumn column, Object value) {
        Integer index = columns.get(column);
        if (index != null) {
            record[index] = value;
        }
    }

    /** What a statement did, as a log says it: the greatest of its steps. */
    private static Text operation(SchemaChange change) {
        String word = "ALTER";
        for (SchemaChange.Step step : change.steps()) {
            switch (step.kind()) {
                case CREATE_TABLE -> word = "CREATE";
                case DROP_TABLE -> word = "DROP";
                case TRUNCATE_TABLE -> word = "TRUNCATE";
                case RENAME_TABLE -> word = "RENAME";
                case ADD_COLUMN, DROP_COLUMN, RENAME_COLUMN, MODIFY_COLUMN -> {}
            }
        }
        return Text.of(word);
    }
}
