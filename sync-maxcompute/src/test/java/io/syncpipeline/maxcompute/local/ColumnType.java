package io.syncpipeline.maxcompute.local;

import java.util.List;
import java.util.Locale;

/**
 * The type of a column as MaxCompute writes it.
 *
 * @param kind which type
 * @param length characters of VARCHAR and CHAR, digits of DECIMAL, otherwise 0
 * @param scale digits after the point of DECIMAL, otherwise 0
 * @param arguments the element type of ARRAY, key and value type of MAP, the field types of STRUCT
 * @param fieldNames the field names of STRUCT
 */
record ColumnType(Kind kind, int length, int scale, List<ColumnType> arguments, List<String> fieldNames) {

    /** Largest number of digits of a DECIMAL. */
    static final int MAX_DECIMAL_DIGITS = 38;

    /** Largest number of digits after the point of a DECIMAL. */
    static final int MAX_DECIMAL_SCALE = 18;

    /** The types of the service. */
    enum Kind {
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        INTERVAL_YEAR_MONTH,
        FLOAT,
        DOUBLE,
        DECIMAL,
        BOOLEAN,
        STRING,
        VARCHAR,
        CHAR,
        JSON,
        BINARY,
        DATE,
        DATETIME,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        INTERVAL_DAY_TIME,
        ARRAY,
        MAP,
        STRUCT;

        /** Whether this kind is one of the four integers. */
        boolean isInteger() {
            return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
        }

        /** Whether values are text. */
        boolean isText() {
            return this == STRING || this == VARCHAR || this == CHAR || this == JSON;
        }

        /** Whether values hold other values. */
        boolean isComplex() {
            return this == ARRAY || this == MAP || this == STRUCT;
        }
    }

    static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, 0, List.of(), List.of());
    }

    static ColumnType text(Kind kind, int length) {
        return new ColumnType(kind, length, 0, List.of(), List.of());
    }

    static ColumnType decimal(int digits, int scale) {
        return new ColumnType(Kind.DECIMAL, digits, scale, List.of(), List.of());
    }

    static ColumnType array(ColumnType element) {
        return new ColumnType(Kind.ARRAY, 0, 0, List.of(element), List.of());
    }

    static ColumnType map(ColumnType key, ColumnType value) {
        return new ColumnType(Kind.MAP, 0, 0, List.of(key, value), List.of());
    }

    static ColumnType struct(List<String> names, List<ColumnType> types) {
        return new ColumnType(Kind.STRUCT, 0, 0, List.copyOf(types), List.copyOf(names));
    }

    /** Reads a type as {@link #toString} writes it. */
    static ColumnType parse(String text) {
        TokenStream tokens = new TokenStream(text);
        ColumnType type = TypeParser.parse(tokens);
        tokens.expectEnd();
        return type;
    }

    /** Whether the upsert hash knows this type, so that it can be part of a primary key. */
    boolean canBeKey() {
        return kind != Kind.JSON && kind != Kind.INTERVAL_YEAR_MONTH && !kind.isComplex();
    }

    ColumnType element() {
        return arguments.get(0);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case VARCHAR, CHAR -> kind + "(" + length + ")";
            case DECIMAL -> "DECIMAL(" + length + "," + scale + ")";
            case ARRAY -> "ARRAY<" + element() + ">";
            case MAP -> "MAP<" + arguments.get(0) + "," + arguments.get(1) + ">";
            case STRUCT -> structText();
            case TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    INTERVAL_YEAR_MONTH,
                    FLOAT,
                    DOUBLE,
                    BOOLEAN,
                    STRING,
                    JSON,
                    BINARY,
                    DATE,
                    DATETIME,
                    TIMESTAMP,
                    TIMESTAMP_NTZ,
                    INTERVAL_DAY_TIME -> kind.name();
        };
    }

    private String structText() {
        StringBuilder text = new StringBuilder("STRUCT<");
        for (int field = 0; field < fieldNames.size(); field++) {
            text.append(field == 0 ? "" : ",")
                    .append(Names.quoted(fieldNames.get(field)))
                    .append(':')
                    .append(arguments.get(field));
        }
        return text.append('>').toString();
    }

    /** The lower-case form in which DESC shows a type. */
    String described() {
        return toString().toLowerCase(Locale.ROOT);
    }
}
