package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.RowFunction;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import java.time.Clock;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The value of an added column, bound to a shape of a source table. Immutable, thread-safe. */
interface ColumnValue {

    /** What the values are. */
    DataType type();

    /**
     * The value for one image of a change.
     *
     * @throws DirtyRowException when it cannot be had
     */
    @Nullable
    Object of(RowChange change, Row row);

    /**
     * What variables stand for that do not depend on the row.
     *
     * @param source the source's name
     * @param transformedDatabase the table's database as the template of the destination's name changes it
     * @param sink the sink's name
     * @param destination the destination table's name
     * @param clock the pipeline's clock
     */
    record Surroundings(String source, String transformedDatabase, String sink, String destination, Clock clock) {}

    /**
     * Binds a value to a shape.
     *
     * @throws DefinitionException when it does not fit
     */
    static ColumnValue of(ValueAssigner assigner, Surroundings around, TableSchema schema) {
        if (assigner instanceof ValueAssigner.Constant constant) {
            return new Plain(constant.type(), (change, row) -> constant.value());
        }
        if (assigner instanceof ValueAssigner.OfVariable of) {
            return variable(of.variable(), around, schema);
        }
        if (assigner instanceof ValueAssigner.OfColumn of) {
            return column(of.column(), schema);
        }
        return computed((ValueAssigner.Computed) assigner, schema);
    }

    private static ColumnValue variable(Variable variable, Surroundings around, TableSchema schema) {
        return new Plain(
                variable.type(),
                switch (variable) {
                    case EXECUTE_TIME ->
                        (change, row) -> change.transaction().time().toEpochMilli();
                    case EVENT_TIME -> (change, row) -> change.transaction().time();
                    case UPDATE_TIME -> (change, row) -> around.clock().millis();
                    case OPERATION_TYPE -> (change, row) -> operation(change);
                    case DATASOURCE_NAME_SRC -> fixed(around.source());
                    case DB_NAME_SRC, SCHEMA_NAME_SRC -> fixed(schema.table().database());
                    case DB_NAME_SRC_TRANSED -> fixed(around.transformedDatabase());
                    case TABLE_NAME_SRC -> fixed(schema.table().table());
                    case DATASOURCE_NAME_DEST, DB_NAME_DEST -> fixed(around.sink());
                    case TABLE_NAME_DEST -> fixed(around.destination());
                });
    }

    private static RowFunction.Bound<Object> fixed(String text) {
        Text value = Text.of(text);
        return (change, row) -> value;
    }

    private static Text operation(RowChange change) {
        return switch (change.operation()) {
            case COPY, INSERT -> Operations.INSERT;
            case UPDATE -> Operations.UPDATE;
            case DELETE -> Operations.DELETE;
        };
    }

    private static ColumnValue column(String column, TableSchema schema) {
        OptionalInt index = schema.indexOf(column);
        if (index.isEmpty()) {
            throw new DefinitionException(schema.table() + " has no column '" + column
                    + "' for an added column; it has " + schema.columnNames());
        }
        int at = index.getAsInt();
        return new Plain(schema.columns().get(at).type(), (change, row) -> row.get(at));
    }

    private static ColumnValue computed(ValueAssigner.Computed computed, TableSchema schema) {
        RowFunction.Bound<?> bound = bind(computed.function(), computed.description(), schema);
        Class<?> wanted = computed.type().kind().valueClass();
        return new Plain(computed.type(), (change, row) -> {
            Object value = call(bound, computed.description(), change, row);
            if (value != null && !wanted.isInstance(value)) {
                throw new DirtyRowException(
                        computed.description() + " gave a " + value.getClass().getName() + " for "
                                + change + ", not a " + wanted.getName() + ", which values of " + computed.type()
                                + " are; correct the function or the type it is declared with");
            }
            return value;
        });
    }

    /** Binds a function of the user's, whose failures are reported as the definition's. */
    static <T> RowFunction.Bound<T> bind(RowFunction<T> function, String description, TableSchema schema) {
        try {
            return function.bind(schema);
        } catch (DefinitionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DefinitionException(
                    description + " cannot be bound to " + schema.table() + " with the columns " + schema.columnNames()
                            + ": " + e,
                    e);
        }
    }

    /** Calls a function of the user's, whose failures make the row a dirty row. */
    static <T> @Nullable T call(RowFunction.Bound<T> bound, String description, RowChange change, Row row) {
        try {
            return bound.of(change, row);
        } catch (SyncException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DirtyRowException(description + " failed for " + change + ": " + e, e);
        }
    }

    /** The texts of the operations. */
    final class Operations {
        private static final Text INSERT = Text.of("I");
        private static final Text UPDATE = Text.of("U");
        private static final Text DELETE = Text.of("D");

        private Operations() {}
    }

    /** A type and a function. */
    record Plain(DataType type, RowFunction.Bound<Object> function) implements ColumnValue {

        @Override
        public @Nullable Object of(RowChange change, Row row) {
            return function.of(change, row);
        }
    }
}
