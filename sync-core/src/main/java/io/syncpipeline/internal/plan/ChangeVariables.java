package io.syncpipeline.internal.plan;

import io.syncpipeline.internal.expression.VariableValues;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.rule.Variable;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What variables stand for in the changes of one source table. Immutable, thread-safe. */
final class ChangeVariables {

    private static final Text INSERT = Text.of("I");
    private static final Text UPDATE = Text.of("U");
    private static final Text DELETE = Text.of("D");

    private final Text source;
    private final Text database;
    private final Text transformedDatabase;
    private final Text table;
    private final Text sink;
    private final Text destination;
    private final Clock clock;

    /** The variables of a table that the definition selects. */
    ChangeVariables(Definition definition, TableId table) {
        this.source = Text.of(definition.source().name());
        this.database = Text.of(table.database());
        this.transformedDatabase = Text.of(definition.transformedDatabase(table));
        this.table = Text.of(table.table());
        this.sink = Text.of(definition.sink().name());
        this.destination = Text.of(definition.destinationOf(table));
        this.clock = definition.clock();
    }

    /** A variable's value for a change, of the class that the kind of its type names. */
    Object value(Variable variable, RowChange change) {
        return variable == Variable.OPERATION_TYPE ? operation(change) : ofTransaction(variable, change.transaction());
    }

    /** A variable's value in the record of a statement; null for that of a row. */
    @Nullable
    Object value(Variable variable, Transaction transaction) {
        return variable == Variable.OPERATION_TYPE ? null : ofTransaction(variable, transaction);
    }

    private Object ofTransaction(Variable variable, Transaction transaction) {
        return switch (variable) {
            case EXECUTE_TIME -> transaction.time().toEpochMilli();
            case EVENT_TIME -> transaction.time();
            case UPDATE_TIME -> clock.millis();
            case OPERATION_TYPE -> throw new IllegalArgumentException(variable + " is not the transaction's");
            case DATASOURCE_NAME_SRC -> source;
            case DB_NAME_SRC, SCHEMA_NAME_SRC -> database;
            case DB_NAME_SRC_TRANSED -> transformedDatabase;
            case TABLE_NAME_SRC -> table;
            case DATASOURCE_NAME_DEST, DB_NAME_DEST -> sink;
            case TABLE_NAME_DEST -> destination;
        };
    }

    /** All variables of a change. */
    VariableValues of(RowChange change) {
        return variable -> value(variable, change);
    }

    private static Text operation(RowChange change) {
        return switch (change.operation()) {
            case COPY, INSERT -> INSERT;
            case UPDATE -> UPDATE;
            case DELETE -> DELETE;
        };
    }
}
