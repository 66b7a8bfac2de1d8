package io.syncpipeline.mysql.internal.snapshot;

import io.syncpipeline.model.Column;
import io.syncpipeline.mysql.internal.connection.SqlText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A column by which a table is cut, and how its values are carried from the server's answer into the next statement without loss: as
 * literals that the server compares with the column in the order of an index on it.
 */
final class KeyColumn {

    /** What a literal may look like. Boundaries come back from checkpoints, and go into statements as they are. */
    private static final Pattern LITERAL =
            Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?|_[a-z0-9]+ X'[0-9a-f]*'|'[-+0-9a-zA-Z:. ]*'");

    private enum Form {
        /** Digits as the server prints them. */
        NUMBER,
        /** A double, with the exponent that makes it one; as a decimal fraction it would be compared digit by digit. */
        DOUBLE,
        /** The bytes in hexadecimal with their character set, so that no conversion takes part. */
        BYTES,
        /** Dates, times, addresses: text without quotes or letters beyond ASCII. */
        PLAIN_TEXT
    }

    private final Column column;
    private final Form form;
    private final boolean byNumber;
    private final boolean integer;

    private KeyColumn(Column column, Form form, boolean byNumber, boolean integer) {
        this.column = column;
        this.form = form;
        this.byNumber = byNumber;
        this.integer = integer;
    }

    static KeyColumn of(Column column) {
        return switch (baseType(column.nativeType())) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> new KeyColumn(column, Form.NUMBER, false, true);
            case "decimal", "year" -> new KeyColumn(column, Form.NUMBER, false, false);
            // Indexes are in the order of the numbers behind the labels and the bits; compared with text they would be
            // in another one
            case "enum", "set", "bit" -> new KeyColumn(column, Form.NUMBER, true, false);
            case "float", "double" -> new KeyColumn(column, Form.DOUBLE, true, false);
            case "char",
                    "varchar",
                    "tinytext",
                    "text",
                    "mediumtext",
                    "longtext",
                    "binary",
                    "varbinary",
                    "tinyblob",
                    "blob",
                    "mediumblob",
                    "longblob" -> new KeyColumn(column, Form.BYTES, false, false);
            default -> new KeyColumn(column, Form.PLAIN_TEXT, false, false);
        };
    }

    private static String baseType(String nativeType) {
        int end = 0;
        while (end < nativeType.length() && Character.isLetter(nativeType.charAt(end))) {
            end++;
        }
        return nativeType.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The column as it stands in conditions and in ORDER BY. */
    String name() {
        return SqlText.name(column.name());
    }

    /** What to select so that {@link #literal} can be made of it. */
    String selected() {
        if (!byNumber) {
            return name();
        }
        // A float is printed with six digits, but as a double with all. Arithmetic on a SET is done in doubles, which
        // are too short for it
        return form == Form.DOUBLE ? name() + "*1e0" : "CAST(" + name() + " AS UNSIGNED)";
    }

    /** Whether its values are integers, so that boundaries can be found by arithmetic. */
    boolean isInteger() {
        return integer;
    }

    boolean isNullable() {
        return column.nullable();
    }

    /** A value as the server sent it, as a literal. */
    String literal(byte[] bytes) {
        return switch (form) {
            case NUMBER -> ascii(bytes);
            case DOUBLE -> {
                String number = ascii(bytes);
                yield number.indexOf('e') < 0 && number.indexOf('E') < 0 ? number + "e0" : number;
            }
            case BYTES -> "_" + charset() + " X'" + HexFormat.of().formatHex(bytes) + "'";
            case PLAIN_TEXT -> "'" + ascii(bytes) + "'";
        };
    }

    private String charset() {
        return column.charset().isEmpty() ? "binary" : column.charset().toLowerCase(Locale.ROOT);
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }
}
