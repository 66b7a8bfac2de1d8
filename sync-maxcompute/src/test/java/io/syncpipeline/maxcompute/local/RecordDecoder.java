package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record stream and verifies every checksum and the row count in it. Cells are {@code Long} for integers,
 * {@code Float}, {@code Double}, {@code BigDecimal}, {@code Boolean}, {@code String} for all text, {@code byte[]},
 * {@code LocalDate}, {@code LocalDateTime} (UTC) for DATETIME and TIMESTAMP_NTZ, {@code Instant} for TIMESTAMP,
 * {@code Duration}, {@code List} for ARRAY and STRUCT, {@code Map} for MAP. Not thread-safe.
 */
final class RecordDecoder {

    private static final int MAX_DECIMAL_BYTES = 1024;
    private static final int MAX_ARRAY_SIZE = 1 << 24;

    private final WireReader in;
    private final ColumnType[] types;
    private final RecordChecksum record = new RecordChecksum();
    private final RecordChecksum stream = new RecordChecksum();
    private long rows;

    RecordDecoder(InputStream in, List<ColumnType> types) {
        this.in = new WireReader(in);
        this.types = types.toArray(new ColumnType[0]);
    }

    /** The records read so far. */
    long rows() {
        return rows;
    }

    /** Fills {@code cells} with the next record; false at the verified end of the stream. */
    boolean next(@Nullable Object[] cells) throws IOException {
        Arrays.fill(cells, null);
        while (true) {
            int tag = (int) in.readVarint();
            int field = tag >>> 3;
            if (field == TunnelFormat.END_RECORD) {
                endRecord();
                return true;
            }
            if (field == TunnelFormat.ROW_COUNT) {
                endStream();
                return false;
            }
            if (field < 1 || field > types.length) {
                throw new IOException("field number " + field + " in record " + rows + " of a schema with "
                        + types.length + " columns");
            }
            ColumnType type = types[field - 1];
            if ((tag & 7) != TunnelFormat.wireType(type.kind())) {
                throw new IOException(
                        "wire type " + (tag & 7) + " for column " + field + " of type " + type + " in record " + rows);
            }
            record.addInt(field);
            cells[field - 1] = read(type);
        }
    }

    private void endRecord() throws IOException {
        int computed = record.take();
        int received = (int) in.readVarint();
        if (computed != received) {
            throw new IOException("checksum of record " + rows + " is " + Integer.toHexString(computed) + ", received "
                    + Integer.toHexString(received));
        }
        stream.addInt(computed);
        rows++;
    }

    private void endStream() throws IOException {
        long count = in.readSigned();
        if (count != rows) {
            throw new IOException("the stream says " + count + " records and holds " + rows);
        }
        int tag = (int) in.readVarint();
        if (tag >>> 3 != TunnelFormat.STREAM_CHECKSUM) {
            throw new IOException("no checksum after the record count");
        }
        if ((int) in.readVarint() != stream.take()) {
            throw new IOException("the checksum of the record stream is wrong");
        }
        if (!in.atEnd()) {
            throw new IOException("bytes after the end of the record stream");
        }
    }

    private Object read(ColumnType type) throws IOException {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH -> readLong();
            case BOOLEAN -> readBoolean();
            case FLOAT -> readFloat();
            case DOUBLE -> readDouble();
            case DECIMAL -> readDecimal();
            case STRING, VARCHAR, CHAR, JSON -> readText();
            case BINARY -> readBytes(TunnelFormat.MAX_CELL_BYTES);
            case DATE -> LocalDate.ofEpochDay(readLong());
            case DATETIME -> dateTime(readLong());
            case TIMESTAMP -> Instant.ofEpochSecond(readLong(), readNanos());
            case TIMESTAMP_NTZ -> LocalDateTime.ofEpochSecond(readLong(), readNanos(), ZoneOffset.UTC);
            case INTERVAL_DAY_TIME -> Duration.ofSeconds(readLong(), readNanos());
            case ARRAY -> readArray(type.element());
            case MAP -> readMap(type);
            case STRUCT -> readStruct(type);
        };
    }

    private long readLong() throws IOException {
        long value = in.readSigned();
        record.addLong(value);
        return value;
    }

    private int readNanos() throws IOException {
        int nanos = (int) in.readSigned();
        record.addInt(nanos);
        return nanos;
    }

    private boolean readBoolean() throws IOException {
        boolean value = in.readByte() != 0;
        record.addBoolean(value);
        return value;
    }

    private float readFloat() throws IOException {
        int bits = in.readFixed32();
        record.addInt(bits);
        return Float.intBitsToFloat(bits);
    }

    private double readDouble() throws IOException {
        long bits = in.readFixed64();
        record.addLong(bits);
        return Double.longBitsToDouble(bits);
    }

    private BigDecimal readDecimal() throws IOException {
        String text = new String(readBytes(MAX_DECIMAL_BYTES), StandardCharsets.US_ASCII);
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            throw new IOException("'" + text + "' is not a decimal number", notANumber);
        }
    }

    private String readText() throws IOException {
        byte[] bytes = readBytes(TunnelFormat.MAX_CELL_BYTES);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new IOException("text that is not UTF-8 in record " + rows);
        }
        return text;
    }

    private byte[] readBytes(int most) throws IOException {
        byte[] bytes = in.readBytes(most);
        record.addBytes(bytes);
        return bytes;
    }

    private static LocalDateTime dateTime(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000L);
        int nanos = (int) Math.floorMod(epochMillis, 1000L) * 1_000_000;
        return LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
    }

    private List<@Nullable Object> readArray(ColumnType element) throws IOException {
        long size = in.readVarint();
        if (size < 0 || size > MAX_ARRAY_SIZE) {
            throw new IOException("an array of " + size + " elements");
        }
        List<@Nullable Object> values = new ArrayList<>((int) Math.min(size, 1024));
        for (long i = 0; i < size; i++) {
            values.add(in.readByte() != 0 ? null : read(element));
        }
        return values;
    }

    private Map<@Nullable Object, @Nullable Object> readMap(ColumnType type) throws IOException {
        List<@Nullable Object> keys = readArray(type.arguments().get(0));
        List<@Nullable Object> values = readArray(type.arguments().get(1));
        if (keys.size() != values.size()) {
            throw new IOException("a map with " + keys.size() + " keys and " + values.size() + " values");
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }

    private List<@Nullable Object> readStruct(ColumnType type) throws IOException {
        List<@Nullable Object> fields = new ArrayList<>();
        for (ColumnType field : type.arguments()) {
            fields.add(in.readByte() != 0 ? null : read(field));
        }
        return fields;
    }
}
