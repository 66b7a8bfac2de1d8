package io.syncpipeline.examples;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * Statements that change tables' shapes, make tables, rename, empty and drop them. What each of them does follows from the seed and its
 * number. Used by one thread at a time.
 */
final class RandomDefinitions implements Runnable, AutoCloseable {

    private static final List<String> ADDED = List.of(
            "ext_i INT DEFAULT NULL",
            "ext_v VARCHAR(20) CHARACTER SET utf8mb4 DEFAULT NULL",
            "ext_d DECIMAL(10,2) DEFAULT NULL",
            "ext_t DATETIME(3) DEFAULT NULL");

    /** What is widened stays as wide. */
    private static final List<String> MODIFIED = List.of(
            "n BIGINT NOT NULL DEFAULT 0",
            "s VARCHAR(90) CHARACTER SET utf8mb4",
            "d DECIMAL(16,2)",
            "b VARBINARY(60)",
            "ext_i BIGINT DEFAULT NULL",
            "ext_v VARCHAR(80) CHARACTER SET utf8mb4 DEFAULT NULL COMMENT 'wider'",
            "ext_d DECIMAL(14,2) DEFAULT NULL");

    private static final List<String> POSITIONS = List.of("", "", " FIRST", " AFTER s");

    private final SoakSession session;
    private final List<SoakTable> tables;
    private final long seed;
    private int number;

    RandomDefinitions(SoakWorkload.Place place, SoakSession.Outcomes outcomes) {
        this.session = new SoakSession(place.server(), place.database(), "", outcomes);
        this.tables = place.tables();
        this.seed = place.seed() * 1_000_003 + 77;
    }

    /** One change of shape, and rows that have it. */
    @Override
    public void run() {
        int step = ++number;
        Random random = new Random(seed * 31 + step);
        random.nextLong();
        session.transaction((connection, statement) -> {
            if (random.nextInt(5) < 3) {
                column(
                        statement,
                        random,
                        tables.get(random.nextInt(tables.size())).name());
            } else {
                table(statement, random, step);
            }
        });
    }

    private static void column(Statement statement, Random random, String table) throws SQLException {
        String alter = "ALTER TABLE " + table;
        String position = POSITIONS.get(random.nextInt(POSITIONS.size()));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                String column = ADDED.get(random.nextInt(ADDED.size()));
                statement.execute(alter + " ADD COLUMN " + column + position);
                statement.execute("UPDATE " + table + " SET " + column.substring(0, 5)
                        + (column.startsWith("ext_t") ? " = '2024-12-31 23:59:59.5'" : " = 9") + " WHERE n % 7 = 0");
            }
            case 3, 4 ->
                statement.execute(alter + " MODIFY COLUMN " + MODIFIED.get(random.nextInt(MODIFIED.size())) + position);
            case 5 ->
                statement.execute(
                        alter + " CHANGE COLUMN ext_v ren_v VARCHAR(80) CHARACTER SET utf8mb4 DEFAULT NULL" + position);
            case 6 ->
                statement.execute(
                        alter + " DROP COLUMN " + ADDED.get(random.nextInt(4)).substring(0, 5));
            default ->
                statement.execute(alter + " DROP COLUMN " + (random.nextBoolean() ? "ren_v" : "ext_v")
                        + ", ADD COLUMN ext_d DECIMAL(10,2) DEFAULT NULL");
        }
    }

    /** Tables whose names begin with {@code hidden_} are those that no selector takes. */
    private void table(Statement statement, Random random, int step) throws SQLException {
        SoakTable model = tables.get(random.nextInt(tables.size()));
        String recent = "new_" + Math.max(0, step - 1 - random.nextInt(8));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 8, 9, 10 -> {
                statement.execute("CREATE TABLE new_" + step + " LIKE " + model.name());
                fill(statement, model, "new_" + step);
            }
            case 3 -> {
                statement.execute("CREATE TABLE hidden_" + step + " LIKE " + model.name());
                fill(statement, model, "hidden_" + step);
                statement.execute("RENAME TABLE hidden_" + step + " TO new_" + step);
                statement.execute("UPDATE new_" + step + " SET n = n + 1");
            }
            case 4 -> statement.execute("RENAME TABLE " + recent + " TO new_" + step);
            case 5 -> statement.execute("DROP TABLE " + recent);
            case 6 -> {
                statement.execute("DROP TABLE " + recent);
                statement.execute("CREATE TABLE " + recent + " LIKE " + model.name());
                fill(statement, model, recent);
            }
            case 7 -> statement.execute("TRUNCATE TABLE " + recent);
            default -> {
                statement.execute("TRUNCATE TABLE " + model.name());
                statement.execute(RandomStatements.firstRows(model));
            }
        }
    }

    private static void fill(Statement statement, SoakTable model, String table) throws SQLException {
        statement.execute("INSERT INTO " + table + " (" + model.columns() + ") SELECT " + model.columns() + " FROM "
                + model.name() + " WHERE n % 2 = 0");
        statement.execute("UPDATE " + table + " SET s = 'fresh' WHERE n % 3 = 0");
        statement.execute("DELETE FROM " + table + " WHERE n % 5 = 0");
    }

    @Override
    public void close() {
        session.close();
    }
}
