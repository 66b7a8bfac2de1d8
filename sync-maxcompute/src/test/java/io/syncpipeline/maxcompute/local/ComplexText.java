package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text in which ARRAY, MAP and STRUCT values are stored and shown: a JSON array, an array of pairs, an object.
 * Numbers are written as the shortest text that reads back the same.
 */
final class ComplexText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ComplexText() {}

    static String write(ColumnType type, Object value) {
        return node(type, value).toString();
    }

    static Object read(ColumnType type, String text) {
        try {
            return value(type, JSON.readTree(text));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a stored " + type + " is not readable: " + text, failure);
        }
    }

    private static JsonNode nullable(ColumnType type, @Nullable Object value) {
        return value == null ? JSON.nullNode() : node(type, value);
    }

    private static JsonNode node(ColumnType type, Object value) {
        return switch (type.kind()) {
            case ARRAY -> {
                ArrayNode array = JSON.createArrayNode();
                for (Object element : (List<?>) value) {
                    array.add(nullable(type.element(), element));
                }
                yield array;
            }
            case MAP -> {
                ArrayNode pairs = JSON.createArrayNode();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    pairs.addArray()
                            .add(nullable(type.arguments().get(0), entry.getKey()))
                            .add(nullable(type.arguments().get(1), entry.getValue()));
                }
                yield pairs;
            }
            case STRUCT -> {
                ObjectNode object = JSON.createObjectNode();
                List<?> fields = (List<?>) value;
                for (int i = 0; i < fields.size(); i++) {
                    object.set(
                            type.fieldNames().get(i), nullable(type.arguments().get(i), fields.get(i)));
                }
                yield object;
            }
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH ->
                JSON.getNodeFactory().numberNode((long) (Long) value);
            case FLOAT ->
                Float.isFinite((Float) value)
                        ? JSON.getNodeFactory().numberNode((float) (Float) value)
                        : JSON.getNodeFactory().textNode(value.toString());
            case DOUBLE ->
                Double.isFinite((Double) value)
                        ? JSON.getNodeFactory().numberNode((double) (Double) value)
                        : JSON.getNodeFactory().textNode(value.toString());
            case BOOLEAN -> JSON.getNodeFactory().booleanNode((Boolean) value);
            case DECIMAL -> JSON.getNodeFactory().textNode(((BigDecimal) value).toPlainString());
            case BINARY -> JSON.getNodeFactory().textNode(Base64.getEncoder().encodeToString((byte[]) value));
            case STRING, VARCHAR, CHAR, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_DAY_TIME ->
                ComplexText.JSON.getNodeFactory().textNode(value.toString());
        };
    }

    private static @Nullable Object nullableValue(ColumnType type, JsonNode node) {
        return node.isNull() ? null : value(type, node);
    }

    private static Object value(ColumnType type, JsonNode node) {
        return switch (type.kind()) {
            case ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>(node.size());
                node.forEach(element -> elements.add(nullableValue(type.element(), element)));
                yield elements;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                node.forEach(pair -> map.put(
                        nullableValue(type.arguments().get(0), pair.get(0)),
                        nullableValue(type.arguments().get(1), pair.get(1))));
                yield map;
            }
            case STRUCT -> {
                List<@Nullable Object> fields = new ArrayList<>();
                for (int i = 0; i < type.fieldNames().size(); i++) {
                    fields.add(nullableValue(
                            type.arguments().get(i), node.path(type.fieldNames().get(i))));
                }
                yield fields;
            }
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH -> node.longValue();
            case FLOAT -> Float.valueOf(node.asText());
            case DOUBLE -> Double.valueOf(node.asText());
            case BOOLEAN -> node.booleanValue();
            case DECIMAL -> new BigDecimal(node.textValue());
            case BINARY -> Base64.getDecoder().decode(node.textValue());
            case STRING, VARCHAR, CHAR, JSON -> node.textValue();
            case DATE -> LocalDate.parse(node.textValue());
            case DATETIME, TIMESTAMP_NTZ -> LocalDateTime.parse(node.textValue());
            case TIMESTAMP -> Instant.parse(node.textValue());
            case INTERVAL_DAY_TIME -> Duration.parse(node.textValue());
        };
    }
}
