package io.syncpipeline.mysql.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestServerIT {

    @Test
    void theSharedServerLogsRowsAndLetsBothAccountsIn() throws SQLException {
        TestServer server = TestServer.shared();
        String database = server.freshDatabase("testserver");
        server.execute(
                "CREATE TABLE " + database + ".t (id INT PRIMARY KEY)", "INSERT INTO " + database + ".t VALUES (7)");

        try (Connection root = server.root()) {
            assertThat(one(root, "SELECT @@GLOBAL.binlog_format")).isEqualTo("ROW");
            assertThat(one(root, "SELECT @@GLOBAL.log_bin")).isEqualTo("1");
        }
        try (Connection user = DriverManager.getConnection(
                server.url() + "?sslMode=DISABLED&allowPublicKeyRetrieval=true", server.user(), server.password())) {
            assertThat(one(user, "SELECT id FROM " + database + ".t")).isEqualTo("7");
        }
        assertThatThrownBy(
                        () -> DriverManager.getConnection(server.url() + "?sslMode=DISABLED", server.user(), "wrong"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void anOwnServerKeepsItsDataOverACrashAndAStopAndASecondStart(@TempDir Path directory) throws SQLException {
        int port;
        try (TestServer server = TestServer.start(directory, "--binlog-row-image=MINIMAL")) {
            port = server.port();
            server.execute(
                    "CREATE DATABASE kept",
                    "CREATE TABLE kept.t (id INT PRIMARY KEY)",
                    "INSERT INTO kept.t VALUES (1)");
            server.kill();
            server.restart();
            server.execute("INSERT INTO kept.t VALUES (2)");
            assertThat(server.port()).isEqualTo(port);
        }
        try (TestServer server = TestServer.start(directory);
                Connection root = server.root()) {
            assertThat(one(root, "SELECT COUNT(*) FROM kept.t")).isEqualTo("2");
            assertThat(one(root, "SELECT @@GLOBAL.binlog_row_image")).isEqualTo("FULL");
            assertThat(server.isMariaDb()).isTrue();
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
