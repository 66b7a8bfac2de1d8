package io.syncpipeline.examples;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Three tables, and transactions that insert, update, move and delete their rows, widen a table now and then, and are sometimes rolled
 * back. The same seed gives the same statements. Started once.
 */
final class RandomChanges implements AutoCloseable {

    private static final int KEYS = 30_000;
    private static final long PAUSE_MILLIS = 10;

    private final String database;
    private final Random random;
    private final Connection connection;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private ScheduledFuture<?> running;
    private final AtomicLong transactions = new AtomicLong();
    private int widenings;

    RandomChanges(TestServer server, String database, long seed) throws SQLException {
        this.database = database;
        this.random = new Random(seed);
        this.connection = server.root();
        this.running = executor.schedule(() -> {}, 0, TimeUnit.MILLISECONDS);
    }

    static List<ComparedTable> tables(String database) {
        return List.of("accounts", "notes", "pairs").stream()
                .map(t -> new ComparedTable(database + "_" + t, List.of(new TableId(database, t))))
                .toList();
    }

    /** Makes the tables, with rows in them. */
    void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("USE " + database);
            statement.execute("CREATE TABLE accounts (id INT NOT NULL PRIMARY KEY, owner VARCHAR(40) NOT NULL,"
                    + " balance DECIMAL(12,2), version BIGINT UNSIGNED NOT NULL, changed TIMESTAMP(3) NULL)");
            statement.execute(
                    "CREATE TABLE notes (code VARCHAR(30) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, body TEXT,"
                            + " marks VARBINARY(20), weight DOUBLE)");
            statement.execute("CREATE TABLE pairs (a SMALLINT NOT NULL, b CHAR(8) COLLATE utf8mb4_bin NOT NULL,"
                    + " hits INT NOT NULL, seen DATETIME(6), PRIMARY KEY (a, b))");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement accounts = connection.prepareStatement(
                        "INSERT INTO accounts VALUES (?, ?, ?, 0, '2024-01-01 00:00:00.5')");
                PreparedStatement notes =
                        connection.prepareStatement("INSERT INTO notes VALUES (?, ?, UNHEX('00FF10'), 0.1)");
                PreparedStatement pairs = connection.prepareStatement(
                        "INSERT INTO pairs VALUES (?, ?, 0, '2024-02-29 23:59:59.999999')")) {
            for (int i = 0; i < KEYS; i++) {
                accounts.setInt(1, i);
                accounts.setString(2, "öwner " + i);
                accounts.setString(3, i + ".25");
                accounts.addBatch();
                notes.setString(1, code(i));
                notes.setString(2, "気 " + i);
                notes.addBatch();
                pairs.setInt(1, i % 100);
                pairs.setString(2, "k" + i / 100);
                pairs.addBatch();
            }
            accounts.executeBatch();
            notes.executeBatch();
            pairs.executeBatch();
        }
        connection.commit();
    }

    /** Begins to change rows, one transaction after the other. */
    void start() {
        running = executor.scheduleWithFixedDelay(this::transaction, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends changing; fails when a transaction failed. */
    void stop() throws Exception {
        executor.shutdown();
        if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a transaction has not ended within 60 s");
        }
        if (!running.isCancelled()) {
            running.get();
        }
    }

    long transactions() {
        return transactions.get();
    }

    private void transaction() {
        try (Statement statement = connection.createStatement()) {
            int changes = 1 + random.nextInt(random.nextInt(50) == 0 ? 500 : 12);
            for (int i = 0; i < changes; i++) {
                statement.executeUpdate(change());
            }
            if (random.nextInt(20) == 0) {
                connection.rollback();
            } else {
                connection.commit();
            }
            if (random.nextInt(400) == 0 && widenings < 4) {
                statement.execute("ALTER TABLE accounts ADD COLUMN extra" + ++widenings + " VARCHAR(20) DEFAULT NULL");
                statement.executeUpdate("UPDATE accounts SET extra" + widenings + " = 'ß' WHERE id % 97 = 0");
                connection.commit();
            }
            transactions.incrementAndGet();
        } catch (SQLException e) {
            throw new IllegalStateException("a random transaction failed", e);
        }
    }

    private String change() {
        int key = random.nextInt(KEYS);
        int other = random.nextInt(KEYS);
        return switch (random.nextInt(11)) {
            case 0 ->
                "REPLACE INTO accounts (id, owner, balance, version, changed) VALUES (" + key + ", 'nëw', " + other
                        + ".75, " + other + ", NULL)";
            case 1, 2 ->
                "UPDATE accounts SET version = version + 1, balance = balance - 0.01 WHERE id BETWEEN " + key + " AND "
                        + (key + random.nextInt(5));
            case 3 -> "UPDATE IGNORE accounts SET id = " + other + " WHERE id = " + key;
            case 4 -> "DELETE FROM accounts WHERE id = " + key;
            case 5 ->
                "INSERT INTO notes VALUES ('" + code(key) + "', 'again', NULL, " + other + "e-3)"
                        + " ON DUPLICATE KEY UPDATE body = CONCAT(LEFT(body, 50), '+')";
            case 6 -> "UPDATE IGNORE notes SET code = '" + code(other) + "' WHERE code = '" + code(key) + "'";
            case 7 -> "DELETE FROM notes WHERE code = '" + code(key) + "'";
            case 8 ->
                "INSERT INTO pairs VALUES (" + key % 100 + ", 'k" + other / 100 + "', 1, NULL)"
                        + " ON DUPLICATE KEY UPDATE hits = hits + 1";
            case 9 ->
                "UPDATE IGNORE pairs SET b = CONCAT('m', " + other + ") WHERE a = " + key % 100 + " AND b = 'k"
                        + key / 100 + "'";
            default -> "DELETE FROM pairs WHERE a = " + key % 100 + " AND b = 'k" + other / 100 + "'";
        };
    }

    private static String code(int key) {
        return "Cödé-" + Integer.toString(key * 31, 36);
    }

    @Override
    public void close() throws SQLException {
        executor.shutdownNow();
        connection.close();
    }
}
