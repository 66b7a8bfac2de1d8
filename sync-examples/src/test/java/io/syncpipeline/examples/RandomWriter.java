package io.syncpipeline.examples;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * Transactions that change rows: single statements, transactions over several tables, rollbacks, savepoints, XA, thousands of rows. What
 * each of them does follows from the seed, the writer's number and its own. Used by one thread at a time.
 */
final class RandomWriter implements Runnable, AutoCloseable {

    private static final String READ_COMMITTED = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";

    private final SoakSession session;
    private final List<SoakTable> tables;
    private final PreparedByHand prepared;
    private final long seed;
    private long number;

    RandomWriter(SoakWorkload.Place place, int writer, PreparedByHand prepared, SoakSession.Outcomes outcomes) {
        this.session = new SoakSession(place.server(), place.database(), writer == 0 ? "" : READ_COMMITTED, outcomes);
        this.tables = place.tables();
        this.prepared = prepared;
        this.seed = place.seed() * 1_000_003 + writer;
    }

    /** One transaction. */
    @Override
    public void run() {
        Random random = new Random(seed * 31 + number++);
        // The first numbers of seeds that differ by little are much alike.
        random.nextLong();
        RandomStatements statements = new RandomStatements(random);
        int kind = random.nextInt(200);
        if (kind < 80) {
            session.transaction((connection, statement) -> all(statement, statements.change(any(random))));
        } else if (kind < 140) {
            session.transaction((connection, statement) -> several(connection, statement, random, statements, true));
        } else if (kind < 152) {
            session.transaction((connection, statement) -> several(connection, statement, random, statements, false));
        } else if (kind < 172 || kind < 188 && !prepared.isAllowed()) {
            session.transaction((connection, statement) -> savepoint(connection, statement, random, statements));
        } else if (kind < 188) {
            session.transaction((connection, statement) -> xa(statement, random, statements));
        } else if (kind < 196) {
            session.transaction((connection, statement) -> prepared.endOldest(statement, random.nextInt(3) > 0));
        } else {
            session.transaction((connection, statement) -> large(connection, statement, random, statements));
        }
    }

    private SoakTable any(Random random) {
        return tables.get(random.nextInt(tables.size()));
    }

    private void several(
            Connection connection, Statement statement, Random random, RandomStatements statements, boolean commit)
            throws SQLException {
        connection.setAutoCommit(false);
        for (int changes = 2 + random.nextInt(10); changes > 0; changes--) {
            all(statement, statements.change(any(random)));
        }
        if (commit) {
            connection.commit();
        } else {
            connection.rollback();
        }
    }

    private void savepoint(Connection connection, Statement statement, Random random, RandomStatements statements)
            throws SQLException {
        connection.setAutoCommit(false);
        SoakTable table = any(random);
        all(statement, statements.change(table));
        statement.execute("SAVEPOINT half");
        all(statement, statements.change(table));
        all(statement, statements.change(any(random)));
        statement.execute("ROLLBACK TO SAVEPOINT half");
        if (random.nextBoolean()) {
            all(statement, statements.change(table));
        }
        connection.commit();
    }

    private void xa(Statement statement, Random random, RandomStatements statements) throws SQLException {
        boolean stays = random.nextInt(4) == 0 && prepared.hasRoom();
        String id = prepared.newId();
        statement.execute("XA START " + id);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            // Rows of transactions that stay prepared are locked for long: let them all be in few tables.
            all(statement, statements.change(stays ? tables.get(random.nextInt(2)) : any(random)));
        }
        statement.execute("XA END " + id);
        if (random.nextInt(4) == 0 && !stays) {
            statement.execute("XA COMMIT " + id + " ONE PHASE");
            return;
        }
        statement.execute("XA PREPARE " + id);
        if (stays) {
            // A prepared transaction belongs to its session until that ends.
            session.close();
            prepared.stays(id);
        } else {
            statement.execute((random.nextInt(3) == 0 ? "XA ROLLBACK " : "XA COMMIT ") + id);
        }
    }

    private void large(Connection connection, Statement statement, Random random, RandomStatements statements)
            throws SQLException {
        connection.setAutoCommit(false);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            all(statement, statements.large(any(random)));
        }
        connection.commit();
    }

    private static void all(Statement statement, List<String> sql) throws SQLException {
        for (String next : sql) {
            statement.execute(next);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
