package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses one declared type. Not thread-safe, used once. */
final class TypeParser {

    private static final int MOST_FRACTION_DIGITS = 6;
    private static final int MOST_DECIMAL_DIGITS = 65;
    private static final int MOST_DECIMAL_SCALE = 38;
    private static final int MOST_SINGLE_FLOAT_BITS = 24;
    private static final Set<String> GEOMETRIES =
            Set.of("geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon");
    private static final String[] SIZES = {"tiny", "", "medium", "long"};
    private static final long[] SIZE_LIMITS = {255, 65_535, 16_777_215, 4_294_967_295L};

    private final String declared;
    private final TypeTokens tokens;
    private final String columnCharset;
    private boolean unsigned;
    private boolean zerofill;
    private boolean byteAttribute;
    private @Nullable String clauseCharset;

    TypeParser(String declared, String columnCharset) {
        this.declared = declared;
        this.tokens = new TypeTokens(declared);
        this.columnCharset = columnCharset;
    }

    MySqlType parse() {
        String word = tokens.word();
        MySqlType type = number(word);
        if (type == null) {
            type = temporal(word);
        }
        if (type == null) {
            type = textOrBytes(word);
        }
        if (type == null) {
            type = other(word);
        }
        if (type == null) {
            throw new IllegalArgumentException("Unsupported column type " + declared);
        }
        if (!tokens.atEnd()) {
            throw tokens.malformed();
        }
        return type;
    }

    private @Nullable MySqlType number(String word) {
        return switch (word) {
            case "bool", "boolean" -> plain(TypeFamily.TINYINT, "tinyint(1)", DataType.of(Kind.INT8));
            case "tinyint", "int1" -> tinyint();
            case "smallint", "int2" -> integer(TypeFamily.SMALLINT, Kind.INT16, Kind.INT32);
            case "mediumint", "middleint", "int3" -> integer(TypeFamily.MEDIUMINT, Kind.INT32, Kind.INT32);
            case "int", "integer", "int4" -> integer(TypeFamily.INT, Kind.INT32, Kind.INT64);
            case "bigint", "int8" -> integer(TypeFamily.BIGINT, Kind.INT64, Kind.DECIMAL);
            case "serial" -> {
                unsigned = true;
                yield integer(TypeFamily.BIGINT, Kind.INT64, Kind.DECIMAL);
            }
            case "decimal", "numeric", "dec", "fixed" -> decimal();
            case "float", "float4" -> floating(TypeFamily.FLOAT);
            case "double", "float8" -> {
                tokens.take("precision");
                yield floating(TypeFamily.DOUBLE);
            }
            case "real" -> floating(TypeFamily.DOUBLE);
            case "bit" -> bit();
            default -> null;
        };
    }

    private MySqlType tinyint() {
        List<Integer> width = tokens.numbers();
        attributes();
        if (width.equals(List.of(1)) && !unsigned) {
            return plain(TypeFamily.TINYINT, "tinyint(1)", DataType.of(Kind.INT8));
        }
        return integerOf(TypeFamily.TINYINT, Kind.INT8, Kind.INT16);
    }

    private MySqlType integer(TypeFamily family, Kind signedKind, Kind unsignedKind) {
        tokens.numbers();
        attributes();
        return integerOf(family, signedKind, unsignedKind);
    }

    private MySqlType integerOf(TypeFamily family, Kind signedKind, Kind unsignedKind) {
        Kind kind = unsigned ? unsignedKind : signedKind;
        DataType dataType = kind == Kind.DECIMAL ? DataType.decimal(20, 0) : DataType.of(kind);
        return plain(family, name(family) + unsignedSuffix(), dataType);
    }

    private MySqlType decimal() {
        List<Integer> digits = tokens.numbers();
        attributes();
        int precision = digits.isEmpty() || digits.get(0) == 0 ? 10 : digits.get(0);
        int scale = digits.size() < 2 ? 0 : digits.get(1);
        if (precision > MOST_DECIMAL_DIGITS || scale > MOST_DECIMAL_SCALE || scale > precision) {
            throw tokens.malformed();
        }
        String normalForm = "decimal(" + precision + "," + scale + ")" + unsignedSuffix();
        return plain(TypeFamily.DECIMAL, normalForm, DataType.decimal(precision, scale));
    }

    private MySqlType floating(TypeFamily declaredFamily) {
        List<Integer> digits = tokens.numbers();
        attributes();
        TypeFamily family = declaredFamily;
        if (family == TypeFamily.FLOAT && digits.size() == 1 && digits.get(0) > MOST_SINGLE_FLOAT_BITS) {
            family = TypeFamily.DOUBLE;
        }
        String places = digits.size() == 2 ? "(" + digits.get(0) + "," + digits.get(1) + ")" : "";
        DataType dataType = DataType.of(family == TypeFamily.FLOAT ? Kind.FLOAT32 : Kind.FLOAT64);
        return plain(family, name(family) + places + unsignedSuffix(), dataType);
    }

