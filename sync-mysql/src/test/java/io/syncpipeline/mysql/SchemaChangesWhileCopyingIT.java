package io.syncpipeline.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.SyncRun;
import io.syncpipeline.mysql.SteppedSource.Step;
import io.syncpipeline.testkit.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of change of a table at every step of its copy, with rows written before and after it: the destination ends with the source's
 * rows. Where the copy waits for nothing of the server the change is complete before the copy goes on.
 */
final class SchemaChangesWhileCopyingIT {

    private static final int ROWS = 250;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private LivePipeline live;

    /** Statements that change the table {@code t}, by what they do. */
    private enum Change {
        ADD_LAST("ALTER TABLE t ADD COLUMN n int"),
        ADD_AFTER("ALTER TABLE t ADD COLUMN n varchar(5) AFTER id, ADD m int FIRST"),
        DROP("ALTER TABLE t DROP COLUMN b"),
        CHANGE("ALTER TABLE t CHANGE b b2 varchar(40) AFTER id"),
        WIDEN("ALTER TABLE t MODIFY a bigint"),
        RENAMED_AND_ADDED_AGAIN("ALTER TABLE t CHANGE a old_a int, ADD a int"),
        DROPPED_AND_ADDED_AGAIN("ALTER TABLE t DROP a, ADD a int"),
        MOVE("ALTER TABLE t MODIFY c int FIRST"),
        TWICE("ALTER TABLE t ADD COLUMN n int", "ALTER TABLE t ADD COLUMN m int FIRST"),
        ADD_AND_DROP("ALTER TABLE t ADD COLUMN n int", "ALTER TABLE t DROP COLUMN n"),
        TRUNCATE("TRUNCATE TABLE t"),
        TRUNCATE_AND_ADD("TRUNCATE TABLE t", "ALTER TABLE t ADD n int AFTER a"),
        CREATED_AGAIN(
                "DROP TABLE t", "CREATE TABLE t (id int PRIMARY KEY, c varchar(10), a varchar(20), b text, x int)"),
        CREATED_AGAIN_THE_SAME("DROP TABLE t", "CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(20), c int)"),
        RENAMED_AND_BACK("RENAME TABLE t TO t2", "RENAME TABLE t2 TO t"),
        RENAMED_AND_ALTERED("RENAME TABLE t TO t2", "ALTER TABLE t2 ADD n int AFTER id", "RENAME TABLE t2 TO t"),
        TABLE_TAKES_ITS_PLACE(
                "CREATE TABLE _t_new LIKE t",
                "ALTER TABLE _t_new ADD n int AFTER a",
                "INSERT INTO _t_new (id, a, b, c) SELECT id, a, b, c FROM t",
                "RENAME TABLE t TO _t_old, _t_new TO t",
                "DROP TABLE _t_old");

        private final List<String> statements;

        Change(String... statements) {
            this.statements = List.of(statements);
        }
    }

    static Stream<Arguments> changesAtSteps() {
        return Stream.of(Step.values())
                .flatMap(step -> Stream.of(Change.values()).map(change -> Arguments.of(step, change)));
    }

    @BeforeEach
    void createTable() {
        live = new LivePipeline(leaks);
        live.execute("CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(20), c int)");
        live.insert("t", "id, a, b, c", "#, # + 1000, 'b#', # + 2000", 1, ROWS);
    }

    @AfterEach
    void drop() {
        live.close();
    }

    @ParameterizedTest
    @MethodSource("changesAtSteps")
    void theDestinationEndsAsTheSource(Step step, Change change) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        List<Throwable> failures = new ArrayList<>();
        Thread writer = new Thread(
                () -> {
                    try {
                        write(change);
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    } finally {
                        done.countDown();
                    }
                },
                "writer");
        live.source.script().nth(step, isPerChunk(step) ? 2 : 1, () -> {
            writer.start();
            if (step != Step.ROWS) {
                // a SELECT that is under way keeps the server from changing the table
                done.await();
            }
        });
        try (SyncRun run = live.start()) {
            done.await();
            assertThat(failures).isEmpty();
            live.awaitSame(run, "t");
        }
    }

    private static boolean isPerChunk(Step step) {
        return step.compareTo(Step.FOLLOW) > 0;
    }

    private void write(Change change) {
        live.execute(
                "UPDATE t SET c = -id WHERE id % 7 = 0",
                "DELETE FROM t WHERE id % 11 = 0", "INSERT INTO t (id, c) VALUES (1001, 1)");
        change.statements.forEach(live::execute);
        live.execute(
                "INSERT INTO t (id, c) VALUES (1002, 2), (-1, 3)",
                "UPDATE t SET c = id + 5 WHERE id % 13 = 0",
                "DELETE FROM t WHERE id % 17 = 0");
    }
}
