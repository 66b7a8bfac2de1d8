package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogScanTest {

    private static final UUID SERVER = UUID.fromString("3e11fa47-71ca-11e1-9e33-c80aa9429562");
    private static final String FIRST = "binlog.000001";
    private static final String SECOND = "binlog.000002";

    private final ByteArrayOutputStream packets = new ByteArrayOutputStream();
    private final List<String> places = new ArrayList<>();
    private EventBytes file = new EventBytes(true, 4);

    private void send(byte[]... events) {
        for (byte[] event : events) {
            packets.writeBytes(EventBytes.packets(event));
        }
    }

    /** A file as it begins, behind the transactions up to the given number. */
    private long begin(String name, long previous) {
        file = new EventBytes(true, 4);
        send(file.rotate(name), file.format());
        ByteBuffer body = ByteBuffer.allocate(previous == 0 ? 8 : 48).order(ByteOrder.LITTLE_ENDIAN);
        if (previous == 0) {
            body.putLong(0);
        } else {
            body.putLong(1);
            body.order(ByteOrder.BIG_ENDIAN)
                    .putLong(SERVER.getMostSignificantBits())
                    .putLong(SERVER.getLeastSignificantBits());
            body.order(ByteOrder.LITTLE_ENDIAN).putLong(1).putLong(1).putLong(previous + 1);
        }
        send(file.event(EventType.PREVIOUS_GTIDS, body.array()));
        return file.offset();
    }

    private void transaction(long number) {
        send(file.gtid(SERVER, number), file.query("d", "BEGIN"), file.tableMap(7, "d", "t"));
        send(file.inserts(7, 1, 2), file.xid());
    }

    /** Where the next transaction would begin, with the transactions up to this number before it. */
    private String place(String name, long number) {
        return name + ":" + file.offset() + " " + SERVER + ":1" + (number > 1 ? "-" + number : "");
    }

    private LogScan scan(String endFile, long endOffset, LogScan.Goal goal, int capacity)
            throws IOException, InterruptedException {
        LogScan scan = new LogScan(endFile, endOffset, at -> {
            if (at.beginning() != null) {
                places.add(at.file() + ":" + at.offset() + " " + at.gtids());
            }
            return goal.isReached(at);
        });
        new PacketReader(new ByteArrayInputStream(packets.toByteArray()), capacity, scan).readUntil(scan::isOver);
        return scan;
    }

    @Test
    void knowsTheTransactionsBeforeEachPlace() throws Exception {
        begin(FIRST, 5);
        List<String> expected = new ArrayList<>();
        for (long number = 6; number < 9; number++) {
            expected.add(place(FIRST, number - 1));
            transaction(number);
        }
        LogScan scan = scan(FIRST, file.offset(), at -> false, 1 << 16);

        assertThat(places).isEqualTo(expected);
        assertThat(scan.isReached()).isFalse();
        assertThat(scan.file() + ":" + scan.offset() + " " + scan.gtids()).isEqualTo(place(FIRST, 8));
        assertThat(scan.created()).isEqualTo(Instant.ofEpochSecond(EventBytes.TIME));
    }

    @Test
    void endsAtTheEndThatTheLogHadAndAsksForNothingBehindIt() throws Exception {
        begin(FIRST, 0);
        transaction(1);
        long end = file.offset();
        transaction(2);

        LogScan scan = scan(FIRST, end, at -> false, 1 << 16);

        assertThat(scan.offset()).isEqualTo(end);
        assertThat(scan.gtids()).hasToString(SERVER + ":1");
        assertThat(places).hasSize(1);
    }

    @Test
    void goesOnInTheNextFileAfterACrashThatLeftTheFirstWithoutAnEnd() throws Exception {
        begin(FIRST, 0);
        transaction(1);
        long crashed = file.offset();
        List<Long> ends = new ArrayList<>();
        begin(SECOND, 1);
        String expected = place(SECOND, 1);
        transaction(2);

        scan(
                SECOND,
                file.offset(),
                at -> {
                    if (at.file().equals(FIRST) && at.beginning() == null) {
                        ends.add(at.offset());
                    }
                    return false;
                },
                1 << 16);

        assertThat(ends).endsWith(crashed);
        assertThat(places).hasSize(2).endsWith(expected);
    }

    @Test
    void stopsWhereTheGoalIsReached() throws Exception {
        long offset = begin(FIRST, 0);
        transaction(1);
        transaction(2);

        LogScan scan = scan(FIRST, file.offset(), at -> at.beginning() != null, 1 << 16);

        assertThat(scan.isReached()).isTrue();
        assertThat(scan.offset()).isEqualTo(offset);
        assertThat(scan.time()).isEqualTo(Instant.ofEpochSecond(EventBytes.TIME));
        assertThat(places).hasSize(1);
    }

    @Test
    void passesOverEventsThatAreLargerThanTheBuffer() throws Exception {
        begin(FIRST, 0);
        send(file.gtid(SERVER, 1), file.query("d", "BEGIN"), file.tableMap(7, "d", "t"));
        send(file.inserts(7, new int[100_000]), file.xid());
        String expected = place(FIRST, 1);
        transaction(2);

        scan(FIRST, file.offset(), at -> false, 1 << 16);

        assertThat(places).hasSize(2).endsWith(expected);
    }

    @Test
    void endsWhenTheServerHasNothingMore() throws Exception {
        begin(FIRST, 0);
        transaction(1);
        send(file.heartbeat());

        LogScan scan = scan(SECOND, 4_711, at -> false, 1 << 16);

        assertThat(scan.isOver()).isTrue();
        assertThat(scan.offset()).isEqualTo(file.offset());
    }

    @Test
    void aTransactionWithoutAGtidHasAPlaceToo() throws Exception {
        begin(FIRST, 3);
        long offset = file.offset();
        send(file.event(EventType.ANONYMOUS_GTID, new byte[42]), file.query("d", "BEGIN"), file.xid());
        transaction(4);

        scan(FIRST, file.offset(), at -> false, 1 << 16);

        assertThat(places.get(0)).isEqualTo(FIRST + ":" + offset + " " + SERVER + ":1-3");
        assertThat(places.get(1)).endsWith(SERVER + ":1-3");
    }

    @Test
    void aDamagedEventIsNotPassedOver() {
        begin(FIRST, 0);
        byte[] damaged = file.gtid(SERVER, 1);
        damaged[25] ^= 1;
        send(damaged);

        assertThatThrownBy(() -> scan(FIRST, file.offset(), at -> false, 1 << 16))
                .hasMessageContaining("does not match its checksum");
    }
}
