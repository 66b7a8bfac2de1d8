package io.syncpipeline.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one column are written so that the texts of both sides are equal exactly when the values are. What the source
 * prints is asked for with an SQL expression, so that the server itself does the conversion.
 */
enum ValueForm {
    /** Integers, decimals, booleans, bits and years: the shortest exact decimal. */
    NUMBER,
    /** Single-precision numbers. */
    SINGLE,
    /** Double-precision numbers. */
    DOUBLE,
    /** Characters as they are. */
    TEXT,
    /** Bytes as upper-case hexadecimal digits. */
    BYTES,
    /** Calendar days; one that does not exist counts as NULL. */
    DAY,
    /** Dates with a time of day, in UTC where they are moments; one that does not exist counts as NULL. */
    MOMENT,
    /** Spans of time, in microseconds. */
    SPAN,
    /** JSON documents with sorted members and shortest numbers. */
    JSON,
    /** Spatial values as JSON. */
    GEOMETRY;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The form of a source column, from its type as {@code information_schema.COLUMNS.DATA_TYPE} names it. */
    static ValueForm of(String dataType) {
        return switch (dataType.toLowerCase(Locale.ROOT)) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "bit", "year" -> NUMBER;
            case "float" -> SINGLE;
            case "double" -> DOUBLE;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector" -> BYTES;
            case "date" -> DAY;
            case "datetime", "timestamp" -> MOMENT;
            case "time" -> SPAN;
            case "json" -> JSON;
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection",
                    "geomcollection" -> GEOMETRY;
            default -> TEXT;
        };
    }

    /** The expression that makes the server print a column. */
    String selectExpression(String column, String dataType) {
        return switch (this) {
            case NUMBER -> "bit".equals(dataType) ? "CAST(" + column + " + 0 AS CHAR)" : "CAST(" + column + " AS CHAR)";
            // Printed by itself, a FLOAT would have six digits only.
            case SINGLE, DOUBLE -> "(" + column + " + 0e0)";
            case BYTES -> "HEX(" + column + ")";
            case DAY, MOMENT, SPAN, JSON -> "CAST(" + column + " AS CHAR)";
            case GEOMETRY ->
                "CONCAT('{\"srid\":', ST_SRID(" + column + "), ',', SUBSTRING(ST_AsGeoJSON(" + column + "), 2))";
            case TEXT -> column;
        };
    }

    /** What the source printed, in this form. */
    @Nullable
    String ofSource(@Nullable String printed) {
        if (printed == null) {
            return null;
        }
        return switch (this) {
            case TEXT, BYTES -> printed;
            case DAY, MOMENT -> isNoDate(printed) ? null : canonical(printed);
            case NUMBER, SINGLE, DOUBLE, SPAN, JSON, GEOMETRY -> canonical(printed);
        };
    }

    /** A value of the destination, printed by {@link DestinationText}, in this form. */
    String ofDestination(String printed) {
        return canonical(printed);
    }

    /** A vector's elements as the source stores them: single floats, low byte first. */
    static String vectorBytes(List<?> elements) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (Object element : elements) {
            bytes.putFloat(((Number) element).floatValue());
        }
        return hex(bytes.array());
    }

    /** Bytes in the form {@link #BYTES}. */
    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private String canonical(String text) {
        return switch (this) {
            case TEXT, BYTES, DAY -> text;
            case NUMBER -> number(new BigDecimal(text));
            case SINGLE -> Float.toString((float) Double.parseDouble(text) + 0f);
            case DOUBLE -> Double.toString(Double.parseDouble(text) + 0d);
            case MOMENT -> withoutTrailingZeros(text);
            case SPAN -> Long.toString(micros(text));
            case JSON, GEOMETRY -> json(text);
        };
    }

    private static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static boolean isNoDate(String printed) {
        return printed.startsWith("0000-") || printed.startsWith("-00", 4) || printed.startsWith("-00", 7);
    }

    private static String withoutTrailingZeros(String moment) {
        int end = moment.length();
        if (moment.indexOf('.') >= 0) {
            while (moment.charAt(end - 1) == '0') {
                end--;
            }
            if (moment.charAt(end - 1) == '.') {
                end--;
            }
        }
        return moment.substring(0, end);
    }

    private static long micros(String span) {
        boolean negative = span.startsWith("-");
        String[] parts = (negative ? span.substring(1) : span).split(":", -1);
        long minutes = Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1]);
        long micros = minutes * 60_000_000
                + new BigDecimal(parts[2]).movePointRight(6).longValueExact();
        return negative ? -micros : micros;
    }

    private static String json(String text) {
        try {
            StringBuilder out = new StringBuilder();
            write(MAPPER.readTree(text), out);
            return out.toString();
        } catch (JsonProcessingException e) {
            return "not JSON: " + text;
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            out.append('{');
            members.forEach((name, value) -> {
                out.append('"').append(name).append("\":");
                write(value, out);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (JsonNode element : node) {
                write(element, out);
                out.append(',');
            }
            out.append(']');
        } else {
            out.append(node.isNumber() ? number(node.decimalValue()) : node.toString());
        }
    }
}
