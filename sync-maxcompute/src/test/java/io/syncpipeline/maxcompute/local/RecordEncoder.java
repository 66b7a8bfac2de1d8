package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a record stream; cells are of the classes that {@link RecordDecoder} gives. Not thread-safe. */
final class RecordEncoder {

    private final WireWriter out;
    private final ColumnType[] types;
    private final RecordChecksum record = new RecordChecksum();
    private final RecordChecksum stream = new RecordChecksum();
    private long rows;

    RecordEncoder(OutputStream out, List<ColumnType> types) {
        this.out = new WireWriter(out);
        this.types = types.toArray(new ColumnType[0]);
    }

    /** The records written so far. */
    long rows() {
        return rows;
    }

    void write(@Nullable Object[] cells) throws IOException {
        for (int i = 0; i < types.length; i++) {
            Object cell = cells[i];
            if (cell != null) {
                record.addInt(i + 1);
                out.writeTag(i + 1, TunnelFormat.wireType(types[i].kind()));
                write(types[i], cell);
            }
        }
        int checksum = record.take();
        out.writeTag(TunnelFormat.END_RECORD, TunnelFormat.WIRE_VARINT);
        out.writeVarint(checksum & 0xffff_ffffL);
        stream.addInt(checksum);
        rows++;
    }

    /** Writes the row count and the checksum; does not close the stream. */
    void finish() throws IOException {
        out.writeTag(TunnelFormat.ROW_COUNT, TunnelFormat.WIRE_VARINT);
        out.writeSigned(rows);
        out.writeTag(TunnelFormat.STREAM_CHECKSUM, TunnelFormat.WIRE_VARINT);
        out.writeVarint(stream.take() & 0xffff_ffffL);
        out.flush();
    }

    private void write(ColumnType type, Object cell) throws IOException {
        switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH -> writeLong((Long) cell);
            case BOOLEAN -> {
                record.addBoolean((Boolean) cell);
                out.writeByte((Boolean) cell ? 1 : 0);
            }
            case FLOAT -> {
                int bits = Float.floatToRawIntBits((Float) cell);
                record.addInt(bits);
                out.writeFixed32(bits);
            }
            case DOUBLE -> {
                long bits = Double.doubleToRawLongBits((Double) cell);
                record.addLong(bits);
                out.writeFixed64(bits);
            }
            case DECIMAL -> writeBytes(((BigDecimal) cell).toPlainString().getBytes(StandardCharsets.US_ASCII));
            case STRING, VARCHAR, CHAR, JSON -> writeBytes(((String) cell).getBytes(StandardCharsets.UTF_8));
            case BINARY -> writeBytes((byte[]) cell);
            case DATE -> writeLong(((LocalDate) cell).toEpochDay());
            case DATETIME -> writeLong(epochMillis((LocalDateTime) cell));
            case TIMESTAMP -> writeInstant((Instant) cell);
            case TIMESTAMP_NTZ -> writeInstant(((LocalDateTime) cell).toInstant(ZoneOffset.UTC));
            case INTERVAL_DAY_TIME -> writeSeconds(((Duration) cell).toSeconds(), ((Duration) cell).toNanosPart());
            case ARRAY -> writeArray(type.element(), (List<?>) cell);
            case MAP -> writeMap(type, (Map<?, ?>) cell);
            case STRUCT -> writeStruct(type, (List<?>) cell);
        }
    }

    static long epochMillis(LocalDateTime value) {
        return value.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private void writeLong(long value) throws IOException {
        record.addLong(value);
        out.writeSigned(value);
    }

    private void writeInstant(Instant instant) throws IOException {
        writeSeconds(instant.getEpochSecond(), instant.getNano());
    }

    private void writeSeconds(long seconds, int nanos) throws IOException {
        record.addLong(seconds);
        record.addInt(nanos);
        out.writeSigned(seconds);
        out.writeSigned(nanos);
    }

    private void writeBytes(byte[] bytes) throws IOException {
        record.addBytes(bytes);
        out.writeBytes(bytes);
    }

    private void writeArray(ColumnType element, List<?> values) throws IOException {
        out.writeVarint(values.size());
        for (Object value : values) {
            writeNullable(element, value);
        }
    }

    private void writeMap(ColumnType type, Map<?, ?> map) throws IOException {
        writeArray(type.arguments().get(0), new ArrayList<>(map.keySet()));
        writeArray(type.arguments().get(1), new ArrayList<>(map.values()));
    }

    private void writeStruct(ColumnType type, List<?> fields) throws IOException {
        for (int field = 0; field < fields.size(); field++) {
            writeNullable(type.arguments().get(field), fields.get(field));
        }
    }

    private void writeNullable(ColumnType type, @Nullable Object value) throws IOException {
        out.writeByte(value == null ? 1 : 0);
        if (value != null) {
            write(type, value);
        }
    }
}
