package io.syncpipeline.maxcompute.local;

import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Records with a value of every type that can be a key. */
final class SampleRows {

    private SampleRows() {}

    static Record keyRecord(UpsertSessionImpl session, int row) {
        Record record = session.newRecord();
        Object[] cells = {
            row % 2 == 0,
            (byte) row,
            (short) (row * 1_000),
            row * 1_000_003,
            row / 3f,
            row / 7d,
            new BigDecimal(row + "1234567890123456789.12345"),
            BigDecimal.valueOf(row * 105L, 3),
            "text ü " + row,
            new Varchar("varchar " + row),
            new Char("c" + Math.abs(row)),
            new Binary(new byte[] {(byte) row, 0, -1, '=', 'a'}),
            LocalDate.of(1969, 12, 20).plusDays(row),
            ZonedDateTime.of(1969, 12, 31, 23, 59, 58, 123_000_000, ZoneOffset.UTC)
                    .plusSeconds(row),
            Instant.ofEpochSecond(row, 123_456_789),
            LocalDateTime.of(2025, 1, 2, 3, 4, 5, 987_654_321).plusYears(row),
        };
        for (int i = 0; i < cells.length; i++) {
            record.set(i, cells[i]);
        }
        return record;
    }
}
