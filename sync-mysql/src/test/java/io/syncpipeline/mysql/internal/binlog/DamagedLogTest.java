package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.ddl.ServerCatalog;
import io.syncpipeline.mysql.internal.ddl.ServerDialect;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Logs whose bytes are cut short, flipped or replaced, from the packets on. Checksums are off, because they would catch nearly all of
 * it. {@code -Dsync.test.fuzz.cases=5000000} runs more, {@code -Dsync.test.fuzz.seed=...} repeats a run.
 */
class DamagedLogTest {

    private static final int CASES = Integer.getInteger("sync.test.fuzz.cases", 100_000);
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_CASE = Duration.ofSeconds(5);
    private static final long MEMORY = 1 << 20;
    private static final long MOST_ALLOCATED = 8 * MEMORY;
    private static final int BUFFER_BYTES = 1 << 13;
    private static final UUID SERVER = UUID.fromString("3e11fa47-71ca-11e1-9e33-c80aa9429562");
    private static final TableSchema T = table("t", MySqlType.column("id", "int", "", true, ""));
    private static final TableSchema WIDE = table(
            "wide",
            MySqlType.column("id", "int", "", false, ""),
            MySqlType.column("name", "varchar(20)", "utf8mb4", true, ""),
            MySqlType.column("j", "json", "", true, ""),
            MySqlType.column("e", "enum('a','b')", "utf8mb4", true, ""));
    private static final Map<TableId, TableSchema> TABLES = Map.of(T.table(), T, WIDE.table(), WIDE);

    // bodies that MySQL 9.7 logged
    private static final String TAGGED_GTID =
            "0270000000028903441503a2a1037c22c503a902c204f1030000000204040608626c756508080a0c"
                    + "0c7f9d77a5e10a610610c5041283120b";
    private static final String PREVIOUS_GTIDS =
            "0102000000000001e222c551e83e11f1aa6102fc0000000100010000000000000001000000000000"
                    + "000500000000000000e222c551e83e11f1aa6102fc0000000108626c7565010000000000000001000000000000000200000000000000";
    private static final String WIDE_MAP = "6a000000000001000164000477696465000403"
            + "0ff5fe05500004f7010e0101000203fcff00040c026964046e616d65016a01650a03fcff00060502016101620801000c01f0";
    private static final String WIDE_ROW = "6a00000000001100020004ff00020000000374776f05000000020000040001";

