package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SourceSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that join a reader whose start is behind the place at which their shapes are known. */
final class JoiningLaterIT {

    private static final int LONGEST_POLLS = 300;

    private final TestServer server = TestServer.shared();
    private String database = "";
    private TableId old = new TableId("", "");
    private TableId added = new TableId("", "");
    private SourceSession session;

    @BeforeEach
    void create() {
        database = server.freshDatabase("later");
        old = new TableId(database, "old");
        added = new TableId(database, "added");
        server.execute(
                "CREATE TABLE " + old + " (id INT PRIMARY KEY, name VARCHAR(20))",
                "CREATE TABLE " + added + " (id INT PRIMARY KEY, name VARCHAR(20), gone INT)");
        session = TestSources.open(server);
    }

    @AfterEach
    void drop() {
        session.close();
        server.execute("DROP DATABASE " + database);
    }

    private TableSchema schema(TableId table) {
        return Objects.requireNonNull(session.schemas(List.of(table)).get(table));
    }

    private List<SourceEvent> follow(Position from, TableId last, int lastKey, FollowedTable... tables)
            throws InterruptedException {
        List<SourceEvent> events = new ArrayList<>();
        try (ChangeReader reader =
                session.follow(from, List.of(tables), table -> table.table().equals("added"))) {
            for (int i = 0; i < LONGEST_POLLS; i++) {
                for (SourceEvent event : reader.poll(Duration.ofMillis(100))) {
                    events.add(event);
                    if (event instanceof RowChange change
                            && change.schema().table().equals(last)
                            && Objects.equals(change.after().get(0), lastKey)) {
                        return events;
                    }
                }
            }
        }
        throw new AssertionError("row " + lastKey + " of " + last + " did not come: " + events);
    }

    private static List<String> rows(List<SourceEvent> events) {
        return events.stream()
                .filter(RowChange.class::isInstance)
                .map(RowChange.class::cast)
                .map(c -> c.schema().table().table() + " " + c.after().get(0))
                .toList();
    }

    @Test
    void nothingIsReportedBeforeItsPlaceNeitherRowsOfAnOlderShapeNorStatements() throws InterruptedException {
        Position start = session.positionAt(StartPoint.latest());
        TableSchema oldSchema = schema(old);
        server.execute(
                "INSERT INTO " + added + " VALUES (1, 'three columns', 1)",
                "INSERT INTO " + old + " VALUES (1, 'first')",
                "ALTER TABLE " + added + " DROP COLUMN gone, ADD COLUMN more BIGINT",
                "INSERT INTO " + added + " VALUES (2, 'before it joined', 2)",
                "DROP TABLE " + added,
                "CREATE TABLE " + added + " (id INT PRIMARY KEY, name VARCHAR(20))",
                "INSERT INTO " + added + " VALUES (3, 'still before')");
        Position joins = session.positionAt(StartPoint.latest());
        TableSchema addedSchema = schema(added);
        assertThat(session.covers(start, joins)).isFalse();
        assertThat(session.covers(joins, start)).isTrue();
        server.execute(
                "INSERT INTO " + added + " VALUES (4, 'counts')",
                "ALTER TABLE " + added + " ADD COLUMN later INT",
                "INSERT INTO " + added + " VALUES (5, 'counts too', 5)");

        List<SourceEvent> events =
                follow(start, added, 5, FollowedTable.fromStart(oldSchema), new FollowedTable(addedSchema, joins));

        assertThat(rows(events)).containsExactly("old 1", "added 4", "added 5");
        assertThat(events.stream().filter(SchemaChange.class::isInstance))
                .singleElement()
                .satisfies(e -> assertThat(((SchemaChange) e).sql()).contains("ADD COLUMN later"));
    }

    @Test
    void anXaTransactionPreparedBeforeThePlaceAndCommittedAfterItCounts() throws InterruptedException, SQLException {
        Position start = session.positionAt(StartPoint.latest());
        String xid = "'later-" + database + "'";
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            statement.execute("XA START " + xid);
            statement.execute("INSERT INTO " + added + " VALUES (1, 'prepared before', 1)");
            statement.execute("XA END " + xid);
            statement.execute("XA PREPARE " + xid);
            TableSchema addedSchema = schema(added);
            Position joins = session.positionAt(StartPoint.latest());
            statement.execute("XA COMMIT " + xid);
            server.execute("INSERT INTO " + added + " VALUES (2, 'after', 2)");

            List<SourceEvent> events = follow(start, added, 2, new FollowedTable(addedSchema, joins));

            assertThat(rows(events)).containsExactly("added 1", "added 2");
        }
    }

    @Test
    void anXaTransactionCommittedBeforeThePlaceDoesNotCount() throws InterruptedException, SQLException {
        Position start = session.positionAt(StartPoint.latest());
        String xid = "'early-" + database + "'";
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            statement.execute("XA START " + xid);
            statement.execute("INSERT INTO " + added + " VALUES (1, 'prepared before', 1)");
            statement.execute("XA END " + xid);
            statement.execute("XA PREPARE " + xid);
            statement.execute("XA COMMIT " + xid);
        }
        server.execute("ALTER TABLE " + added + " DROP COLUMN gone");
        Position joins = session.positionAt(StartPoint.latest());
        TableSchema addedSchema = schema(added);
        server.execute("INSERT INTO " + added + " VALUES (2, 'after')");

        List<SourceEvent> events = follow(start, added, 2, new FollowedTable(addedSchema, joins));

        assertThat(rows(events)).containsExactly("added 2");
    }
}
