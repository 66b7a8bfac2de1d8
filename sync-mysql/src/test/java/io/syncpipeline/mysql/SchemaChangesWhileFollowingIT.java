package io.syncpipeline.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.SyncRun;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.SinkStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of a table that was copied already: the destination ends with the source's rows, or the run says what is in the way. */
final class SchemaChangesWhileFollowingIT {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private LivePipeline live;

    /** Statements on the table {@code t}, with rows between them. */
    private enum History {
        TWICE_IN_A_ROW("ALTER TABLE t ADD n int AFTER id", "ALTER TABLE t ADD m int FIRST"),
        THERE_AND_BACK(
                "ALTER TABLE t CHANGE a a2 int",
                "UPDATE t SET a2 = 5 WHERE id = 1",
                "ALTER TABLE t CHANGE a2 a int",
                "UPDATE t SET a = 6 WHERE id = 2"),
        TABLE_THERE_AND_BACK(
                "RENAME TABLE t TO t2",
                "INSERT INTO t2 (id, a) VALUES (500, 1)",
                "RENAME TABLE t2 TO t",
                "INSERT INTO t (id, a) VALUES (501, 1)"),
        TRUNCATED("TRUNCATE t", "INSERT INTO t (id, a) VALUES (1, 77)"),
        CREATED_AGAIN(
                "DROP TABLE t",
                "CREATE TABLE t (b text, id varchar(10) PRIMARY KEY, a decimal(10,2))",
                "INSERT INTO t VALUES ('x', 'k', 1.5)",
                "ALTER TABLE t ADD z int FIRST",
                "INSERT INTO t VALUES (1, 'y', 'l', 2.5)"),
        CHAIN(
                "ALTER TABLE t CHANGE a n int, CHANGE b a varchar(20), CHANGE c b int",
                "INSERT INTO t (id, n, a, b) VALUES (500, 1, 'two', 3)"),
        DROPPED_FOR_ANOTHER("ALTER TABLE t CHANGE c a int, DROP a", "INSERT INTO t (id, a) VALUES (500, 1)"),
        ANSI_QUOTES(
                "SET sql_mode = 'ANSI'",
                "ALTER TABLE \"t\" ADD \"odd \"\" name\" int COMMENT 'it''s \"quoted\"' AFTER \"id\", DROP \"b\"",
                "INSERT INTO \"t\" (\"id\", \"odd \"\" name\") VALUES (500, 9)",
                "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
                "ALTER TABLE t ADD d int COMMENT '\\', ADD e varchar(5) DEFAULT NULL COMMENT ', ADD f int'",
                "INSERT INTO t (id, d, e) VALUES (501, 9, '\\')");

        private final String[] statements;

        History(String... statements) {
            this.statements = statements;
        }
    }

    @BeforeEach
    void createTable() {
        live = new LivePipeline(leaks);
        live.execute("CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(20), c int)");
        live.insert("t", "id, a, b, c", "#, # + 1000, 'b#', # + 2000", 1, 50);
    }

    @AfterEach
    void drop() {
        live.close();
    }

    @ParameterizedTest
    @EnumSource
    void aHistoryIsFollowed(History history) {
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
            live.execute(history.statements);
            live.awaitSame(run, "t");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHistoryWhileThePipelineIsStoppedIsFollowed(History history) throws InterruptedException {
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
            run.stop();
        }
        live.execute("UPDATE t SET c = 0 WHERE id = 3");
        live.execute(history.statements);
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TWICE_IN_A_ROW", "THERE_AND_BACK", "TRUNCATED", "ANSI_QUOTES"})
    void aHistoryWhoseFirstCarriedOutChangeIsNotKnownToBeDoneIsFollowed(History history) {
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
            // the answer is lost, and the run starts again from the position before the statement
            live.sink.script().next(SinkStep.ALTERED, () -> {
                throw SinkException.retryable("the answer was lost", null);
            });
            live.execute(history.statements);
            live.awaitSame(run, "t");
        }
        assertThat(live.sink.script().count(SinkStep.OPEN)).as("runs").isEqualTo(2);
    }

    @Test
    void columnsThatChangeNamesWithEachOtherAreRefusedEachTime() {
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
            live.execute("ALTER TABLE t ADD n int, CHANGE a c int, CHANGE c a int");
            assertThat(live.awaitFailure(run))
                    .hasMessageContaining("CHANGE a c int, CHANGE c a int")
                    .hasMessageContaining("change names with each other")
                    .hasMessageContaining("onDdl");
        }
        try (SyncRun run = live.start()) {
            assertThat(live.awaitFailure(run)).hasMessageContaining("change names with each other");
        }
        assertThat(live.sink.journal(SinkStep.ALTER)).isEmpty();
    }

    @Test
    void aChangeThatIsNotLoggedIsNamed() {
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
            live.execute(
                    "SET sql_log_bin = 0",
                    "ALTER TABLE t ADD hidden_change bigint AFTER id",
                    "SET sql_log_bin = 1",
                    "INSERT INTO t (id, a) VALUES (500, 1)");
            assertThat(live.awaitFailure(run))
                    .hasMessageContaining(live.database + ".t")
                    .hasMessageContaining("binlog.0")
                    .hasMessageContaining("bigint")
                    .hasMessageContaining("id int not null, a int, b varchar(20), c int")
                    .hasMessageContaining("copy the table again");
        }
    }

    @Test
    void statementsOnOtherObjectsArePassedOver() {
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
            live.execute(
                    "CREATE VIEW u_v AS SELECT id FROM t",
                    "CREATE PROCEDURE p () BEGIN ALTER TABLE t ADD never int; END",
                    "CREATE TRIGGER trig BEFORE INSERT ON t FOR EACH ROW SET NEW.c = 1",
                    "CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DISABLE DO TRUNCATE TABLE t",
                    "CREATE USER IF NOT EXISTS 'live_t'@'localhost' IDENTIFIED BY 'Secret-1234'",
                    "GRANT SELECT ON t TO 'live_t'@'localhost'",
                    "ANALYZE TABLE t",
                    "FLUSH TABLES",
                    "INSERT INTO t (id) VALUES (500)",
                    "DROP TRIGGER trig",
                    "DROP EVENT ev",
                    "DROP PROCEDURE p",
                    "DROP VIEW u_v",
                    "DROP USER 'live_t'@'localhost'");
            live.awaitSame(run, "t");
        }
        assertThat(live.sink.journal(SinkStep.ALTER)).isEmpty();
    }

    @Test
    void aColumnThatIsAddedInstantlyAndAnIndexOfAnExpressionAreFollowed() {
        String version = TestServer.shared().version();
        assumeThat(version).as("has both").matches("9\\..*|8\\.4.*");
        try (SyncRun run = live.start()) {
            live.awaitSame(run, "t");
            live.execute(
                    "ALTER TABLE t ADD INDEX ((a + c)), ADD n int AFTER id",
                    "ALTER TABLE t ADD m int AFTER a, ALGORITHM=INSTANT",
                    "INSERT INTO t (id, a, m, n) VALUES (500, 1, 2, 3)",
                    "UPDATE t SET n = id WHERE id < 10");
            live.awaitSame(run, "t");
        }
    }
}
