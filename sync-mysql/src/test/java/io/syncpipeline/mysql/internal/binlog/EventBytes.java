package io.syncpipeline.mysql.internal.binlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;

/** Writes binlog events as a server does, with checksums, one behind the other in a file. */
final class EventBytes {

    static final long TIME = 1_700_000_000L;

    private final boolean checksums;
    private long offset;

    EventBytes(boolean checksums, long offset) {
        this.checksums = checksums;
        this.offset = offset;
    }

    long offset() {
        return offset;
    }

    /** The next event begins there. */
    void moveTo(long newOffset) {
        offset = newOffset;
    }

    byte[] event(int type, byte[] body) {
        return event(type, 0, body);
    }

    byte[] event(int type, int flags, byte[] body) {
        int length = EventHeader.LENGTH + body.length + (checksums ? Checksums.LENGTH : 0);
        offset += length;
        return event(type, flags, body, offset, checksums);
    }

    static byte[] event(int type, int flags, byte[] body, long endPosition, boolean checksum) {
        int length = EventHeader.LENGTH + body.length + (checksum ? Checksums.LENGTH : 0);
        ByteBuffer event = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        event.putInt((int) TIME)
                .put((byte) type)
                .putInt(1)
                .putInt(length)
                .putInt((int) endPosition)
                .putShort((short) flags);
        event.put(body);
        if (checksum) {
            CRC32 crc = new CRC32();
            crc.update(event.array(), 0, length - Checksums.LENGTH);
            event.putInt((int) crc.getValue());
        }
        return event.array();
    }

    /** The artificial ROTATE with which every stream begins. */
    byte[] rotate(String file) {
        byte[] name = file.getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(8 + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(offset)
                .put(name)
                .array();
        return event(EventType.ROTATE, 0x20, body, 0, checksums);
    }

    /** A FORMAT_DESCRIPTION that stands in no file. */
    byte[] format() {
        byte[] body = new byte[2 + 50 + 4 + 1 + 42 + 1];
        body[body.length - 1] = (byte) (checksums ? 1 : 0);
        return event(EventType.FORMAT_DESCRIPTION, 0, body, 0, true);
    }

    byte[] gtid(UUID source, long number) {
        ByteBuffer body = ByteBuffer.allocate(42);
        body.put((byte) 1).putLong(source.getMostSignificantBits()).putLong(source.getLeastSignificantBits());
        body.order(ByteOrder.LITTLE_ENDIAN).putLong(number);
        return event(EventType.GTID, body.array());
    }

    byte[] query(String database, String sql) {
        return event(EventType.QUERY, queryBody(database, sql));
    }

    static byte[] queryBody(String database, String sql) {
        byte[] name = database.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[8]);
        body.write(name.length);
        body.writeBytes(new byte[4]);
        body.writeBytes(name);
        body.write(0);
        body.writeBytes(sql.getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    byte[] xid() {
        return event(EventType.XID, new byte[8]);
    }

    /** The map of a table with one INT column. */
    byte[] tableMap(long id, String database, String table) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        tableId(body, id);
        name(body, database);
        name(body, table);
        body.writeBytes(new byte[] {1, 3, 0, 1});
        return event(EventType.TABLE_MAP, body.toByteArray());
    }

    private static void tableId(ByteArrayOutputStream body, long id) {
        for (int i = 0; i < 6; i++) {
            body.write((int) (id >> 8 * i));
        }
        body.writeBytes(new byte[2]);
    }

    private static void name(ByteArrayOutputStream body, String name) {
        body.write(name.length());
        body.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        body.write(0);
    }

    /** Inserts of numbers into a table with one INT column. */
    byte[] inserts(long tableId, int... values) {
        return rows(EventType.WRITE_ROWS, tableId, values);
    }

    byte[] rows(int type, long tableId, int... values) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        tableId(body, tableId);
        body.writeBytes(new byte[] {2, 0, 1, 1});
        for (int value : values) {
            body.write(0);
            body.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }
        return event(type, body.toByteArray());
    }

    byte[] heartbeat() {
        return event(EventType.HEARTBEAT, 0, "binlog.000001".getBytes(StandardCharsets.UTF_8), offset, checksums);
    }

    /** The packets that carry an event to a client. */
    static byte[] packets(byte[] event) {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        byte[] content = new byte[event.length + 1];
        System.arraycopy(event, 0, content, 1, event.length);
        int from = 0;
        int length;
        do {
            length = Math.min(0xFFFFFF, content.length - from);
            packets.write(length);
            packets.write(length >> 8);
            packets.write(length >> 16);
            packets.write(0);
            packets.write(content, from, length);
            from += length;
        } while (length == 0xFFFFFF);
        return packets.toByteArray();
    }
}
