package io.syncpipeline.examples;

import com.aliyun.odps.data.Binary;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;

/** Prints values that the MaxCompute SDK returned as the source's server would print them. */
final class DestinationText {

    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private DestinationText() {}

    /** A value that is not NULL. */
    static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (value instanceof Binary binary) {
            return ValueForm.hex(binary.data());
        }
        if (value instanceof Boolean bool) {
            return bool ? "1" : "0";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof LocalDate day) {
            return day.toString();
        }
        if (value instanceof LocalDateTime moment) {
            return MOMENT.format(moment.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof Instant moment) {
            return MOMENT.format(moment);
        }
        if (value instanceof ZonedDateTime moment) {
            return MOMENT.format(moment.toInstant());
        }
        if (value instanceof List<?> elements) {
            return ValueForm.vectorBytes(elements);
        }
        // Numbers, texts, VARCHAR, CHAR and JSON print themselves.
        return value.toString();
    }
}
