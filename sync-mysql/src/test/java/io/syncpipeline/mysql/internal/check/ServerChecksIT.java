package io.syncpipeline.mysql.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.internal.connection.ServerVersion;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.SourceSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each check fails by itself when its matter is made wrong, and all pass before and after. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerChecksIT {

    private final TestServer server = TestServer.shared();
    private String database = "";
    private TableId table = new TableId("", "");

    @BeforeAll
    void createTable() {
        database = server.freshDatabase("checks");
        table = new TableId(database, "t");
        server.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)");
    }

    @AfterAll
    void dropDatabase() {
        server.execute("DROP DATABASE " + database);
    }

    @AfterEach
    void allIsWellAgain() {
        assertThat(check())
                .filteredOn(finding -> finding.severity() != Finding.Severity.INFO)
                .isEmpty();
    }

    private List<Finding> check() {
        return check(server, server.user(), server.password(), List.of(table), true);
    }

    private static List<Finding> check(
            TestServer server, String user, String password, List<TableId> tables, boolean following) {
        try (SourceSession session =
                TestSources.source(server, user, password).build().open(TestSources.options())) {
            return session.check(tables, following);
        }
    }

    private List<Finding> checkWith(String variable, String value) throws SQLException {
        String before = variable(variable);
        server.execute("SET GLOBAL " + variable + " = " + value);
        try {
            return check();
        } finally {
            server.execute("SET GLOBAL " + variable + " = "
                    + (before.matches("\\d+(\\.\\d+)?") ? before : "'" + before + "'"));
        }
    }

    private String variable(String name) throws SQLException {
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet result = statement.executeQuery("SELECT @@GLOBAL." + name)) {
            result.next();
            return result.getString(1);
        }
    }

    private boolean hasVariable(String name) throws SQLException {
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet result = statement.executeQuery("SHOW GLOBAL VARIABLES LIKE '" + name + "'")) {
            return result.next();
        }
    }

    private static void assertError(List<Finding> findings, String subject, String message, String hint) {
        assertOne(findings, Finding.Severity.ERROR, subject, message, hint);
    }

    private static void assertOne(
            List<Finding> findings, Finding.Severity severity, String subject, String message, String hint) {
        assertThat(findings)
                .filteredOn(finding -> finding.severity() != Finding.Severity.INFO)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.subject()).isEqualTo(subject);
                    assertThat(finding.message()).contains(message);
                    assertThat(finding.hint()).contains(hint);
                });
    }

    @Test
    void aServerThatIsSetUpRightHasNoFindings() {
        assertNothingToDo(check());
    }

    /** GTIDs may be off, which is worth knowing only. */
    private static void assertNothingToDo(List<Finding> findings) {
        assertThat(findings)
                .filteredOn(finding -> !finding.subject().equals("gtid_mode"))
                .isEmpty();
    }

    @Test
    void statementsInsteadOfRowsAreAnError() throws SQLException {
        assertError(
                checkWith("binlog_format", "'MIXED'"),
                "binlog_format",
                "binlog_format is MIXED",
                "SET GLOBAL binlog_format = 'ROW'");
    }

    @Test
    void partsOfRowsAreAnError() throws SQLException {
        assertError(
                checkWith("binlog_row_image", "'MINIMAL'"),
                "binlog_row_image",
                "binlog_row_image is MINIMAL",
                "SET GLOBAL binlog_row_image = 'FULL'");
    }

    @Test
    void partsOfJsonDocumentsAreAnError() throws SQLException {
        assumeThat(hasVariable("binlog_row_value_options")).isTrue();
        assertError(
                checkWith("binlog_row_value_options", "'PARTIAL_JSON'"),
                "binlog_row_value_options",
                "binlog_row_value_options is PARTIAL_JSON",
                "SET GLOBAL binlog_row_value_options = ''");
    }

    @Test
    void logsThatAreKeptForLessThanADayAreAWarning() throws SQLException {
        assumeThat(hasVariable("binlog_expire_logs_seconds")).isTrue();
        assertOne(
                checkWith("binlog_expire_logs_seconds", "3600"),
                Finding.Severity.WARNING,
                "binlog retention",
                "removes binlog files after PT1H",
                "SET GLOBAL binlog_expire_logs_seconds = 604800");
    }

    @Test
    void smallPacketsAreAWarning() throws SQLException {
        assertOne(
                checkWith("max_allowed_packet", "1048576"),
                Finding.Severity.WARNING,
                "max_allowed_packet",
                "max_allowed_packet is 1048576 bytes",
                "SET GLOBAL max_allowed_packet = 67108864");
    }

    @Test
    void preparedXaTransactionsAreAWarning() throws SQLException {
        String xid = "'" + table.database() + "'";
        try (Connection session = server.root();
                Statement statement = session.createStatement()) {
            statement.execute("XA START " + xid);
            statement.execute("INSERT INTO " + table + " (id) VALUES (4711)");
            statement.execute("XA END " + xid);
            statement.execute("XA PREPARE " + xid);
        }
        try {
            assertOne(
                    check(server, server.rootUser(), server.rootPassword(), List.of(table), true),
                    Finding.Severity.WARNING,
                    "XA transactions",
                    "1 XA transactions are prepared and not decided, such as " + xid,
                    "commit or roll them back");
        } finally {
            server.execute("XA ROLLBACK " + xid);
        }
    }

    @Test
    void anAccountThatMayNotReadTheTablesIsToldWhichAndHow() {
        account("checks_blind", "REPLICATION SLAVE, REPLICATION CLIENT ON *.*");

        assertError(
                check(server, "checks_blind", "pw", List.of(table), true),
                "privileges",
                "lacks SELECT on 1 tables: " + table,
                "GRANT SELECT ON `" + database + "`.* TO 'checks_blind'@'%'");
    }

    @Test
    void anAccountThatMayReadOnlyTheTablesIsEnough() {
        account("checks_narrow", "REPLICATION SLAVE, REPLICATION CLIENT ON *.*", "SELECT ON " + table);

        assertNothingToDo(check(server, "checks_narrow", "pw", List.of(table), true));
    }

    @Test
    void anAccountThatMayNotFollowIsToldHowUnlessItOnlyCopies() {
        account("checks_reader", "SELECT ON *.*");
        String client = server.isMariaDb() ? "BINLOG MONITOR" : "REPLICATION CLIENT";

        assertError(
                check(server, "checks_reader", "pw", List.of(table), true),
                "privileges",
                "'checks_reader'@'%' lacks REPLICATION SLAVE, " + client + " ON *.*",
                "GRANT REPLICATION SLAVE, " + client + " ON *.* TO 'checks_reader'@'%'");
        assertThat(check(server, "checks_reader", "pw", List.of(table), false)).isEmpty();
    }

    @Test
    void privilegesByRoleCount() {
        assumeThat(server.version()).doesNotStartWith("5");
        server.execute("DROP ROLE IF EXISTS checks_role", "CREATE ROLE checks_role");
        server.execute("GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO checks_role");
        account("checks_roled");
        server.execute(
                "GRANT checks_role TO 'checks_roled'@'%'",
                server.isMariaDb()
                        ? "SET DEFAULT ROLE checks_role FOR 'checks_roled'@'%'"
                        : "SET DEFAULT ROLE checks_role TO 'checks_roled'@'%'");

        assertNothingToDo(check(server, "checks_roled", "pw", List.of(table), true));
    }

    private void account(String name, String... grants) {
        server.execute("DROP USER IF EXISTS '" + name + "'@'%'", "CREATE USER '" + name + "'@'%' IDENTIFIED BY 'pw'");
        for (String grant : grants) {
            server.execute("GRANT " + grant + " TO '" + name + "'@'%'");
        }
    }

    @Test
    void theServersOwnIdIsRefused() throws SQLException {
        long id = Long.parseLong(variable("server_id"));
        try (SourceSession session =
                TestSources.source(server).serverId(id).build().open(TestSources.options())) {
            assertError(
                    session.check(List.of(table), true),
                    "server_id",
                    "serverId " + id + " is the server's own server_id",
                    "another serverId");
        }
    }

    @Test
    void changesThatForeignKeysMakeAreAWarningWhereTheyAreNotLogged() {
        boolean logged = server.version().startsWith("9");
        server.execute("CREATE TABLE " + database + ".child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES "
                + table + " (id) ON DELETE CASCADE)");
        TableId child = new TableId(database, "child");
        try {
            List<Finding> findings = check(server, server.user(), server.password(), List.of(table, child), true);
            if (logged) {
                assertThat(findings).isEmpty();
            } else {
                assertOne(
                        findings,
                        Finding.Severity.WARNING,
                        "foreign keys",
                        child.toString(),
                        "copy these tables again");
            }
        } finally {
            server.execute("DROP TABLE " + child);
        }
    }

    @Test
    void aFunctionalIndexIsAnErrorWhereItsHiddenColumnIsLogged() {
        ServerVersion version = ServerVersion.parse(server.version());
        assumeThat(version.isMySqlFrom(8, 0, 13)).as("knows functional indexes").isTrue();
        TableId indexed = new TableId(database, "indexed");
        server.execute("CREATE TABLE " + indexed + " (id INT PRIMARY KEY, a INT, INDEX ((a + 1)))");
        try {
            List<Finding> findings = check(server, server.user(), server.password(), List.of(table, indexed), true);
            if (version.isMySqlFrom(8, 0, 18)) {
                assertThat(findings).isEmpty();
            } else {
                assertError(findings, indexed.toString(), "functional index", "drop the index");
            }
            assertThat(check(server, server.user(), server.password(), List.of(table, indexed), false))
                    .isEmpty();
        } finally {
            server.execute("DROP TABLE " + indexed);
        }
    }

    @Test
    void aServerWithoutABinlogIsAnError(@TempDir Path directory) {
        try (TestServer own = TestServer.start(directory, "--skip-log-bin")) {
            own.execute("CREATE DATABASE shop");

            assertError(
                    check(own, own.user(), own.password(), List.of(), true),
                    "log_bin",
                    "log_bin is OFF",
                    "set log_bin=binlog");
            assertThat(check(own, own.user(), own.password(), List.of(), false)).isEmpty();
        }
    }

    @Test
    void aServerThatLeavesDatabasesOutOfItsLogIsAnError(@TempDir Path directory) {
        try (TestServer own = TestServer.start(directory, "--binlog-ignore-db=quiet")) {
            own.execute(
                    "CREATE DATABASE quiet",
                    "CREATE DATABASE shop",
                    "CREATE TABLE quiet.t (id INT)",
                    "CREATE TABLE shop.t (id INT)");

            assertError(
                    check(
                            own,
                            own.user(),
                            own.password(),
                            List.of(new TableId("quiet", "t"), new TableId("shop", "t")),
                            true),
                    "binlog filter",
                    "does not log changes in database quiet",
                    "remove binlog_do_db and binlog_ignore_db");
        }
    }

    @Test
    void aReplicaThatDoesNotLogWhatItIsSentIsAnError(@TempDir Path source, @TempDir Path replica) {
        try (TestServer first = TestServer.start(source);
                TestServer second = TestServer.start(
                        replica, "--log-slave-updates=OFF", "--server-id=2", "--gtid-strict-mode=OFF")) {
            second.execute(
                    "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + first.port()
                            + ", MASTER_USER = 'root'," + " MASTER_PASSWORD = '" + first.rootPassword()
                            + "', MASTER_USE_GTID = slave_pos",
                    "START SLAVE");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertError(
                            check(second, second.user(), second.password(), List.of(), true),
                            "log_slave_updates",
                            "the server is a replica and log_slave_updates is OFF",
                            "log_slave_updates=ON"));
            second.execute("STOP SLAVE");
        }
    }
}
