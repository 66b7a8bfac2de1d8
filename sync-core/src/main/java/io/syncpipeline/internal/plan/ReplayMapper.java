package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.rule.DmlKind;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns row changes of one source table in one shape into mutations of its destination, so that the destination's rows equal the
 * source's as far as the rules want. Compiled once per shape; immutable, thread-safe, pure.
 */
final class ReplayMapper implements RowMapper {

    private static final int ABSENT = RowValues.ABSENT;

    private final TableSchema schema;
    private final String destination;
    private final RowValues values;
    private final int[] keyColumns;
    private final RowPartition partition;
    private final ChangeFilter insert;
    private final ChangeFilter update;
    private final ChangeFilter delete;

    /** The column that marks deleted rows; {@link #ABSENT} when they are removed. */
    private final int mark;

    /**
     * Compiles the mapping. Destination columns that neither the source nor the rules have become NULL.
     *
     * @throws DefinitionException when a rule does not fit the shape
     */
    ReplayMapper(TableSchema schema, DestinationTable table, TableRules rules) {
        this.schema = schema;
        this.destination = table.name();
        this.values = new RowValues(schema, table, rules);
        this.mark = rules.mark().map(name -> mark(name, table)).orElse(ABSENT);
        this.keyColumns =
                table.primaryKey().stream().mapToInt(k -> key(k, table)).toArray();
        this.partition = rules.partition(schema);
        this.insert = rules.filter(DmlKind.INSERT, schema);
        this.update = rules.filter(DmlKind.UPDATE, schema);
        this.delete = rules.filter(DmlKind.DELETE, schema);
    }

    /** Without its column, rows that are to be marked would be removed. */
    private int mark(String name, DestinationTable table) {
        return table.indexOf(name)
                .orElseThrow(
                        () -> new DefinitionException(
                                "rows deleted from " + schema.table()
                                        + " are to be marked in the column '" + name + "', which " + destination
                                        + " does not have: add it there as a BOOLEAN that may be NULL, or choose another DML action for DELETE"));
    }

    private int key(String name, DestinationTable table) {
        int index = table.indexOf(name).orElse(ABSENT);
        if (index == ABSENT || !values.has(index)) {
            throw new DefinitionException("the key column '" + name + "' of " + destination + " has no value in "
                    + schema.table() + ", whose columns are " + schema.columnNames());
        }
        return index;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public void map(RowChange change, List<Mutation> out) {
        switch (change.operation()) {
            case COPY -> out.add(upsert(change, change.after(), partition.of(change, change.after()), false));
            case INSERT -> {
                if (insert.accepts(change, change.after())) {
                    out.add(upsert(change, change.after(), partition.of(change, change.after()), false));
                }
            }
            case UPDATE -> update(change, out);
            case DELETE -> {
                if (delete.accepts(change, change.before())) {
                    out.add(deleted(change, change.before()));
                }
            }
        }
    }

    /** A row that an update takes out of what is wanted goes, as a deleted one would. */
    private void update(RowChange change, List<Mutation> out) {
        if (update.ignores()) {
            return;
        }
        boolean wanted = update.accepts(change, change.after());
        boolean stays = wanted || mark != ABSENT;
        String from = partition.of(change, change.before());
        String to = stays ? partition.of(change, change.after()) : from;
        if (!stays || !from.equals(to) || !sameKey(change)) {
            out.add(removal(change, change.before(), from));
        }
        if (stays) {
            out.add(upsert(change, change.after(), to, !wanted));
        }
    }

    private Mutation deleted(RowChange change, Row before) {
        String from = partition.of(change, before);
        return mark == ABSENT ? removal(change, before, from) : upsert(change, before, from, true);
    }

    @Override
    public void mapDeletes(RowChange change, List<Mutation> out) {
        switch (change.operation()) {
            case COPY, INSERT -> {}
            case UPDATE -> {
                String from = partition.of(change, change.before());
                if (!sameKey(change) || !from.equals(partition.of(change, change.after()))) {
                    out.add(removal(change, change.before(), from));
                }
            }
            case DELETE -> out.add(removal(change, change.before(), partition.of(change, change.before())));
        }
    }

    /** Statements leave nothing but the rows as they are. */
    @Override
    public void map(SchemaChange change, long index, List<Mutation> out) {}

    private Mutation removal(RowChange change, Row row, String from) {
        @Nullable Object[] key = new @Nullable Object[values.size()];
        for (int column : keyColumns) {
            key[column] = values.of(column, change, row);
        }
        return new Mutation(Mutation.Kind.DELETE, key, from, row.byteSize());
    }

    private Mutation upsert(RowChange change, Row row, String to, boolean marked) {
        @Nullable Object[] all = values.of(change, row);
        if (mark != ABSENT) {
            all[mark] = marked;
        }
        return new Mutation(Mutation.Kind.UPSERT, all, to, row.byteSize());
    }

    /** Whether an updated row has the same key as before. */
    private boolean sameKey(RowChange change) {
        Row before = change.before();
        Row after = change.after();
        for (int key : keyColumns) {
            int from = values.source(key);
            Object old = from == ABSENT ? values.of(key, change, before) : before.get(from);
            Object fresh = from == ABSENT ? values.of(key, change, after) : after.get(from);
            boolean same = old instanceof byte[] bytes
                    ? fresh instanceof byte[] others && Arrays.equals(bytes, others)
                    : Objects.equals(old, fresh);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