    private static final Clock CLOCK = Clock.systemUTC();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long seed = Long.getLong("sync.test.fuzz.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<List<byte[]>> logs = List.of(mySql(), compressed(), mariaDb(), statements());

    private static TableSchema table(String name, Column... columns) {
        return new TableSchema(new TableId("d", name), List.of(columns), List.of("id"), List.of(), "");
    }

    @Test
    void answersDamagedLogsWithNothingButItsOwnExceptions() throws Exception {
        readsTheLogsThatItDamages(); // so that classes are loaded before memory is measured
        boolean chosen = System.getProperty("sync.test.fuzz.cases") != null;
        long end = System.nanoTime() + LIMIT.toNanos();
        long longest = 0;
        int refused = 0;
        int done = 0;
        while (done < CASES && (chosen || System.nanoTime() < end)) {
            byte[] stream = damagedStream();
            int number = done++;
            long begin = System.nanoTime();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            refused += refusal(stream, number) == null ? 0 : 1;
            allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            assertThat(allocated).as(() -> describe(stream, number)).isLessThan(MOST_ALLOCATED);
            longest = Math.max(longest, System.nanoTime() - begin);
        }
        System.out.printf(
                "DamagedLogTest: seed %d, %d cases, %d refused, the longest took %d ms%n",
                seed, done, refused, longest / 1_000_000);
        assertThat(refused).as("seed %s", seed).isBetween(1, done - 1);
        assertThat(Duration.ofNanos(longest)).as("seed %s", seed).isLessThan(LONGEST_CASE);
    }

    @Test
    void readsTheLogsThatItDamages() throws Exception {
        for (List<byte[]> log : logs) {
            assertThat(refusal(stream(log), 0)).isNull();
        }
    }

    private String describe(byte[] stream, int number) {
        return "seed " + seed + ", case " + number + ": " + HexFormat.of().formatHex(stream);
    }

    /** Why a log cannot be read; null when it is read to its end. */
    private @Nullable Exception refusal(byte[] stream, int number) throws InterruptedException {
        SlotQueue queue = new SlotQueue(Long.MAX_VALUE / 2);
        LogInterpreter interpreter = new LogInterpreter(
                BinlogPosition.at("binlog.000003", 4), false, null, tracked(), new LaterTables(), queue, MEMORY, CLOCK);
        @Nullable Exception refusal = null;
        try {
            new PacketReader(new ByteArrayInputStream(stream), BUFFER_BYTES, interpreter).readAll();
        } catch (EOFException e) {
            assertThat(e).hasMessageContaining("the server");
        } catch (SourceException | ProtocolException e) {
            assertThat(e).hasMessageContaining(" ");
            refusal = e;
        } catch (ServerErrorException e) {
            refusal = e; // the text is the server's
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new AssertionError(describe(stream, number), e);
        }
        @Nullable Exception undecodable = undecodable(queue);
        return refusal == null ? undecodable : refusal;
    }

    private static TrackedSchemas tracked() {
        ServerCatalog catalog = new ServerCatalog() {
            @Override
            public String databaseCharset(String database) {
                return "utf8mb4";
            }

            @Override
            public Map<TableId, ServerTable> tables(Collection<TableId> tables) {
                Map<TableId, ServerTable> found = new HashMap<>();
                for (TableId table : tables) {
                    TableSchema schema = TABLES.get(table);
                    if (schema != null) {
                        found.put(table, new ServerTable(schema, "utf8mb4", Map.of()));
                    }
                }
                return found;
            }
        };
        return new TrackedSchemas(
                TABLES.values(), table -> false, new ServerDialect(false, 90704, 0, "utf8mb4", true), catalog);
    }

    /** Why some rows cannot be decoded; null when all can. */
    private static @Nullable SourceException undecodable(SlotQueue queue) throws InterruptedException {
        @Nullable SourceException failure = null;
        while (queue.used() > 0) {
            Slot slot = queue.take(0);
            if (slot == null) {
                Slot claimed = Objects.requireNonNull(queue.claim());
                long cost = claimed.cost();
                claimed.decode();
                queue.completed(claimed, cost);
                continue;
            }
            try {
                slot.events();
            } catch (SourceException e) {
                failure = e;
            }
        }
        return failure;
    }

    // ------------------------------------------------------------------------------------------------------------- the
    // logs

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static List<byte[]> mySql() {
        EventBytes log = new EventBytes(false, 4);
        List<byte[]> events = new ArrayList<>(List.of(
                log.rotate("binlog.000003"),
                log.format(),
                log.event(EventType.PREVIOUS_GTIDS, hex(PREVIOUS_GTIDS)),
                log.gtid(SERVER, 1),
                log.query("d", "BEGIN"),
                log.tableMap(7, "d", "t"),
                log.inserts(7, 1, 2, 3),
                log.event(EventType.UPDATE_ROWS_V1, hex("0700000000000000" + "010101" + "0001000000" + "0002000000")),
                log.event(EventType.TABLE_MAP, hex(WIDE_MAP)),
                log.event(EventType.WRITE_ROWS, hex(WIDE_ROW)),
                log.xid(),
                log.heartbeat(),
                log.event(EventType.GTID_TAGGED, hex(TAGGED_GTID)),
                log.query("d", "XA START X'61',X'62',1"),
                log.tableMap(7, "d", "t"),
                log.inserts(7, 4),
                log.query("d", "XA END X'61',X'62',1"),
                log.event(EventType.XA_PREPARE, xid()),
                log.event(EventType.ANONYMOUS_GTID, new byte[42]),
                log.query("d", "XA COMMIT X'61',X'62',1")));
        // longer than the buffer
        events.add(log.tableMap(8, "d", "other"));
        events.add(log.inserts(8, new int[3000]));
        events.add(log.query("d", "COMMIT"));
        return events;
    }

    private static byte[] xid() {
        return ByteBuffer.allocate(15)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0)
                .putInt(1)
                .putInt(1)
                .putInt(1)
                .put("ab".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static List<byte[]> compressed() {
        EventBytes log = new EventBytes(false, 4);
        EventBytes inner = new EventBytes(false, 0);
        byte[] transaction = join(List.of(
                inner.query("d", "BEGIN"),
                inner.tableMap(7, "d", "t"),
                inner.inserts(7, 1, 2, 3),
                inner.event(EventType.TABLE_MAP, hex(WIDE_MAP)),
                inner.event(EventType.WRITE_ROWS, hex(WIDE_ROW)),
                inner.xid()));
        return List.of(
                log.rotate("binlog.000003"),
                log.format(),
                log.gtid(SERVER, 1),
                log.event(EventType.TRANSACTION_PAYLOAD, payload(0, Zstd.compress(transaction))),
                log.gtid(SERVER, 2),
                log.event(EventType.TRANSACTION_PAYLOAD, payload(255, transaction)));
    }

    private static byte[] payload(int compression, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(2);
        if (compression < 251) {
            body.write(1);
            body.write(compression);
        } else {
            body.write(3);
            body.writeBytes(new byte[] {(byte) 252, (byte) compression, 0});
        }
        body.write(0);
        body.writeBytes(content);
        return body.toByteArray();
    }

    private static List<byte[]> mariaDb() {
        EventBytes log = new EventBytes(false, 4);
        return List.of(
                log.rotate("binlog.000003"),
                log.format(),
                log.event(EventType.MARIADB_GTID_LIST, hex("01000000" + "00000000" + "01000000" + "0500000000000000")),
                log.event(EventType.BINLOG_CHECKPOINT, new byte[8]),
                log.event(EventType.MARIADB_GTID, hex("0600000000000000" + "00000000" + "00" + "000000000000")),
                log.event(EventType.ANNOTATE_ROWS, "INSERT INTO t".getBytes(StandardCharsets.US_ASCII)),
                log.tableMap(7, "d", "t"),
                log.event(EventType.WRITE_ROWS_COMPRESSED_V1, compressedRows()),
                log.xid(),
                log.event(EventType.MARIADB_GTID, hex("0700000000000000" + "00000000" + "01" + "000000000000")),
                log.event(EventType.QUERY_COMPRESSED, compressedQuery("ALTER TABLE t ADD COLUMN c VARCHAR(10)")));
    }

    private static byte[] compressedRows() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(hex("0700000000000000" + "01" + "01"));
        body.writeBytes(zlib(hex("00" + "01000000" + "00" + "02000000")));
        return body.toByteArray();
    }

    private static byte[] compressedQuery(String sql) {
        byte[] start = EventBytes.queryBody("d", "");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(start);
        body.writeBytes(zlib(sql.getBytes(StandardCharsets.US_ASCII)));
        return body.toByteArray();
    }

    private static byte[] zlib(byte[] plain) {
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] compressed = new byte[plain.length + 64];
        int length = deflater.deflate(compressed);
        deflater.end();
        byte[] framed = new byte[length + 2];
        framed[0] = (byte) 0x81;
        framed[1] = (byte) plain.length;
        System.arraycopy(compressed, 0, framed, 2, length);
        return framed;
    }