    private MySqlType bit() {
        int bits = length(1);
        if (bits < 1 || bits > Long.SIZE) {
            throw tokens.malformed();
        }
        DataType dataType = bits == 1
                ? DataType.of(Kind.BOOLEAN)
                : bits < Long.SIZE ? DataType.of(Kind.INT64) : DataType.decimal(20, 0);
        return plain(TypeFamily.BIT, "bit(" + bits + ")", dataType);
    }

    private @Nullable MySqlType temporal(String word) {
        return switch (word) {
            case "date" -> plain(TypeFamily.DATE, "date", DataType.of(Kind.DATE));
            case "year" -> {
                tokens.numbers();
                attributes();
                yield plain(TypeFamily.YEAR, "year", DataType.of(Kind.INT32));
            }
            case "time" -> withFraction(TypeFamily.TIME, Kind.TIME);
            case "datetime" -> withFraction(TypeFamily.DATETIME, Kind.DATETIME);
            case "timestamp" -> withFraction(TypeFamily.TIMESTAMP, Kind.TIMESTAMP);
            default -> null;
        };
    }

    private MySqlType withFraction(TypeFamily family, Kind kind) {
        int digits = length(0);
        if (digits > MOST_FRACTION_DIGITS) {
            throw tokens.malformed();
        }
        String normalForm = digits == 0 ? name(family) : name(family) + "(" + digits + ")";
        return plain(family, normalForm, DataType.of(kind, digits));
    }

    private @Nullable MySqlType textOrBytes(String word) {
        return switch (word) {
            case "char", "character", "nchar" -> {
                national(word.equals("nchar"));
                yield tokens.take("varying") || tokens.take("varchar") ? varchar() : character();
            }
            case "national" -> {
                national(true);
                yield nationalText();
            }
            case "varchar", "varcharacter" -> varchar();
            case "nvarchar" -> {
                national(true);
                yield varchar();
            }
            case "binary" -> bytes(TypeFamily.BINARY, length(1));
            case "varbinary" -> bytes(TypeFamily.VARBINARY, requiredLength());
            case "tinytext", "mediumtext", "longtext", "text" -> text(word.replace("text", ""));
            case "tinyblob", "mediumblob", "longblob", "blob" -> blob(word.replace("blob", ""));
            case "long" -> longType();
            case "enum" -> labels(TypeFamily.ENUM, tokens.strings());
            case "set" -> labels(TypeFamily.SET, tokens.strings());
            default -> null;
        };
    }

    private @Nullable MySqlType nationalText() {
        if (tokens.take("varchar") || tokens.take("varcharacter")) {
            return varchar();
        }
        if (tokens.take("char") || tokens.take("character")) {
            return tokens.take("varying") ? varchar() : character();
        }
        return null;
    }

    private MySqlType longType() {
        if (tokens.take("varbinary")) {
            return blob("medium");
        }
        if (tokens.take("char") || tokens.take("character")) {
            tokens.take("varying");
        } else if (!tokens.take("varchar")) {
            tokens.take("varcharacter");
        }
        return text("medium");
    }

    private void national(boolean is) {
        if (is) {
            clauseCharset = "utf8mb3";
        }
    }

    private MySqlType character() {
        int length = length(1);
        return isBinary() ? bytes(TypeFamily.BINARY, length) : characters(TypeFamily.CHAR, "char", length);
    }

    private MySqlType varchar() {
        int length = requiredLength();
        return isBinary() ? bytes(TypeFamily.VARBINARY, length) : characters(TypeFamily.VARCHAR, "varchar", length);
    }

    private MySqlType characters(TypeFamily family, String name, int length) {
        return new MySqlType(
                family, name + "(" + length + ")", DataType.of(Kind.TEXT, length), false, List.of(), charset());
    }

    private MySqlType bytes(TypeFamily family, int length) {
        return plain(family, name(family) + "(" + length + ")", DataType.of(Kind.BINARY, length));
    }

    private MySqlType text(String declaredSize) {
        List<Integer> length = tokens.numbers();
        attributes();
        if (isBinary()) {
            return blob(size(declaredSize, length, 1));
        }
        CharacterSet charset = charset();
        int size = size(declaredSize, length, charset.maxBytesPerCharacter());
        return new MySqlType(
                TypeFamily.TEXT,
                SIZES[size] + "text",
                DataType.of(Kind.TEXT, SIZE_LIMITS[size]),
                false,
                List.of(),
                charset);
    }

    private MySqlType blob(String declaredSize) {
        List<Integer> length = tokens.numbers();
        attributes();
        return blob(size(declaredSize, length, 1));
    }

    private MySqlType blob(int size) {
        return plain(TypeFamily.BLOB, SIZES[size] + "blob", DataType.of(Kind.BINARY, SIZE_LIMITS[size]));
    }

