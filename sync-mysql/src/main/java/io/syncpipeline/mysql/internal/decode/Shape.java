package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.type.Collations;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.util.List;
import java.util.Optional;

/** Compares the shape a statement was logged with to the tracked schema. Rows are decoded only when the two agree. */
final class Shape {

    private Shape() {}

    /**
     * Checks count and types, and names, labels and character sets as far as the map has them.
     *
     * @param types the tracked columns' types
     * @throws SourceException when they differ; the message has both shapes
     */
    static void check(TableMap map, TableSchema schema, List<MySqlType> types) {
        if (map.columnCount() != types.size() || types.isEmpty()) {
            throw mismatch(map, schema, map.columnCount() + " columns against " + types.size());
        }
        for (int i = 0; i < types.size(); i++) {
            Column column = schema.columns().get(i);
            if (!fits(types.get(i), map.columnType(i), map.columnMeta(i))) {
                throw mismatch(
                        map,
                        schema,
                        "column " + column + " was logged as " + BinlogType.name(map.columnType(i)) + " with metadata "
                                + map.columnMeta(i));
            }
            if (map.metadata().isPresent()) {
                checkMetadata(map, schema, i, types.get(i), map.metadata().get());
            }
        }
    }

    private static void checkMetadata(
            TableMap map, TableSchema schema, int index, MySqlType type, TableMapMetadata metadata) {
        Column column = schema.columns().get(index);
        if (!metadata.names().isEmpty() && !metadata.names().get(index).equalsIgnoreCase(column.name())) {
            throw mismatch(
                    map,
                    schema,
                    "column " + column.name() + " was logged as "
                            + metadata.names().get(index));
        }
        if (!metadata.collations().isEmpty() && type.characterSet().isPresent()) {
            Optional<String> logged =
                    Collations.characterSet(metadata.collations().get(index));
            if (logged.isPresent() && !sameCharset(logged.get(), type)) {
                throw mismatch(
                        map,
                        schema,
                        "column " + column.name() + " was logged in character set " + logged.get() + ", not "
                                + type.requiredCharacterSet());
            }
        }
        if (!metadata.labels().isEmpty()) {
            List<String> logged = metadata.labels().get(index);
            if (!logged.isEmpty() && !logged.equals(type.labels())) {
                throw mismatch(map, schema, "column " + column + " was logged with the labels " + logged);
            }
        }
    }

    private static boolean sameCharset(String logged, MySqlType type) {
        // Labels of character set binary are kept as latin1.
        return logged.equals(type.requiredCharacterSet().name())
                || (logged.equals("binary") && !type.labels().isEmpty());
    }

    private static boolean fits(MySqlType type, int logged, int meta) {
        int digits = (int) type.dataType().precision();
        return switch (type.family()) {
            case TINYINT -> logged == BinlogType.TINY;
            case SMALLINT -> logged == BinlogType.SHORT;
            case MEDIUMINT -> logged == BinlogType.INT24;
            case INT -> logged == BinlogType.LONG;
            case BIGINT -> logged == BinlogType.LONGLONG;
            case DECIMAL ->
                logged == BinlogType.NEWDECIMAL
                        && meta == (digits | (type.dataType().scale() << 8));
            case FLOAT -> logged == BinlogType.FLOAT;
            case DOUBLE -> logged == BinlogType.DOUBLE;
            case BIT -> logged == BinlogType.BIT && type.normalForm().equals("bit(" + bits(meta) + ")");
            case YEAR -> logged == BinlogType.YEAR;
            case DATE -> logged == BinlogType.DATE || logged == BinlogType.NEWDATE;
            case TIME -> fraction(logged, BinlogType.TIME2, BinlogType.TIME, meta, digits);
            case DATETIME -> fraction(logged, BinlogType.DATETIME2, BinlogType.DATETIME, meta, digits);
            case TIMESTAMP -> fraction(logged, BinlogType.TIMESTAMP2, BinlogType.TIMESTAMP, meta, digits);
            case CHAR, BINARY -> logged == BinlogType.STRING;
            case VARCHAR, VARBINARY ->
                logged == BinlogType.VARCHAR
                        || logged == BinlogType.VAR_STRING
                        || logged == BinlogType.VARCHAR_COMPRESSED;
            case TEXT, BLOB ->
                (logged == BinlogType.BLOB || logged == BinlogType.BLOB_COMPRESSED) && meta == lengthBytes(type);
            case ENUM -> logged == BinlogType.ENUM && meta == (type.labels().size() > 255 ? 2 : 1);
            case SET -> logged == BinlogType.SET && meta == setBytes(type);
            case JSON -> logged == BinlogType.JSON && meta >= 1 && meta <= 4;
            case GEOMETRY -> logged == BinlogType.GEOMETRY && meta >= 1 && meta <= 4;
            case VECTOR -> (logged == BinlogType.VECTOR || logged == BinlogType.VARCHAR) && meta >= 1;
            case UUID, INET6 -> logged == BinlogType.STRING && meta == 16;
            case INET4 -> logged == BinlogType.STRING && meta == 4;
        };
    }

    static int bits(int meta) {
        return (meta >> 8) * 8 + (meta & 0xFF);
    }

    private static boolean fraction(int logged, int current, int old, int meta, int digits) {
        return (logged == current && meta == digits) || (logged == old && digits == 0);
    }

    private static int lengthBytes(MySqlType type) {
        return switch (type.normalForm().charAt(0)) {
            case 't' -> type.normalForm().startsWith("tiny") ? 1 : 2;
            case 'm' -> 3;
            case 'l' -> 4;
            default -> 2;
        };
    }

    /** Sets take one to four bytes, or eight. */
    private static int setBytes(MySqlType type) {
        int bytes = (type.labels().size() + 7) / 8;
        return bytes > 4 ? 8 : bytes;
    }

    private static SourceException mismatch(TableMap map, TableSchema schema, String difference) {
        return SourceException.fatal(
                "Rows of " + map.database() + "." + map.table()
                        + " were logged with another shape than the tracked one ("
                        + difference + "): logged " + map.describe() + ", tracked " + schema.columns()
                        + ". If following began before a change of the table's definition, begin behind that change;"
                        + " otherwise such a change was missed: copy the table again, or rebuild it with ALTER TABLE ... FORCE"
                        + " if its columns are in a format older than the server",
                null);
    }
}
