package io.syncpipeline.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.SyncRun;
import io.syncpipeline.testkit.LeakCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The statements of tools that change a table by an altered copy, with rows being written all the while. Those of pt-online-schema-change
 * 3.2.1 are what its run against a server sent; those of gh-ost are its source's ({@code go/logic/applier.go}). The selector matches the
 * tools' own tables too.
 */
final class OnlineSchemaChangeIT {

    private static final int ROWS = 300;
    private static final int WRITER_STEPS = 40;
    private static final int DEADLOCK = 1213;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    /** Held while the copy takes the table's place: there is no gh-ost here that would bring a row written then to the copy. */
    private final Object cutOverLock = new Object();

    private LivePipeline live;
    private SyncRun run;

    @BeforeEach
    void start() {
        live = new LivePipeline(leaks);
        live.execute(
                "CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, amount int, note varchar(20), old_name int)");
        live.insert("t", "id, amount, note, old_name", "#, # * 10, 'n#', # + 5", 1, ROWS);
        run = live.start();
        live.awaitSame(run, "t");
    }

    @AfterEach
    void stop() {
        run.close();
        live.close();
    }

    /** Does something while another session writes rows of {@code t}, from before its beginning until after its end. */
    private void whileRowsAreWritten(Runnable change) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread writer = new Thread(
                () -> {
                    try (Connection connection = live.connect();
                            Statement statement = connection.createStatement()) {
                        for (int i = 0; !over.get() || i < WRITER_STEPS; i++) {
                            synchronized (cutOverLock) {
                                write(statement, i);
                            }
                            begun.countDown();
                        }
                    } catch (SQLException | RuntimeException | Error e) {
                        failure.set(e);
                    } finally {
                        begun.countDown();
                    }
                },
                "writer");
        writer.start();
        begun.await();
        try {
            change.run();
        } finally {
            over.set(true);
            writer.join();
        }
        assertThat(failure.get()).isNull();
    }

    private static void write(Statement statement, int i) throws SQLException {
        try {
            statement.execute("INSERT INTO t (amount, note) VALUES (" + i + ", 'w" + i + "')");
            statement.execute("UPDATE t SET amount = amount + 1 WHERE id = " + (i % ROWS + 1));
            statement.execute("DELETE FROM t WHERE id = " + (ROWS - i % ROWS));
        } catch (SQLException e) {
            if (e.getErrorCode() != DEADLOCK) {
                throw e;
            }
            // the copy of the rows won
        }
    }

    private void ptOnlineSchemaChange() {
        live.execute(
                """
                CREATE TABLE `_t_new` (
                  `id` int(11) NOT NULL AUTO_INCREMENT,
                  `amount` int(11) DEFAULT NULL,
                  `note` varchar(20) DEFAULT NULL,
                  `old_name` int(11) DEFAULT NULL,
                  PRIMARY KEY (`id`)
                ) ENGINE=InnoDB AUTO_INCREMENT=301 DEFAULT CHARSET=utf8mb4""",
                """
                ALTER TABLE `_t_new` ADD COLUMN currency char(3) AFTER amount, MODIFY amount bigint, CHANGE old_name new_name int""",
                """
                CREATE TRIGGER `pt_osc_t_del` AFTER DELETE ON `t` FOR EACH ROW DELETE IGNORE FROM `_t_new`\
                 WHERE `_t_new`.`id` <=> OLD.`id`""",
                """
                CREATE TRIGGER `pt_osc_t_upd` AFTER UPDATE ON `t` FOR EACH ROW BEGIN DELETE IGNORE FROM `_t_new`\
                 WHERE !(OLD.`id` <=> NEW.`id`) AND `_t_new`.`id` <=> OLD.`id`;REPLACE INTO `_t_new`\
                 (`id`, `amount`, `note`, `new_name`) VALUES (NEW.`id`, NEW.`amount`, NEW.`note`, NEW.`old_name`);END""",
                """
                CREATE TRIGGER `pt_osc_t_ins` AFTER INSERT ON `t` FOR EACH ROW REPLACE INTO `_t_new`\
                 (`id`, `amount`, `note`, `new_name`) VALUES (NEW.`id`, NEW.`amount`, NEW.`note`, NEW.`old_name`)""",
                """
                INSERT LOW_PRIORITY IGNORE INTO `_t_new` (`id`, `amount`, `note`, `new_name`) SELECT `id`, `amount`, `note`,\
                 `old_name` FROM `t` LOCK IN SHARE MODE /*pt-online-schema-change 14813 copy table*/""",
                "ANALYZE TABLE `_t_new` /* pt-online-schema-change */",
                "RENAME TABLE `t` TO `_t_old`, `_t_new` TO `t`",
                "DROP TABLE IF EXISTS `_t_old`",
                "DROP TRIGGER IF EXISTS `pt_osc_t_del`",
                "DROP TRIGGER IF EXISTS `pt_osc_t_upd`",
                "DROP TRIGGER IF EXISTS `pt_osc_t_ins`");
    }

    @Test
    void ptOnlineSchemaChangeIsFollowed() throws InterruptedException {
        whileRowsAreWritten(this::ptOnlineSchemaChange);
        assertEnd();
    }

    @Test
    void aTableThatIsChangedTwiceByToolsIsFollowed() throws InterruptedException {
        whileRowsAreWritten(this::ptOnlineSchemaChange);
        live.execute(
                "CREATE TABLE `_t_new` LIKE t",
                "ALTER TABLE `_t_new` ADD COLUMN more int, CHANGE new_name old_name int",
                "INSERT INTO `_t_new` SELECT id, amount, currency, note, new_name, id * 2 FROM t",
                "RENAME TABLE `t` TO `_t_old`, `_t_new` TO `t`",
                "DROP TABLE IF EXISTS `_t_old`",
                "UPDATE t SET more = more + 1");
        live.awaitSame(run, "t");
        assertThat(live.columns("t")).contains("more", "old_name").doesNotContain("new_name");
    }

    @Test
    void ghostIsFollowed() throws InterruptedException {
        whileRowsAreWritten(() -> ghost("_t_del", true));
        assertEnd();
    }

    @Test
    void aGhostThatGivesUpChangesNothing() throws InterruptedException {
        whileRowsAreWritten(() -> ghost("_t_del", false));
        live.awaitSame(run, "t");
        assertThat(live.columns("t")).containsExactly("id", "amount", "note", "old_name");
        assertThat(live.sink.tables()).noneMatch(table -> table.contains("__t_"));
    }

    /** What gh-ost does: it reads the log for changes of the table and writes them to its copy; here the copy is filled under a lock. */
    private void ghost(String sentry, boolean cutOver) {
        live.execute(
                """
                create /* gh-ost */ table `_t_ghc` (
                            id bigint unsigned auto_increment,
                            last_update timestamp not null DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
                            hint varchar(64) charset ascii not null,
                            value varchar(4096) charset ascii not null,
                            primary key(id),
                            unique key hint_uidx(hint)
                        ) auto_increment=256""",
                "insert /* gh-ost */ into `_t_ghc` (id, hint, value) values (NULLIF(2, 0), 'state', 'GhostTableMigrated')"
                        + " on duplicate key update last_update=NOW(), value=VALUES(value)",
                "create /* gh-ost */ table `_t_gho` like `t`",
                "alter /* gh-ost */ table `_t_gho` ADD COLUMN currency char(3) AFTER amount, MODIFY amount bigint, CHANGE old_name new_name int",
                "insert /* gh-ost */ into `_t_ghc` (id, hint, value) values (NULLIF(1, 0), 'heartbeat', 'now')"
                        + " on duplicate key update last_update=NOW(), value=VALUES(value)",
                "insert /* gh-ost `t` iteration:0 */ ignore into `_t_gho` (`id`, `amount`, `note`, `new_name`)"
                        + " (select `id`, `amount`, `note`, `old_name` from `t` force index (`PRIMARY`) where `id` <= 100"
                        + " lock in share mode)",
                "create /* gh-ost */ table `" + sentry
                        + "` (id int auto_increment primary key) engine=InnoDB comment='ghost-cut-over-sentry'");
        synchronized (cutOverLock) {
            takePlace(sentry, cutOver);
        }
        live.execute(
                "drop /* gh-ost */ table if exists `_t_ghc`", "drop /* gh-ost */ table if exists `" + sentry + "`");
    }

    private void takePlace(String sentry, boolean cutOver) {
        try (Connection locking = live.connect();
                Statement locked = locking.createStatement()) {
            locked.execute("lock /* gh-ost */ tables `t` write, `" + sentry + "` write, `_t_gho` write");
            locked.execute("delete from `_t_gho`");
            locked.execute("insert into `_t_gho` (`id`, `amount`, `note`, `new_name`)"
                    + " select `id`, `amount`, `note`, `old_name` from `t`");
            if (!cutOver) {
                locked.execute("drop /* gh-ost */ table `" + sentry + "`");
                locked.execute("unlock tables");
                live.execute(
                        "drop /* gh-ost */ table if exists `_t_gho`", "drop /* gh-ost */ table if exists `_t_ghc`");
                return;
            }
            Thread renaming = new Thread(
                    () -> live.execute("rename /* gh-ost */ table `t` to `" + sentry + "`, `_t_gho` to `t`"), "rename");
            renaming.start();
            live.awaitWaiting("rename /* gh-ost */");
            locked.execute("drop /* gh-ost */ table if exists `" + sentry + "`");
            locked.execute("unlock /* gh-ost */ tables");
            renaming.join();
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertEnd() {
        live.execute(
                "UPDATE t SET currency = 'EUR' WHERE id % 3 = 0", "INSERT INTO t (id, new_name) VALUES (100000, 7)");
        live.awaitSame(run, "t");
        assertThat(live.columns("t")).containsExactlyInAnyOrder("id", "amount", "note", "new_name", "currency");
        assertThat(live.sink.tables()).containsExactlyInAnyOrder(live.database + "_t", live.database + "_mark");
    }
}