    /** The server takes the smallest size that holds the declared length. */
    private static int size(String declaredSize, List<Integer> length, int bytesPerUnit) {
        if (length.isEmpty() || length.get(0) == 0) {
            return List.of(SIZES).indexOf(declaredSize);
        }
        long bytes = (long) length.get(0) * bytesPerUnit;
        int size = 0;
        while (size < SIZE_LIMITS.length - 1 && bytes > SIZE_LIMITS[size]) {
            size++;
        }
        return size;
    }

    private MySqlType labels(TypeFamily family, List<String> labels) {
        attributes();
        if (labels.size() > (family == TypeFamily.SET ? Long.SIZE : 65_535)) {
            throw tokens.malformed();
        }
        StringBuilder normalForm = new StringBuilder(name(family)).append('(');
        long longest = 0;
        long total = labels.size() - 1L;
        for (String label : labels) {
            normalForm.append(normalForm.charAt(normalForm.length() - 1) == '(' ? "'" : ",'");
            normalForm.append(label.replace("\\", "\\\\").replace("'", "''")).append('\'');
            int length = label.codePointCount(0, label.length());
            longest = Math.max(longest, length);
            total += length;
        }
        normalForm.append(')');
        DataType dataType = DataType.of(Kind.TEXT, family == TypeFamily.SET ? total : longest);
        CharacterSet charset = isBinary() ? CharacterSet.of("latin1") : charset();
        return new MySqlType(family, normalForm.toString(), dataType, false, labels, charset);
    }

    private @Nullable MySqlType other(String word) {
        if (GEOMETRIES.contains(word)) {
            attributes();
            return plain(TypeFamily.GEOMETRY, word, DataType.of(Kind.TEXT));
        }
        return switch (word) {
            case "geomcollection", "geometrycollection" -> {
                attributes();
                yield plain(TypeFamily.GEOMETRY, "geometrycollection", DataType.of(Kind.TEXT));
            }
            case "json" -> {
                attributes();
                yield plain(TypeFamily.JSON, "json", DataType.of(Kind.JSON));
            }
            case "vector" -> {
                List<Integer> length = tokens.numbers();
                String normalForm = "vector(" + (length.isEmpty() ? 2048 : length.get(0)) + ")";
                yield plain(TypeFamily.VECTOR, normalForm, DataType.of(Kind.FLOAT_VECTOR));
            }
            case "uuid" -> plain(TypeFamily.UUID, "uuid", DataType.of(Kind.TEXT, 36));
            case "inet4" -> plain(TypeFamily.INET4, "inet4", DataType.of(Kind.TEXT, 15));
            case "inet6" -> plain(TypeFamily.INET6, "inet6", DataType.of(Kind.TEXT, 39));
            default -> null;
        };
    }

    private MySqlType plain(TypeFamily family, String normalForm, DataType dataType) {
        return new MySqlType(family, normalForm, dataType, unsigned, List.of(), null);
    }

    private int length(int whenAbsent) {
        List<Integer> numbers = tokens.numbers();
        attributes();
        return numbers.isEmpty() ? whenAbsent : numbers.get(0);
    }

    private int requiredLength() {
        int length = length(-1);
        if (length < 0) {
            throw tokens.malformed();
        }
        return length;
    }

    /** Takes what may follow a type and its length. */
    private void attributes() {
        boolean more = true;
        while (more) {
            switch (tokens.peekWord()) {
                case "unsigned" -> unsigned = true;
                case "zerofill" -> zerofill = true;
                case "byte" -> byteAttribute = true;
                case "ascii" -> clauseCharset = "latin1";
                case "unicode" -> clauseCharset = "ucs2";
                case "signed", "binary", "compressed" -> {}
                case "charset", "character", "collate", "srid", "ref_system_id" -> {
                    clause();
                    continue;
                }
                default -> more = false;
            }
            if (more) {
                tokens.word();
            }
        }
        unsigned |= zerofill;
    }

    private void clause() {
        String word = tokens.word();
        switch (word) {
            case "character" -> {
                if (!tokens.take("set")) {
                    throw tokens.malformed();
                }
                clauseCharset = tokens.name();
            }
            case "charset" -> clauseCharset = tokens.name();
            case "collate" -> {
                String collation = tokens.name();
                int underscore = collation.indexOf('_');
                String prefix = underscore < 0 ? collation : collation.substring(0, underscore);
                // MariaDB has collations without a prefix, which leave the character set alone.
                if (clauseCharset == null && (prefix.equals("binary") || CharacterSets.find(prefix) != null)) {
                    clauseCharset = prefix;
                }
            }
            default -> tokens.name();
        }
    }

    private boolean isBinary() {
        return byteAttribute || (clauseCharset == null ? columnCharset : clauseCharset).equalsIgnoreCase("binary");
    }

    private CharacterSet charset() {
        try {
            return CharacterSet.of(clauseCharset == null ? columnCharset : clauseCharset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Column type " + declared + ": " + e.getMessage(), e);
        }
    }

    private String unsignedSuffix() {
        return unsigned ? " unsigned" : "";
    }

    private static String name(TypeFamily family) {
        return family.name().toLowerCase(Locale.ROOT);
    }
}
