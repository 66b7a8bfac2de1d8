package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The key hash, by values computed with the SDK. */
final class HashTest {

    static Stream<Arguments> samples() {
        ColumnType bigint = ColumnType.of(ColumnType.Kind.BIGINT);
        ColumnType date = ColumnType.of(ColumnType.Kind.DATE);
        return Stream.of(
                Arguments.of(bigint, 0L, 0, 0),
                Arguments.of(bigint, 1L, 357654460, 356781795),
                Arguments.of(bigint, 2L, 715307540, 713562286),
                Arguments.of(bigint, -1L, 357653185, 356780955),
                Arguments.of(bigint, 1234567890123L, -1187240199, 1183128287),
                Arguments.of(ColumnType.of(ColumnType.Kind.STRING), "abc", -317513893, 318639172),
                Arguments.of(date, LocalDate.of(2025, 1, 2), 1160429701, 1164962373),
                Arguments.of(
                        ColumnType.of(ColumnType.Kind.DATETIME),
                        LocalDateTime.parse("2025-01-02T03:04:05.678"),
                        938403395,
                        936970405),
                Arguments.of(ColumnType.decimal(18, 4), new BigDecimal("12.34"), -1448379022, 1443026447));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void hashesAsTheSdkDoes(ColumnType type, Object value, int hash, int combined) {
        BucketHash buckets = new BucketHash(new int[] {0}, List.of(type), Integer.MAX_VALUE);

        assertThat(BucketHash.hash(type, value)).isEqualTo(hash);
        assertThat(buckets.bucket(new Object[] {value})).isEqualTo(combined);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void addsTheHashesOfAllKeyColumns(ColumnType type, Object value, int hash, int combined) {
        ColumnType bigint = ColumnType.of(ColumnType.Kind.BIGINT);
        BucketHash both = new BucketHash(new int[] {1, 0}, List.of(bigint, type), Integer.MAX_VALUE);
        int sum = hash + 357654460;

        assertThat(both.bucket(new Object[] {value, 1L})).isEqualTo(sum ^ (sum >> 8));
    }
}