    private static List<byte[]> statements() {
        EventBytes log = new EventBytes(false, 4);
        List<byte[]> events = new ArrayList<>(List.of(log.rotate("binlog.000003"), log.format()));
        for (String sql : new String[] {
            "CREATE TABLE `x` (id INT PRIMARY KEY, e ENUM('a','b''c') DEFAULT 'a' COMMENT \"t\") /* c */ ENGINE=InnoDB",
            "ALTER TABLE d.t ADD COLUMN (a DECIMAL(10,2) NOT NULL, b JSON), DROP INDEX i",
            "ALTER TABLE wide MODIFY e ENUM('a','b','c') CHARACTER SET latin1 FIRST, RENAME COLUMN j TO k",
            "ALTER TABLE wide CHANGE name full_name VARCHAR(40) AFTER id",
            "RENAME TABLE t TO u, u TO d2.v",
            "TRUNCATE TABLE wide",
            "DROP TABLE IF EXISTS `x`, `wide` /* generated by server */",
            "INSERT INTO other VALUES (1, 'it''s')",
            "SAVEPOINT `a`",
            "ROLLBACK TO `a`"
        }) {
            events.add(log.query("d", sql));
        }
        events.add(log.event(EventType.INTVAR, new byte[9]));
        events.add(log.event(EventType.EXECUTE_LOAD_QUERY, load("LOAD DATA INFILE 'f' INTO TABLE other")));
        return events;
    }

    private static byte[] load(String sql) {
        byte[] query = EventBytes.queryBody("d", sql);
        byte[] body = new byte[query.length + 13];
        System.arraycopy(query, 0, body, 0, 13);
        System.arraycopy(query, 13, body, 26, query.length - 13);
        return body;
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] stream(List<byte[]> events) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        events.forEach(event -> stream.writeBytes(EventBytes.packets(event)));
        return stream.toByteArray();
    }

    // ------------------------------------------------------------------------------------------------------------ the
    // damage

    private byte[] damagedStream() {
        List<byte[]> log = logs.get(random.nextInt(logs.size()));
        if (random.nextInt(10) == 0) {
            return damage(stream(log), 0);
        }
        List<byte[]> events = new ArrayList<>(log);
        int number = random.nextInt(events.size());
        switch (random.nextInt(20)) {
            case 0 -> events.remove(number);
            case 1 -> events.add(number, events.get(random.nextInt(events.size())));
            case 2 -> events.set(number, withType(events.get(number), random.nextInt(180)));
            default -> events.set(number, withLength(damage(events.get(number), EventHeader.LENGTH)));
        }
        return stream(events);
    }

    private static byte[] withType(byte[] event, int type) {
        byte[] changed = event.clone();
        changed[4] = (byte) type;
        return changed;
    }

    /** The event with a header that tells how long it is. */
    private static byte[] withLength(byte[] event) {
        ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN).putInt(9, event.length);
        return event;
    }

    private byte[] damage(byte[] bytes, int from) {
        byte[] damaged = bytes.clone();
        int room = damaged.length - from;
        switch (room == 0 ? 4 : random.nextInt(5)) {
            case 0 -> {
                return Arrays.copyOf(damaged, from + random.nextInt(room));
            }
            case 1 -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    damaged[from + random.nextInt(room)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> {
                int at = from + random.nextInt(room);
                for (int i = at; i < Math.min(damaged.length, at + 8); i++) {
                    damaged[i] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
                }
            }
            case 3 -> {
                int at = from + random.nextInt(room);
                for (int i = at; i < damaged.length; i++) {
                    damaged[i] = (byte) random.nextInt();
                }
            }
            default -> damaged = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(20));
        }
        return damaged;
    }
}
