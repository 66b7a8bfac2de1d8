package io.syncpipeline.mysql.internal.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every statement of the corpus on a real server, applies what the server logged, and compares each captured table's tracked shape
 * with what information_schema says. Tables whose names begin with {@code _} or {@code u_} are not captured.
 */
final class DdlCorpusIT {

    private static final TestServer SERVER = TestServer.shared();

    static List<String> files() {
        return DdlCorpus.FILES;
    }

    @ParameterizedTest
    @MethodSource("files")
    void trackedShapesAreThoseOfTheServerAfterEveryStatement(String file) throws SQLException {
        String database = SERVER.freshDatabase("ddl");
        try (Connection connection = SERVER.root();
                Connection reading = SERVER.root()) {
            connection.setCatalog(database);
            Run run = new Run(database, connection, new JdbcCatalog(reading));
            for (DdlCorpus.Entry entry : DdlCorpus.read(file, database)) {
                run.next(entry);
            }
            System.out.println("DDL corpus, " + file + ": " + run.executed + " statements on " + SERVER.version());
            assertThat(run.failures).isEmpty();
        } finally {
            SERVER.execute("DROP DATABASE `" + database + "`");
        }
    }

    private static final class Run {
        private final String database;
        private final Connection connection;
        private final JdbcCatalog catalog;
        private final ServerDialect dialect;
        private final TrackedSchemas tracked;
        private final Set<TableId> everSeen = new HashSet<>();
        private final List<String> failures = new ArrayList<>();
        private int executed;

        Run(String database, Connection connection, JdbcCatalog catalog) throws SQLException {
            this.database = database;
            this.connection = connection;
            this.catalog = catalog;
            this.dialect = catalog.dialect();
            this.tracked = new TrackedSchemas(List.of(), this::isCaptured, dialect, catalog);
        }

        private boolean isCaptured(TableId table) {
            return table.database().startsWith(database)
                    && !table.table().startsWith("_")
                    && !table.table().startsWith("u_");
        }

        void next(DdlCorpus.Entry entry) throws SQLException {
            if (!entry.runsOn(dialect)) {
                return;
            }
            executed++;
            List<String> status = catalog.rows(statusQuery()).get(0);
            String current;
            SqlMode mode;
            try (Statement statement = connection.createStatement()) {
                statement.execute(entry.sql());
                JdbcCatalog session = new JdbcCatalog(connection);
                current = session.single("SELECT DATABASE()");
                mode = session.mode();
            } catch (SQLException e) {
                failures.add("REFUSED " + e.getMessage() + "\n    by the server: " + entry.sql());
                return;
            }
            try {
                for (List<String> event :
                        catalog.rows("SHOW BINLOG EVENTS IN '" + status.get(0) + "' FROM " + status.get(1))) {
                    if (event.get(2).equals("Query")) {
                        apply(event.get(5), current, mode);
                    }
                }
            } catch (SourceException | IllegalArgumentException e) {
                failures.add("THROWN " + e + "\n    at: " + entry.sql());
            }
            compare(entry.sql());
        }

        private String statusQuery() {
            return dialect.mariaDb() || dialect.version() < 80400 ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS";
        }

        /** The text is that of SHOW BINLOG EVENTS: {@code use `db`; statement}, and a comment with the transaction's number on MySQL. */
        private void apply(String logged, String current, SqlMode mode) {
            // the text leaves it out for statements on whole databases
            String defaultDatabase = current;
            String sql = logged;
            if (logged.startsWith("use `")) {
                int end = logged.indexOf("`; ");
                defaultDatabase = logged.substring("use `".length(), end);
                sql = logged.substring(end + 3);
            }
            Transaction transaction = new Transaction(1, 4, Instant.EPOCH);
            Map<TableId, TableSchema> before = new HashMap<>();
            everSeen.forEach(table -> {
                TableSchema schema = tracked.get(table);
                if (schema != null) {
                    before.put(table, schema);
                }
            });
            for (SchemaChange change : tracked.apply(sql, defaultDatabase, mode, transaction)) {
                TableSchema old = before.get(change.table());
                TableSchema after = change.after();
                if (old != null && after != null && !SchemaSteps.lead(old, change.steps(), after)) {
                    failures.add("STEPS " + change.steps() + "\n    do not lead from " + describe(old) + "\n    to "
                            + describe(after) + "\n    at: " + sql);
                }
            }
        }

        private void compare(String sql) throws SQLException {
            Map<TableId, ServerTable> present = catalog.tablesOf(database);
            present.keySet().removeIf(table -> !isCaptured(table));
            everSeen.addAll(present.keySet());
            for (Map.Entry<TableId, ServerTable> table : present.entrySet()) {
                TableSchema expected = table.getValue().schema();
                TableSchema actual = tracked.get(table.getKey());
                if (!expected.equals(actual)) {
                    failures.add("DIFFERS after: " + sql + "\n    server:  " + describe(expected) + "\n    tracked: "
                            + (actual == null ? "nothing" : describe(actual)));
                    tracked.track(expected);
                }
            }
            for (TableId gone : everSeen) {
                if (!present.containsKey(gone) && tracked.get(gone) != null) {
                    failures.add("GONE on the server but tracked: " + gone + " after: " + sql);
                    tracked.apply(
                            "DROP TABLE `" + gone.table() + "`",
                            gone.database(),
                            SqlMode.USUAL,
                            new Transaction(1, 4, Instant.EPOCH));
                }
            }
        }

        private static String describe(TableSchema schema) {
            StringBuilder text = new StringBuilder(schema.table().toString());
            schema.columns().forEach(column -> text.append(" | ")
                    .append(column)
                    .append(' ')
                    .append(column.charset())
                    .append(" '")
                    .append(column.comment())
                    .append('\''));
            return text + " PK" + schema.primaryKey() + " UK" + schema.uniqueKeys() + " '" + schema.comment() + "'";
        }
    }
}
