package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.type.MySqlType;
import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers log about columns beside their types, against tracked shapes that are not those of the server. */
class TableMapMetadataIT {

    private final TestServer server = TestServer.shared();
    private final FollowedServer followed = new FollowedServer(server);
    private final Optional<String> configured = followed.value("SHOW GLOBAL VARIABLES LIKE 'binlog_row_metadata'", 2);
    private String db = "";

    @BeforeEach
    void database() {
        db = server.freshDatabase("metadata");
    }

    @AfterEach
    void asConfigured() {
        configured.ifPresent(value -> server.execute("SET GLOBAL binlog_row_metadata = " + value));
    }

    private void log(String metadata) {
        assumeThat(configured).as("binlog_row_metadata").isPresent();
        server.execute("SET GLOBAL binlog_row_metadata = " + metadata);
    }

    /** With a connection of its own: an older one would go on as before. */
    private void insert(String values) throws Exception {
        try (Connection connection = server.root();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO " + db + ".t VALUES " + values);
        }
    }

    private TableSchema create(String columns) {
        server.execute("CREATE TABLE " + db + ".t (" + columns + ")");
        return followed.schema(db, "t");
    }

    private static TableSchema with(TableSchema schema, List<Column> columns) {
        return new TableSchema(schema.table(), columns, schema.primaryKey(), List.of(), "");
    }

    private void assertRefused(TableSchema tracked, String values, String... texts) throws Exception {
        try (EventLog log = followed.follow(followed.position(), tracked)) {
            insert(values);
            assertThatThrownBy(() -> log.until(seen -> false))
                    .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                            .isFalse())
                    .satisfies(failure -> assertThat(failure.getMessage()).contains(texts));
            assertThat(log.changes()).isEmpty();
        }
    }

    @Test
    void namesShowThatTwoColumnsOfOneTypeHaveChangedPlaces() throws Exception {
        log("FULL");
        TableSchema logged = create("id INT PRIMARY KEY, a INT, b INT");
        List<Column> swapped = new ArrayList<>(logged.columns());
        Collections.swap(swapped, 1, 2);

        assertRefused(with(logged, swapped), "(1, 2, 3)", "column b was logged as a", "copy the table again");
    }

    @Test
    void labelsShowThatAnEnumHasOthers() throws Exception {
        log("FULL");
        TableSchema logged = create("id INT PRIMARY KEY, e ENUM('new', 'paid', 'sent')");
        List<Column> older = List.of(
                logged.columns().get(0), MySqlType.column("e", "enum('new','sent','paid')", "utf8mb4", true, ""));

        assertRefused(with(logged, older), "(1, 'paid')", "logged with the labels [new, paid, sent]");
    }

    @Test
    void characterSetsAreComparedWhateverElseIsLogged() throws Exception {
        log("MINIMAL");
        TableSchema logged = create("id INT PRIMARY KEY, name VARCHAR(20) CHARACTER SET utf8mb4");
        List<Column> older =
                List.of(logged.columns().get(0), MySqlType.column("name", "varchar(80)", "latin1", true, ""));

        assertRefused(with(logged, older), "(1, 'é')", "was logged in character set utf8mb4, not latin1");
    }

    @Test
    void aMissingColumnIsNoticedWithoutAnyMetadata() throws Exception {
        TableSchema logged = create("id INT PRIMARY KEY, a INT, b INT");

        assertRefused(with(logged, logged.columns().subList(0, 2)), "(1, 2, 3)", "3 columns against 2");
    }

    @Test
    void invisibleAndGeneratedColumnsAndPrefixKeysAreInOrder() throws Exception {
        assumeThat(followed.mariaDb() || followed.atLeast(9))
                .as("invisible columns")
                .isTrue();
        log("FULL");
        TableSchema logged = create(
                "id VARCHAR(300) NOT NULL, a INT INVISIBLE DEFAULT 7, g INT AS (n * 2) STORED, n INT, s SET('x','y'),"
                        + " PRIMARY KEY (id(10))");
        try (EventLog log = followed.follow(followed.position(), logged)) {
            server.execute("INSERT INTO " + db + ".t (id, n, s) VALUES ('k', 21, 'x,y')");
            assertThat(log.untilRows(1).rows()).containsExactly("INSERT t [k, 7, 42, 21, x,y]");
        }
    }

    /** MySQL 8.0 before 8.0.29 leaves YEAR out of the bits of signedness, so that those of later columns are others' bits. */
    @Test
    void unsignedNumbersBehindAYearAreUnsigned() throws Exception {
        TableSchema logged =
                create("id INT PRIMARY KEY, y YEAR, a INT UNSIGNED, b INT, c BIGINT UNSIGNED, d TINYINT UNSIGNED,"
                        + " e SMALLINT, f MEDIUMINT UNSIGNED, g INT UNSIGNED");
        try (EventLog log = followed.follow(followed.position(), logged)) {
            insert("(1, 2024, 4294967295, -1, 18446744073709551615, 255, -1, 16777215, 4294967294)");
            assertThat(log.untilRows(1).rows())
                    .containsExactly(
                            "INSERT t [1, 2024, 4294967295, -1, 18446744073709551615, 255, -1, 16777215, 4294967294]");
        }
    }
}
