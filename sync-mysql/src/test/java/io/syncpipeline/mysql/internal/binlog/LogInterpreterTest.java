package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.ddl.ServerCatalog;
import io.syncpipeline.mysql.internal.ddl.ServerDialect;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogInterpreterTest {

    private static final UUID SERVER = UUID.fromString("3e11fa47-71ca-11e1-9e33-c80aa9429562");
    private static final Instant NOW = Instant.ofEpochSecond(EventBytes.TIME + 100);
    private static final long GIB_4 = 1L << 32;
    private static final TableSchema T = new TableSchema(
            new TableId("d", "t"), List.of(MySqlType.column("id", "int", "", true, "")), List.of(), List.of(), "");

    private final SlotQueue queue = new SlotQueue(1 << 20);
    private EventBytes log = new EventBytes(true, 4);
    private LogInterpreter interpreter = start(BinlogPosition.at("binlog.000003", 4));

    private LogInterpreter start(BinlogPosition from) {
        return start(from, false);
    }

    private LogInterpreter start(BinlogPosition from, boolean byGtids) {
        ServerCatalog catalog = new ServerCatalog() {
            @Override
            public String databaseCharset(String database) {
                return "utf8mb4";
            }

            @Override
            public Map<TableId, ServerTable> tables(Collection<TableId> tables) {
                return Map.of(T.table(), new ServerTable(T, "utf8mb4", Map.of()));
            }
        };
        TrackedSchemas tracked = new TrackedSchemas(
                List.of(T), table -> false, new ServerDialect(false, 80015, 0, "utf8mb4", true), catalog);
        return new LogInterpreter(
                from, byGtids, null, tracked, new LaterTables(), queue, 1 << 20, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void begin() throws Exception {
        read(log.rotate("binlog.000003"), log.format());
    }

    private void read(byte[]... events) throws IOException, InterruptedException {
        for (byte[] event : events) {
            interpreter.event(event, 0, event.length);
        }
    }

    /** What has been read so far. */
    private List<SourceEvent> events() throws InterruptedException {
        interpreter.idle();
        List<SourceEvent> events = new ArrayList<>();
        for (Slot slot = next(); slot != null; slot = next()) {
            events.addAll(slot.events());
        }
        return events;
    }

    private @Nullable Slot next() throws InterruptedException {
        Slot slot = queue.take(0);
        if (slot == null && queue.used() > 0) {
            Slot claimed = Objects.requireNonNull(queue.claim());
            long cost = claimed.cost();
            claimed.decode();
            queue.completed(claimed, cost);
            slot = queue.take(0);
        }
        return slot;
    }

    private List<String> texts() throws InterruptedException {
        return events().stream()
                .map(event -> event instanceof RowChange change
                        ? "row " + change.after().get(0)
                        : event instanceof Progress progress
                                ? progress.position().token()
                                : event.toString())
                .toList();
    }

    private static void assertFatal(ThrowingCallable reading, String... texts) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(SourceException.class, failure -> assertThat(failure.isRetryable())
                        .isFalse())
                .satisfies(failure -> assertThat(failure.getMessage()).contains(texts));
    }

    @Test
    void tellsTheRowsOfATransactionAndThenTheProgressBehindIt() throws Exception {
        begin();
        read(log.gtid(SERVER, 1), log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 1, 2, 3));
        assertThat(texts()).containsExactly("row 1", "row 2", "row 3");

        read(log.xid());
        assertThat(texts()).containsExactly("file=binlog.000003;offset=" + log.offset());
    }

    @Test
    void sharesOneTransactionAmongTheRowsOfSeveralEvents() throws Exception {
        begin();
        long offset = log.offset();
        read(
                log.gtid(SERVER, 1),
                log.query("d", "BEGIN"),
                log.tableMap(7, "d", "t"),
                log.inserts(7, 1, 2),
                log.inserts(7, 3),
                log.xid());
        List<RowChange> rows = events().stream()
                .filter(RowChange.class::isInstance)
                .map(RowChange.class::cast)
                .toList();
        assertThat(rows).allSatisfy(row -> assertThat(row.transaction())
                .isSameAs(rows.get(0).transaction()));
        assertThat(rows.get(0).transaction().segment()).isEqualTo(3);
        assertThat(rows.get(0).transaction().offset()).isEqualTo(offset);
        assertThat(rows.get(0).transaction().time()).isEqualTo(Instant.ofEpochSecond(EventBytes.TIME));
        assertThat(rows.stream().map(RowChange::index))
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(0L, 1L);
    }

    @Test
    void collectsGtidsWhenItKnowsThoseBefore() throws Exception {
        BinlogPosition from = new BinlogPosition("binlog.000003", 4, GtidSet.parse(SERVER + ":1-5", false), null);
        interpreter = start(from);
        begin();
        read(log.gtid(SERVER, 6), log.query("d", "BEGIN"), log.xid(), log.gtid(SERVER, 8), log.query("d", "BEGIN"));
        assertThat(texts()).last().asString().endsWith("gtids=" + SERVER + ":1-6");
        read(log.query("d", "COMMIT"));
        assertThat(texts()).last().asString().endsWith("gtids=" + SERVER + ":1-6:8");
        assertThat(from).hasToString("file=binlog.000003;offset=4;gtids=" + SERVER + ":1-5");
    }

    @Test
    void readsWhatWasHandedOnBeforeForTheSakeOfPreparedTransactionsOnly() throws Exception {
        byte[][] before = {
            log.rotate("binlog.000003"),
            log.format(),
            log.gtid(SERVER, 6),
            log.query("d", "BEGIN"),
            log.tableMap(7, "d", "t"),
            log.inserts(7, 1),
            log.xid(),
            log.heartbeat()
        };
        byte[][] statement = {log.gtid(SERVER, 7), log.query("d", "ALTER TABLE t ADD COLUMN another INT")};
        resumeWithPrepared(7, log.offset());
        read(before);
        assertThat(events()).isEmpty();
        read(statement);
        assertThat(texts()).containsExactly("file=binlog.000003;offset=" + log.offset() + ";gtids=" + SERVER + ":1-7");
        read(log.gtid(SERVER, 8), log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 2), log.xid());
        assertThat(texts()).first().isEqualTo("row 2");
    }

    @Test
    void refusesALogThatHasLostItsEndWhileItReadsForPreparedTransactions() throws Exception {
        resumeWithPrepared(9, 4_000);
        begin();
        read(log.gtid(SERVER, 6), log.query("d", "BEGIN"), log.xid(), log.rotate("binlog.000004"), log.format());
        assertFatal(() -> read(log.gtid(SERVER, 7)), "lost the end", SERVER + ":7", "binlog.000004:");
    }

    /** Everything up to a transaction was handed on; one of those behind the fifth is still prepared. */
    private void resumeWithPrepared(int last, long offset) {
        BinlogPosition first = new BinlogPosition("binlog.000003", 4, GtidSet.parse(SERVER + ":1-5", false), null);
        GtidSet complete = GtidSet.parse(SERVER + ":1-" + last, false);
        interpreter = start(new BinlogPosition("binlog.000003", offset, complete, null, first));
    }

    @Test
    void movesTheTimeWithHeartbeatsBetweenTransactionsOnly() throws Exception {
        begin();
        read(log.heartbeat());
        assertThat(events()).last().isInstanceOfSatisfying(Progress.class, progress -> assertThat(progress.time())
                .isEqualTo(NOW));
        read(log.gtid(SERVER, 1), log.query("d", "BEGIN"));
        events();
        read(log.heartbeat());
        assertThat(events()).isEmpty();
    }

    @Test
    void coalescesProgressWhileThereIsMoreToRead() throws Exception {
        begin();
        events();
        read(log.tableMap(7, "d", "t"));
        for (int i = 0; i < 500; i++) {
            read(
                    log.gtid(SERVER, i + 1),
                    log.query("d", "BEGIN"),
                    log.tableMap(7, "d", "t"),
                    log.inserts(7, i),
                    log.xid());
        }
        List<SourceEvent> events = events();
        assertThat(events).filteredOn(Progress.class::isInstance).hasSizeLessThan(20);
        assertThat(events).last().isInstanceOf(Progress.class);
    }

    @Test
    void countsOnBeyondFourGibibytes() throws Exception {
        log = new EventBytes(true, GIB_4 - 50);
        interpreter = start(BinlogPosition.at("binlog.000003", GIB_4 - 50));
        begin();
        read(log.gtid(SERVER, 1), log.query("d", "BEGIN"), log.xid());
        assertThat(log.offset()).isGreaterThan(GIB_4);
        assertThat(texts()).last().isEqualTo("file=binlog.000003;offset=" + log.offset());
    }

    /** The server was asked for the whole file: its request for a log has no room for such an offset. */
    private void beginAtTheFilesStart() throws Exception {
        read(log.rotate("binlog.000003"), log.format());
        log.moveTo(GIB_4 - 200_000);
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 1), log.xid());
    }

    @Test
    void passesOverWhatComesBeforeAnOffsetThatCannotBeAskedFor() throws Exception {
        interpreter = start(BinlogPosition.at("binlog.000003", GIB_4 + 50));
        beginAtTheFilesStart();
        assertThat(events()).isEmpty();
        log.moveTo(GIB_4 + 50 - 100_023);
        byte[] ignored = log.event(EventType.ROWS_QUERY, new byte[100_000]);
        assertThat(log.offset()).isEqualTo(GIB_4 + 50);
        interpreter.largeEvent(ignored, 0, ignored.length, new ByteArrayInputStream(ignored));

        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 2), log.xid());
        assertThat(texts()).containsExactly("row 2", "file=binlog.000003;offset=" + log.offset());
    }

    @Test
    void refusesAnOffsetThatCannotBeAskedForWhenTheFileEndsBefore() throws Exception {
        interpreter = start(BinlogPosition.at("binlog.000003", GIB_4 + 5000));
        beginAtTheFilesStart();
        assertFatal(() -> read(log.heartbeat()), "binlog.000003;offset=" + (GIB_4 + 5000), "the file ends at ");
    }

    @Test
    void leavesItToTheServerToSkipWhatGtidsCover() throws Exception {
        BinlogPosition from =
                new BinlogPosition("binlog.000003", GIB_4 + 5000, GtidSet.parse(SERVER + ":1-5", false), null);
        interpreter = start(from, true);
        read(log.rotate("binlog.000003"), log.format());
        read(log.gtid(SERVER, 6), log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 1), log.xid());
        assertThat(texts()).contains("row 1");
    }

    @Test
    void numbersRowsBehindLargeOnesOfOtherTables() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(8, "d", "other"));
        byte[] large = log.inserts(8, new int[100_000]);
        interpreter.largeEvent(large, 0, large.length, new ByteArrayInputStream(large));
        read(log.tableMap(7, "d", "t"), log.inserts(7, 1), log.xid());
        int body = large.length - EventHeader.LENGTH - Checksums.LENGTH;
        assertThat(events()).first().isInstanceOfSatisfying(RowChange.class, row -> assertThat(row.index())
                .isEqualTo(body));
    }

    /** An end of the connection would be answered by asking for the same event again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 40, 60})
    void refusesACompressedTransactionThatEndsEarly(int missing) throws Exception {
        begin();
        EventBytes inner = new EventBytes(false, 0);
        byte[] transaction = inner.query("d", "BEGIN");
        byte[] body = new byte[6 + transaction.length - missing % transaction.length];
        System.arraycopy(new byte[] {2, 3, (byte) 252, (byte) 255, 0, 0}, 0, body, 0, 6);
        System.arraycopy(transaction, 0, body, 6, body.length - 6);
        assertFatal(() -> read(log.event(EventType.TRANSACTION_PAYLOAD, body)), "compressed transaction ends within");
    }

    @Test
    void refusesACompressedTransactionThatEndsWithinItsHeader() throws Exception {
        begin();
        assertFatal(
                () -> read(log.event(EventType.TRANSACTION_PAYLOAD, new byte[] {2, 3})),
                "cannot read the binlog event at binlog.000003:",
                "within its header");
    }

    @Test
    void refusesRowsThatMariaDbCompressedFromMoreThanTheMemory() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"));
        byte[] claim = {7, 0, 0, 0, 0, 0, 0, 0, 1, 1, (byte) 0x84, 0x20, 0, 0, 0, 1, 2, 3};
        assertFatal(
                () -> read(log.event(EventType.WRITE_ROWS_COMPRESSED_V1, claim)),
                "compressed from 536870912 to 8 bytes, which is impossible");
    }

    @Test
    void tellsThePlaceDirectlyBehindAStatementThatChangesAShape() throws Exception {
        begin();
        read(log.gtid(SERVER, 1), log.query("d", "ALTER TABLE t ADD COLUMN more INT"));
        String behind = "file=binlog.000003;offset=" + log.offset();
        read(log.gtid(SERVER, 2), log.query("d", "BEGIN"), log.tableMap(8, "d", "other"), log.xid());
        List<String> texts = texts();
        assertThat(texts.get(texts.size() - 3)).contains("ALTER TABLE t ADD COLUMN more INT");
        assertThat(texts.get(texts.size() - 2)).isEqualTo(behind);
        assertThat(texts.get(texts.size() - 1)).isEqualTo("file=binlog.000003;offset=" + log.offset());
    }

    @Test
    void readsALogWithoutChecksums() throws Exception {
        log = new EventBytes(false, 4);
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 1), log.xid());
        assertThat(texts()).contains("row 1");
    }

    @Test
    void refusesAnEventThatDoesNotMatchItsChecksum() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"));
        byte[] damaged = log.inserts(7, 1);
        damaged[damaged.length - 6] ^= 1;
        assertFatal(() -> read(damaged), "binlog.000003:", "checksum");
    }

    @Test
    void verifiesTheChecksumOfEventsThatItPassesOver() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "other"));
        byte[] damaged = log.inserts(7, 1);
        damaged[damaged.length - 6] ^= 1;
        assertFatal(() -> read(damaged), "checksum");
    }

    @Test
    void verifiesTheChecksumOfLargeEvents() throws Exception {
        begin();
        byte[] large = log.event(EventType.ROWS_QUERY, new byte[100_000]);
        interpreter.largeEvent(large, 0, large.length, new ByteArrayInputStream(large));
        byte[] damaged = log.event(EventType.ROWS_QUERY, new byte[100_000]);
        damaged[5000] ^= 1;
        assertFatal(
                () -> interpreter.largeEvent(damaged, 0, damaged.length, new ByteArrayInputStream(damaged)),
                "checksum");
    }

    @Test
    void refusesToRollBackRowsThatItHasHandedOn() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 1));
        assertFatal(() -> read(log.query("d", "ROLLBACK")), "rolled back", "InnoDB");
    }

    @Test
    void passesARollbackOfOtherTables() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "other"), log.inserts(7, 1), log.query("d", "ROLLBACK"));
        assertThat(texts()).containsExactly("file=binlog.000003;offset=" + log.offset());
    }

    @Test
    void refusesToRollBackToASavepointBeforeRowsThatItHasHandedOn() throws Exception {
        begin();
        read(
                log.query("d", "BEGIN"),
                log.tableMap(7, "d", "t"),
                log.inserts(7, 1),
                log.query("d", "SAVEPOINT `a`"),
                log.tableMap(8, "d", "other"),
                log.inserts(8, 1),
                log.query("d", "ROLLBACK TO `a`"),
                log.inserts(7, 2));
        assertFatal(() -> read(log.query("d", "ROLLBACK TO `a`")), "savepoint 'a'");
    }

    @Test
    void refusesATransactionThatANewFileCutsShort() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.inserts(7, 1));
        assertFatal(() -> read(log.format()), "rolled back");
    }

    @Test
    void refusesRowsWithoutATableMap() throws Exception {
        begin();
        read(log.query("d", "BEGIN"));
        assertFatal(() -> read(log.inserts(7, 1)), "table id 7");
    }

    @Test
    void forgetsTableMapsAtTheEndOfAFile() throws Exception {
        begin();
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.xid(), log.rotate("binlog.000004"), log.format());
        read(log.query("d", "BEGIN"));
        assertFatal(() -> read(log.inserts(7, 1)), "binlog.000004", "table id 7");
    }

    @Test
    void refusesUnknownEventsUnlessTheServerLetsThemPass() throws Exception {
        begin();
        read(log.event(120, EventHeader.IGNORABLE_FLAG, new byte[10]));
        assertFatal(() -> read(log.event(120, 0, new byte[10])), "type 120", "binlog.000003:");
    }

    @Test
    void refusesAnIncident() throws Exception {
        begin();
        assertFatal(() -> read(log.event(EventType.INCIDENT, new byte[10])), "incident", "copy the tables again");
    }

    @Test
    void refusesAnEventThatIsCutShort() throws Exception {
        begin();
        assertFatal(
                () -> read(log.event(EventType.QUERY, new byte[10])), "cannot read the binlog event at binlog.000003:");
    }

    @Test
    void refusesATransactionWithinATransaction() throws Exception {
        begin();
        read(log.gtid(SERVER, 1), log.query("d", "BEGIN"));
        assertFatal(() -> read(log.gtid(SERVER, 2)), "within another one");
    }

    @Test
    void namesTheTableWhoseRowsCannotBeDecoded() throws Exception {
        begin();
        byte[] rows = {7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 1, 0, 1};
        read(log.query("d", "BEGIN"), log.tableMap(7, "d", "t"), log.event(EventType.WRITE_ROWS, rows));
        assertFatal(this::events, "d.t", "3:");
    }
}
