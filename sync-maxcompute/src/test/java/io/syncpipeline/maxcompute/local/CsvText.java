package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** The CSV text of a query's result: names, then rows; times in UTC; NULL is {@code \N}. */
final class CsvText {

    /** Most rows that the service puts into the text; the instance tunnel gives all of them. */
    static final int MAX_ROWS = 10_000;

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter NANOS = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private CsvText() {}

    static String of(SqlRows rows) throws IOException {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < rows.columns().size(); i++) {
            quote(csv.append(i == 0 ? "" : ","), rows.columns().get(i).name());
        }
        csv.append('\n');
        rows.read(new RowRange(0, Math.min(MAX_ROWS, rows.count())), row -> {
            for (int i = 0; i < row.length; i++) {
                append(csv.append(i == 0 ? "" : ","), rows.columns().get(i).type(), row[i]);
            }
            csv.append('\n');
        });
        return csv.toString();
    }

    private static void append(StringBuilder csv, ColumnType type, @Nullable Object cell) {
        if (cell == null) {
            csv.append("\\N");
        } else if (type.kind().isInteger() || type.kind() == ColumnType.Kind.BOOLEAN) {
            csv.append(cell);
        } else {
            quote(csv, text(type, cell));
        }
    }

    /** A cell as the service prints it. */
    static String text(ColumnType type, Object cell) {
        return switch (type.kind()) {
            case DECIMAL -> ((BigDecimal) cell).toPlainString();
            case BINARY -> new String((byte[]) cell, StandardCharsets.UTF_8);
            case DATETIME -> SECONDS.format((LocalDateTime) cell);
            case TIMESTAMP -> NANOS.format((Instant) cell);
            case TIMESTAMP_NTZ -> NANOS.format((LocalDateTime) cell);
            case ARRAY, MAP, STRUCT -> ComplexText.write(type, cell);
            case TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    INTERVAL_YEAR_MONTH,
                    FLOAT,
                    DOUBLE,
                    BOOLEAN,
                    STRING,
                    VARCHAR,
                    CHAR,
                    JSON,
                    DATE,
                    INTERVAL_DAY_TIME -> cell.toString();
        };
    }

    private static void quote(StringBuilder csv, String text) {
        csv.append('"').append(text.replace("\"", "\"\"")).append('"');
    }
}
