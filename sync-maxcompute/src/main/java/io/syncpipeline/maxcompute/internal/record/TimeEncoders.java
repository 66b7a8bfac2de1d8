package io.syncpipeline.maxcompute.internal.record;

import io.syncpipeline.model.InvalidDate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The encoders of dates and moments. MaxCompute holds the years 1 to 9999. */
final class TimeEncoders {

    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;
    private static final long FIRST_SECOND =
            LocalDateTime.of(FIRST_YEAR, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final long LAST_SECOND =
            LocalDateTime.of(LAST_YEAR, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);
    private static final int NANOS_PER_MILLI = 1_000_000;

    private TimeEncoders() {}

    private static ValueRefused outOfRange(Object value, String type) {
        return value instanceof InvalidDate
                ? new ValueRefused(value + " is not a date of the calendar, so " + type + " cannot hold it")
                : new ValueRefused(value + " is outside the years 1 to 9999 of " + type);
    }

    private static Instant instant(Object value, String type) throws ValueRefused {
        if (value instanceof Instant instant
                && instant.getEpochSecond() >= FIRST_SECOND
                && instant.getEpochSecond() <= LAST_SECOND) {
            return instant;
        }
        throw outOfRange(value, type);
    }

    /** DATE: days since 1970-01-01. */
    static final class DateEncoder extends ColumnEncoder {

        private static final long SECONDS_PER_DAY = 86_400;

        DateEncoder() {
            super(RecordBuffer.VARINT);
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            out.putLong(checked(value).toEpochDay());
        }

        @Override
        int hash(Object value) throws ValueRefused {
            return KeyHash.ofLong(checked(value).toEpochDay() * SECONDS_PER_DAY);
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            return checked(value);
        }

        private static LocalDate checked(Object value) throws ValueRefused {
            if (value instanceof LocalDate date && date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                return date;
            }
            throw outOfRange(value, "DATE");
        }
    }

    /** TIMESTAMP: a moment to the nanosecond. */
    static final class InstantEncoder extends ColumnEncoder {

        InstantEncoder() {
            super(RecordBuffer.DELIMITED);
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            Instant instant = instant(value, "TIMESTAMP");
            out.putMoment(instant.getEpochSecond(), instant.getNano());
        }

        @Override
        int hash(Object value) throws ValueRefused {
            Instant instant = instant(value, "TIMESTAMP");
            return KeyHash.ofMoment(instant.getEpochSecond(), instant.getNano());
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            return instant(value, "TIMESTAMP");
        }
    }

    /** DATETIME: a moment to the millisecond. */
    static final class MillisEncoder extends ColumnEncoder {

        MillisEncoder() {
            super(RecordBuffer.VARINT);
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            out.putLong(checked(value).toEpochMilli());
        }

        @Override
        int hash(Object value) throws ValueRefused {
            return KeyHash.ofLong(checked(value).toEpochMilli());
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            return ZonedDateTime.ofInstant(checked(value), ZoneOffset.UTC);
        }

        @SuppressWarnings("JavaInstantGetSecondsGetNano") // only the fraction is looked at
        private static Instant checked(Object value) throws ValueRefused {
            Instant instant = instant(value, "DATETIME");
            if (instant.getNano() % NANOS_PER_MILLI != 0) {
                throw new ValueRefused(value + " is finer than the milliseconds of DATETIME");
            }
            return instant;
        }
    }

    /** TIMESTAMP_NTZ: a date and time of day in no zone, written as if it were UTC. */
    @SuppressWarnings("JavaLocalDateTimeGetNano") // beside toEpochSecond
    static final class LocalDateTimeEncoder extends ColumnEncoder {

        LocalDateTimeEncoder() {
            super(RecordBuffer.DELIMITED);
        }

        @Override
        void write(Object value, RecordBuffer out) throws ValueRefused {
            LocalDateTime dateTime = checked(value);
            out.putMoment(dateTime.toEpochSecond(ZoneOffset.UTC), dateTime.getNano());
        }

        @Override
        int hash(Object value) throws ValueRefused {
            LocalDateTime dateTime = checked(value);
            return KeyHash.ofMoment(dateTime.toEpochSecond(ZoneOffset.UTC), dateTime.getNano());
        }

        @Override
        Object sdkValue(Object value) throws ValueRefused {
            return checked(value);
        }

        private static LocalDateTime checked(Object value) throws ValueRefused {
            LocalDateTime dateTime = null;
            if (value instanceof LocalDateTime given) {
                dateTime = given;
            } else if (value instanceof LocalDate date) {
                dateTime = date.atStartOfDay();
            }
            if (dateTime == null || dateTime.getYear() < FIRST_YEAR || dateTime.getYear() > LAST_YEAR) {
                throw outOfRange(value, "TIMESTAMP_NTZ");
            }
            return dateTime;
        }
    }
}
