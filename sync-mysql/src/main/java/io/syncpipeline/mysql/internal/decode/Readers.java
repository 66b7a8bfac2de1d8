package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.mysql.internal.type.MySqlType;

/** Chooses the reader of a column by its declared type and what the table map says about it, which must fit (see {@link Shape}). */
final class Readers {

    private static final int BYTES_OF_HEADER = 16;
    private static final int BYTES_OF_NUMBER = 16;
    private static final int BYTES_OF_LONG = 24;
    private static final int BYTES_OF_DECIMAL = 40;
    private static final int BYTES_OF_DATE_TIME = 72;

    private Readers() {}

    static ValueReader of(MySqlType type, TableMap map, int column) {
        int logged = map.columnType(column);
        int meta = map.columnMeta(column);
        boolean unsigned = type.unsigned();
        int digits = (int) type.dataType().precision();
        return switch (type.family()) {
            case TINYINT -> NumberReaders.tinyint(unsigned);
            case SMALLINT -> NumberReaders.smallint(unsigned);
            case MEDIUMINT -> NumberReaders.mediumint(unsigned);
            case INT -> NumberReaders.integer(unsigned);
            case BIGINT -> NumberReaders.bigint(unsigned);
            case DECIMAL -> new DecimalReader(digits, type.dataType().scale());
            case FLOAT -> NumberReaders::singleFloat;
            case DOUBLE -> NumberReaders::doubleFloat;
            case BIT -> NumberReaders.bits(Shape.bits(meta));
            case YEAR -> NumberReaders::year;
            case DATE -> TemporalReaders::date;
            case TIME -> logged == BinlogType.TIME ? TemporalReaders::oldTime : TemporalReaders.time(digits);
            case DATETIME ->
                logged == BinlogType.DATETIME ? TemporalReaders::oldDateTime : TemporalReaders.dateTime(digits);
            case TIMESTAMP ->
                logged == BinlogType.TIMESTAMP ? TemporalReaders::oldTimestamp : TemporalReaders.timestamp(digits);
            case CHAR, VARCHAR, TEXT -> text(type, logged, meta);
            case BINARY -> TextReaders.paddedBytes(meta);
            case VARBINARY, BLOB -> bytes(type, logged, meta);
            case ENUM -> TextReaders.label(type.enumLabels(), meta);
            case SET -> TextReaders.labels(type.setLabels(), meta);
            case JSON -> TextReaders.json(meta, JsonStyle.of(map));
            case GEOMETRY -> TextReaders.geometry(meta);
            case VECTOR -> TextReaders.vector(lengthBytes(logged, meta));
            case UUID -> TextReaders.uuid();
            case INET4 -> TextReaders.inet4();
            case INET6 -> TextReaders.inet6();
        };
    }

    private static ValueReader text(MySqlType type, int logged, int meta) {
        int lengthBytes = lengthBytes(logged, meta);
        if (isCompressed(logged)) {
            long mostBytes = type.dataType().precision() * 4;
            return TextReaders.compressedText(type.requiredCharacterSet(), lengthBytes, mostBytes);
        }
        return TextReaders.text(type.requiredCharacterSet(), lengthBytes);
    }

    private static ValueReader bytes(MySqlType type, int logged, int meta) {
        int lengthBytes = lengthBytes(logged, meta);
        return isCompressed(logged)
                ? CompressedColumn.reader(lengthBytes, type.dataType().precision())
                : TextReaders.bytes(lengthBytes);
    }

    private static boolean isCompressed(int logged) {
        return logged == BinlogType.VARCHAR_COMPRESSED || logged == BinlogType.BLOB_COMPRESSED;
    }

    private static int lengthBytes(int logged, int meta) {
        return switch (logged) {
            case BinlogType.VARCHAR, BinlogType.VAR_STRING, BinlogType.VARCHAR_COMPRESSED, BinlogType.STRING ->
                TextReaders.lengthBytes(meta);
            default -> meta;
        };
    }

    /** About how many bytes of memory a value takes beyond those it has in the log. */
    static int overhead(MySqlType type) {
        return switch (type.dataType().kind()) {
            case BOOLEAN, INT8 -> 0;
            case INT16, INT32, FLOAT32 -> BYTES_OF_NUMBER;
            case INT64, FLOAT64, DATE, TIME, TIMESTAMP -> BYTES_OF_LONG;
            case DECIMAL -> BYTES_OF_DECIMAL;
            case DATETIME -> BYTES_OF_DATE_TIME;
            case TEXT, JSON -> type.labels().isEmpty() ? 2 * BYTES_OF_HEADER : 0;
            case BINARY, FLOAT_VECTOR -> BYTES_OF_HEADER;
        };
    }
}
