package io.syncpipeline.mysql.internal.binlog;

import com.github.shyiko.mysql.binlog.event.GtidTaggedEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.syncpipeline.mysql.internal.decode.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of the events that frame transactions. Layouts: {@code libs/mysql/binlog/event/control_events.h} of MySQL, and the
 * MariaDB knowledge base on GTID_EVENT, GTID_LIST_EVENT and XA_PREPARE_LOG_EVENT.
 */
final class ControlEvents {

    private static final int LOGICAL_TIMESTAMPS = 2;
    private static final int GTID_FIXED_LENGTH = 25;
    private static final int GTID_WITH_TIME_LENGTH = GTID_FIXED_LENGTH + 1 + 16 + 7;
    private static final long ORIGINAL_TIME_FOLLOWS = 1L << 55;

    private ControlEvents() {}

    /**
     * The beginning of a transaction.
     *
     * @param gtid its GTID; null when it has none
     * @param time when it was committed at this server; null when the event does not tell
     */
    record Beginning(@Nullable Gtid gtid, @Nullable Instant time) {}

    /** A MySQL GTID or ANONYMOUS_GTID event: flags, source, number, and since 8.0 the commit time in microseconds. */
    static Beginning gtid(byte[] bytes, int offset, int length, boolean anonymous) {
        @Nullable Gtid gtid = null;
        if (!anonymous) {
            gtid = new Gtid.MySql(uuid(bytes, offset + 1), "", Bytes.int64(bytes, offset + 17));
        }
        if (length < GTID_WITH_TIME_LENGTH || Bytes.uint8(bytes, offset + GTID_FIXED_LENGTH) != LOGICAL_TIMESTAMPS) {
            return new Beginning(gtid, null);
        }
        long micros = Bytes.uint56(bytes, offset + GTID_FIXED_LENGTH + 17) & ~ORIGINAL_TIME_FOLLOWS;
        return new Beginning(gtid, instant(micros));
    }

    /** A MySQL GTID_TAGGED event. */
    static Beginning taggedGtid(byte[] bytes, int offset, int length) {
        GtidTaggedEventData data = tagged(bytes, offset, length);
        String tag = Objects.requireNonNullElse(data.getMySqlGtid().getTag(), "");
        return new Beginning(
                new Gtid.MySql(
                        data.getMySqlGtid().getServerId(),
                        tag,
                        data.getMySqlGtid().getTransactionId()),
                instant(data.getImmediateCommitTimestamp()));
    }

    private static GtidTaggedEventData tagged(byte[] bytes, int offset, int length) {
        byte[] copy = new byte[length];
        ByteBuffer.wrap(bytes, offset, length).get(copy);
        try {
            return new GtidTaggedEventDataDeserializer().deserialize(new ByteArrayInputStream(copy));
        } catch (IOException e) {
            // an end of these bytes must not be taken for an end of the connection
            throw new DecodeException("the event is cut short", e);
        }
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    /**
     * The transactions in the files before this one, as MySQL writes at the beginning of each: the number of sources, then for each its
     * UUID, since 8.3 its tag when any has one (both outer bytes of the number are 1 then), and its intervals, which end before their
     * second number ({@code Gtid_set::encode} in {@code sql/rpl_gtid_set.cc}).
     */
    static GtidSet previousGtids(byte[] bytes, int offset, int length) {
        long number = Bytes.int64(bytes, offset);
        boolean tagged = number >>> 56 == 1;
        long sources = tagged ? number << 8 >>> 16 : number;
        MySqlGtidSet set = new MySqlGtidSet();
        int at = offset + 8;
        int end = offset + length;
        for (long i = 0; i < sources; i++) {
            UUID source = uuid(bytes, at);
            at += 16;
            String tag = "";
            if (tagged) {
                int tagLength = Bytes.uint8(bytes, at) >> 1;
                tag = new String(bytes, at + 1, tagLength, StandardCharsets.UTF_8);
                at += 1 + tagLength;
            }
            long intervals = Bytes.int64(bytes, at);
            at += 8;
            if (intervals < 0 || intervals > (end - at) / 16) {
                throw new DecodeException("a GTID set claims to have " + intervals + " intervals of " + source);
            }
            for (long k = 0; k < intervals; k++) {
                set.add(source, tag, Bytes.int64(bytes, at), Bytes.int64(bytes, at + 8) - 1);
                at += 16;
            }
        }
        return set;
    }

    private static UUID uuid(byte[] bytes, int offset) {
        return new UUID(
                Long.reverseBytes(Bytes.int64(bytes, offset)), Long.reverseBytes(Bytes.int64(bytes, offset + 8)));
    }

    /** The last GTIDs before a file, as MariaDB writes at the beginning of each. The last one listed of a domain is its position. */
    static GtidSet mariaDbGtidList(byte[] bytes, int offset) {
        int count = Bytes.int32(bytes, offset) & 0x0FFF_FFFF;
        MariaDbGtidSet set = new MariaDbGtidSet();
        for (int i = 0; i < count; i++) {
            int entry = offset + 4 + i * 16;
            set.add(new Gtid.MariaDb(
                    Bytes.uint32(bytes, entry), Bytes.uint32(bytes, entry + 4), Bytes.int64(bytes, entry + 8)));
        }
        return set;
    }

    /** A MariaDB GTID event; the server id stands in the header. */
    static Gtid mariaDbGtid(byte[] bytes, int offset, long serverId) {
        return new Gtid.MariaDb(Bytes.uint32(bytes, offset + 8), serverId, Bytes.int64(bytes, offset));
    }

    /** The name of the next file in a ROTATE event, behind an offset of 8 bytes. */
    static String rotateFile(byte[] bytes, int offset, int length) {
        return new String(bytes, offset + 8, length - 8, StandardCharsets.UTF_8);
    }

    /** The transaction of an XA_PREPARE event, spelled as XA statements in the log spell it: {@code X'..',X'..',1}. */
    static String xid(byte[] bytes, int offset) {
        int format = Bytes.int32(bytes, offset + 1);
        int globalLength = Bytes.int32(bytes, offset + 5);
        int branchLength = Bytes.int32(bytes, offset + 9);
        HexFormat hex = HexFormat.of();
        return "X'" + hex.formatHex(bytes, offset + 13, offset + 13 + globalLength) + "',X'"
                + hex.formatHex(bytes, offset + 13 + globalLength, offset + 13 + globalLength + branchLength) + "',"
                + format;
    }

    /** Whether an XA_PREPARE event stands for a commit in one phase. */
    static boolean isOnePhase(byte[] bytes, int offset) {
        return bytes[offset] != 0;
    }
}
