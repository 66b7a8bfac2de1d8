package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.Column;
import io.syncpipeline.mysql.internal.type.MySqlType;

/**
 * What {@code CONVERT TO CHARACTER SET} makes of a column. A text type grows when its characters need more bytes, so that as many fit as
 * before. Source: MySQL manual, "ALTER TABLE Statement", "Changing the Character Set".
 */
final class CharsetConversion {

    private static final int MOST_VARCHAR_BYTES = 65_535;

    private CharsetConversion() {}

    static Column convert(Column column, String charset) {
        if (column.charset().isEmpty()) {
            return column;
        }
        boolean binary = charset.equals(Charsets.BINARY);
        String type = grown(column, charset);
        if (binary) {
            type = binaryForm(type);
        }
        boolean labelled = type.startsWith("enum(") || type.startsWith("set(");
        return MySqlType.column(
                column.name(), type, binary && !labelled ? "" : charset, column.nullable(), column.comment());
    }

    private static String grown(Column column, String charset) {
        int before = Charsets.bytesPerCharacter(column.charset());
        int after = Charsets.bytesPerCharacter(charset);
        String type = column.nativeType();
        if (type.startsWith("varchar(")) {
            long length = Long.parseLong(type.substring("varchar(".length(), type.indexOf(')')));
            return length * after > MOST_VARCHAR_BYTES ? textFor(length * after) : type;
        }
        return switch (type) {
            case "tinytext" -> longer(type, 0xFFL / before * after);
            case "text" -> longer(type, 0xFFFFL / before * after);
            case "mediumtext" -> longer(type, 0xFF_FFFFL / before * after);
            default -> type;
        };
    }

    private static String longer(String type, long bytes) {
        String needed = textFor(bytes);
        return rank(needed) > rank(type) ? needed : type;
    }

    private static String textFor(long bytes) {
        if (bytes <= 0xFFL) {
            return "tinytext";
        }
        if (bytes <= 0xFFFFL) {
            return "text";
        }
        return bytes <= 0xFF_FFFFL ? "mediumtext" : "longtext";
    }

    private static int rank(String type) {
        return switch (type) {
            case "tinytext" -> 0;
            case "text" -> 1;
            case "mediumtext" -> 2;
            default -> 3;
        };
    }

    private static String binaryForm(String type) {
        if (type.startsWith("varchar(")) {
            return "varbinary" + type.substring("varchar".length());
        }
        if (type.startsWith("char(")) {
            return "binary" + type.substring("char".length());
        }
        return type.endsWith("text") ? type.substring(0, type.length() - "text".length()) + "blob" : type;
    }
}
