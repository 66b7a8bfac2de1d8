package io.syncpipeline.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The JSON of a checkpoint, version 1, described in {@code docs/checkpoint-format.md}. */
final class CheckpointFormat {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CheckpointFormat() {}

    static String write(Checkpoint checkpoint) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", VERSION);
        root.put("savedAt", checkpoint.savedAt().toString());
        root.set("reached", reached(checkpoint.reached()));
        checkpoint.pending().ifPresent(pending -> {
            ObjectNode node = root.putObject("pending");
            pending.tokens().forEach(node.putArray("tokens")::add);
            node.set("reached", reached(pending.reached()));
        });
        return root.toString();
    }

    private static ObjectNode reached(Reached reached) {
        ObjectNode node = JSON.createObjectNode();
        reached.position().ifPresent(p -> node.put("position", p.token()));
        node.put("time", reached.time().toString());
        ArrayNode tables = node.putArray("tables");
        reached.tables().forEach(t -> tables.add(table(t)));
        return node;
    }

    private static ObjectNode table(TableProgress table) {
        ObjectNode node = JSON.createObjectNode();
        node.put("copied", table.copied());
        node.put("chunks", table.chunks());
        node.put("copiedUpTo", table.copiedUpTo());
        node.put("rows", table.rows());
        table.since().ifPresent(p -> node.put("since", p.token()));
        if (table.changing()) {
            node.put("changing", true);
        }
        TableSchema schema = table.schema();
        node.put("database", schema.table().database());
        node.put("table", schema.table().table());
        node.put("comment", schema.comment());
        schema.primaryKey().forEach(node.putArray("primaryKey")::add);
        ArrayNode uniqueKeys = node.putArray("uniqueKeys");
        schema.uniqueKeys().forEach(key -> key.forEach(uniqueKeys.addArray()::add));
        ArrayNode columns = node.putArray("columns");
        schema.columns().forEach(c -> column(columns.addObject(), c));
        return node;
    }

    private static void column(ObjectNode node, Column column) {
        node.put("name", column.name());
        node.put("kind", column.type().kind().name());
        node.put("precision", column.type().precision());
        node.put("scale", column.type().scale());
        node.put("nativeType", column.nativeType());
        node.put("charset", column.charset());
        node.put("nullable", column.nullable());
        node.put("comment", column.comment());
    }

    static Checkpoint read(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            int version = root.path("format").asInt(0);
            if (version != VERSION) {
                throw new CheckpointException(
                        "its format is " + (version == 0 ? "not a checkpoint's" : "version " + version)
                                + ", this library reads version " + VERSION);
            }
            JsonNode pending = root.path("pending");
            return new Checkpoint(
                    reached(required(root, "reached")),
                    pending.isMissingNode()
                            ? null
                            : new Checkpoint.Pending(
                                    texts(list(pending, "tokens")), reached(required(pending, "reached"))),
                    Instant.parse(text(root, "savedAt")));
        } catch (JsonProcessingException | DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new CheckpointException("it is damaged: " + e.getMessage(), e);
        }
    }

    private static Reached reached(JsonNode node) {
        List<TableProgress> tables = new ArrayList<>();
        for (JsonNode table : list(node, "tables")) {
            tables.add(table(table));
        }
        return new Reached(position(node, "position"), Instant.parse(text(node, "time")), tables);
    }

    private static @Nullable Position position(JsonNode node, String field) {
        String position = optionalText(node, field);
        return position == null ? null : new Position(position);
    }

    private static TableProgress table(JsonNode node) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : list(node, "columns")) {
            columns.add(column(column));
        }
        List<List<String>> uniqueKeys = new ArrayList<>();
        for (JsonNode key : list(node, "uniqueKeys")) {
            uniqueKeys.add(texts(key));
        }
        TableSchema schema = new TableSchema(
                new TableId(text(node, "database"), text(node, "table")),
                columns,
                texts(list(node, "primaryKey")),
                uniqueKeys,
                text(node, "comment"));
        return new TableProgress(
                schema,
                truth(node, "copied"),
                Math.toIntExact(number(node, "chunks")),
                optionalText(node, "copiedUpTo"),
                number(node, "rows"),
                position(node, "since"),
                node.has("changing") && truth(node, "changing"));
    }

    private static Column column(JsonNode node) {
        return new Column(
                text(node, "name"),
                new DataType(
                        DataType.Kind.valueOf(text(node, "kind")),
                        number(node, "precision"),
                        Math.toIntExact(number(node, "scale"))),
                text(node, "nativeType"),
                text(node, "charset"),
                truth(node, "nullable"),
                text(node, "comment"));
    }

    private static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw new IllegalArgumentException("the field '" + field + "' is missing");
        }
        return value;
    }

    private static JsonNode of(JsonNode node, String field, Predicate<JsonNode> kind, String what) {
        JsonNode value = required(node, field);
        if (!kind.test(value)) {
            throw new IllegalArgumentException("the field '" + field + "' is not " + what + ": " + value);
        }
        return value;
    }

    private static JsonNode list(JsonNode node, String field) {
        return of(node, field, JsonNode::isArray, "a list");
    }

    private static long number(JsonNode node, String field) {
        return of(node, field, JsonNode::isIntegralNumber, "a number").asLong();
    }

    private static boolean truth(JsonNode node, String field) {
        return of(node, field, JsonNode::isBoolean, "true or false").asBoolean();
    }

    private static String text(JsonNode node, String field) {
        return of(node, field, JsonNode::isTextual, "a text").asText();
    }

    private static @Nullable String optionalText(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(t -> texts.add(t.asText()));
        return texts;
    }
}
