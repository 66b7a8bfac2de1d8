package io.syncpipeline.maxcompute.local;

import com.aliyun.odps.data.Binary;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bucket of a row from its key: the service's "default" hash. Source: {@code DefaultHashFactory} and
 * {@code TypeHasher} of odps-sdk-core 0.57.1-public. Immutable.
 */
final class BucketHash {

    private static final int TRUE_HASH = 0x172ba9c7;
    private static final int FALSE_HASH = -0x3a59cb12;
    private static final int LOW_DIGITS = 18;
    private static final long SECONDS_PER_DAY = 86_400L;

    private final int[] columns;
    private final ColumnType[] types;
    private final int buckets;

    /**
     * The hash of a table.
     *
     * @param columns the places of the key columns in a row
     * @param types the type of each key column
     * @param buckets the number of buckets, at least 1
     */
    BucketHash(int[] columns, List<ColumnType> types, int buckets) {
        this.columns = columns.clone();
        this.types = types.toArray(new ColumnType[0]);
        this.buckets = buckets;
    }

    int bucket(@Nullable Object[] row) {
        int sum = 0;
        for (int i = 0; i < columns.length; i++) {
            Object key = row[columns[i]];
            if (key != null) {
                sum += hash(types[i], key);
            }
        }
        return (sum ^ (sum >> 8)) % buckets;
    }

    static int hash(ColumnType type, Object value) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH -> hash((long) (Long) value);
            case FLOAT -> hash((long) Float.floatToIntBits((Float) value));
            case DOUBLE -> hash(Double.doubleToLongBits((Double) value));
            case BOOLEAN -> (Boolean) value ? TRUE_HASH : FALSE_HASH;
            case STRING, VARCHAR, CHAR -> hash((String) value);
            // The SDK hashes the printed form of a binary value: quoted-printable.
            case BINARY -> hash(new Binary((byte[]) value).toString());
            case DATE -> hash(((LocalDate) value).toEpochDay() * SECONDS_PER_DAY);
            case DATETIME -> hash(RecordEncoder.epochMillis((LocalDateTime) value));
            case TIMESTAMP -> hash((Instant) value);
            case TIMESTAMP_NTZ -> hash(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
            case INTERVAL_DAY_TIME -> hash(((Duration) value).toSeconds(), ((Duration) value).toNanosPart());
            case DECIMAL -> hash((BigDecimal) value, type);
            case JSON, ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type + " cannot be a key");
        };
    }

    private static int hash(Instant instant) {
        return hash(instant.getEpochSecond(), instant.getNano());
    }

    private static int hash(long seconds, int nanos) {
        return hash((seconds << 30) | nanos);
    }

    private static int hash(long value) {
        long l = ~value + (value << 18);
        l ^= l >> 31;
        l *= 21;
        l ^= l >> 11;
        l += l << 6;
        l ^= l >> 22;
        return (int) l;
    }

    private static int hash(String text) {
        int h = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h += b;
            h += h << 10;
            h ^= h >> 6;
        }
        h += h << 3;
        h ^= h >> 11;
        h += h << 15;
        return h;
    }

    private static int hash(BigDecimal value, ColumnType type) {
        BigInteger unscaled = value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
        int low = hash(unscaled.longValue());
        return type.length() <= LOW_DIGITS
                ? low
                : low + hash(unscaled.shiftRight(Long.SIZE).longValue());
    }
}
