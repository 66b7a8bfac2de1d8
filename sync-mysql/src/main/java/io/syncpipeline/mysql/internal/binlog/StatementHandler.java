package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import java.time.Instant;
import java.util.List;

/** Acts on logged statements: those that frame transactions, DDL, and rows changed by statements. For the reader thread. */
final class StatementHandler {

    // EXECUTE_LOAD_QUERY has 13 bytes about its file between a QUERY's fixed part and its variables
    private static final int QUERY_FIXED = 13;
    private static final int LOAD_FIXED = 13;

    private final TrackedSchemas tracked;
    private final TableMaps maps;
    private final TransactionTracker transactions;
    private final LogCursor cursor;
    private final SlotWriter output;
    private final RowStatementCheck rowStatements;

    StatementHandler(
            TrackedSchemas tracked,
            TableMaps maps,
            TransactionTracker transactions,
            LogCursor cursor,
            SlotWriter output) {
        this.tracked = tracked;
        this.maps = maps;
        this.transactions = transactions;
        this.cursor = cursor;
        this.output = output;
        this.rowStatements = new RowStatementCheck(tracked);
    }

    /** Takes the body of a QUERY event. */
    void handle(byte[] bytes, int offset, int length, Instant time) throws InterruptedException {
        OpenTransaction transaction = transactions.current(time, output);
        if (QueryEvent.isBegin(bytes, offset, length)) {
            transaction.begin();
            return;
        }
        QueryEvent query = QueryEvent.parse(bytes, offset, length);
        LoggedStatement statement = LoggedStatement.of(query.sql(), query.mode());
        switch (statement.kind()) {
            case BEGIN -> transaction.begin();
            case COMMIT -> transactions.commit(output);
            case ROLLBACK -> transactions.rollback(output);
            case SAVEPOINT -> transaction.savepoint(statement.subject());
            case ROLLBACK_TO_SAVEPOINT -> transactions.rollbackTo(statement.subject());
            case XA_START -> transactions.hold(transaction);
            case XA_END -> {
                // says nothing about the transaction's end
            }
            case XA_COMMIT -> {
                transactions.commitPrepared(statement.subject(), transaction, maps::decoderNow, output);
                transactions.commit(output);
            }
            case XA_ROLLBACK -> {
                transactions.rollbackPrepared(statement.subject());
                transactions.commit(output);
            }
            case ROW_CHANGE -> {
                if (!transaction.isApplied()) {
                    rowStatements.check(query, cursor.toString());
                }
                endStandalone(transaction);
            }
            case EMPTY -> endStandalone(transaction);
            case OTHER -> {
                boolean changedShapes = !transaction.isApplied() && apply(query, transaction);
                endStandalone(transaction);
                if (changedShapes) {
                    output.tellBoundary();
                }
            }
        }
    }

    /** Returns whether it changed the shape of a captured table. */
    private boolean apply(QueryEvent query, OpenTransaction transaction) {
        List<SchemaChange> changes =
                tracked.apply(query.sql(), query.database(), query.mode(), transaction.transaction());
        if (!changes.isEmpty()) {
            maps.schemasChanged();
            output.tellBoundary();
            changes.forEach(output::event);
        }
        return !changes.isEmpty();
    }

    private void endStandalone(OpenTransaction transaction) throws InterruptedException {
        if (!transaction.isBegun()) {
            transactions.commit(output);
        }
    }

    /** Takes the body of an EXECUTE_LOAD_QUERY event: LOAD DATA logged as a statement. */
    void handleLoad(byte[] bytes, int offset, int length) {
        if (transactions.isInApplied()) {
            return;
        }
        byte[] query = new byte[length - LOAD_FIXED];
        System.arraycopy(bytes, offset, query, 0, QUERY_FIXED);
        System.arraycopy(bytes, offset + QUERY_FIXED + LOAD_FIXED, query, QUERY_FIXED, query.length - QUERY_FIXED);
        rowStatements.check(QueryEvent.parse(query, 0, query.length), cursor.toString());
    }

    /** Takes the body of an XA_PREPARE event. */
    void prepare(byte[] bytes, int offset) throws InterruptedException {
        if (ControlEvents.isOnePhase(bytes, offset)) {
            transactions.commit(output);
        } else {
            transactions.prepare(ControlEvents.xid(bytes, offset), output);
        }
    }
}
