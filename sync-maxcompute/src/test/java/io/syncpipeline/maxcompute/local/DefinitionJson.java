package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;

/** The JSON document in which a table's definition is kept in the database. */
final class DefinitionJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DefinitionJson() {}

    static String write(TableDefinition table) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("id", table.id());
        node.put("schema", table.schema());
        node.put("name", table.name());
        writeColumns(node.putArray("columns"), table.columns());
        writeColumns(node.putArray("partitionColumns"), table.partitionColumns());
        ArrayNode key = node.putArray("primaryKey");
        table.primaryKey().forEach(key::add);
        ObjectNode properties = node.putObject("properties");
        table.properties().forEach(properties::put);
        ArrayNode large = node.putArray("largeColumns");
        table.largeColumns().forEach(large::add);
        node.put("comment", table.comment());
        node.put("lifecycleDays", table.lifecycleDays());
        node.put("created", table.created().toString());
        node.put("altered", table.altered().toString());
        node.put("schemaVersion", table.schemaVersion());
        node.put("nextColumnId", table.nextColumnId());
        return node.toString();
    }

    private static void writeColumns(ArrayNode target, List<TableColumn> columns) {
        for (TableColumn column : columns) {
            target.addObject()
                    .put("id", column.id())
                    .put("name", column.name())
                    .put("type", column.type().toString())
                    .put("nullable", column.nullable())
                    .put("comment", column.comment());
        }
    }

    static TableDefinition read(String json) {
        try {
            return read(MAPPER.readTree(json));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a stored table definition is not readable: " + json, failure);
        }
    }

    private static TableDefinition read(JsonNode node) {
        TableDefinition.Draft draft = new TableDefinition.Draft();
        draft.id = node.path("id").longValue();
        draft.schema = node.path("schema").textValue();
        draft.name = node.path("name").textValue();
        draft.columns = readColumns(node.path("columns"));
        draft.partitionColumns = readColumns(node.path("partitionColumns"));
        draft.primaryKey = new ArrayList<>();
        node.path("primaryKey").forEach(name -> draft.primaryKey.add(name.textValue()));
        draft.properties = new TreeMap<>();
        node.path("properties")
                .properties()
                .forEach(entry ->
                        draft.properties.put(entry.getKey(), entry.getValue().textValue()));
        draft.largeColumns = new HashSet<>();
        node.path("largeColumns").forEach(id -> draft.largeColumns.add(id.intValue()));
        draft.comment = node.path("comment").textValue();
        draft.lifecycleDays = node.path("lifecycleDays").intValue();
        draft.created = Instant.parse(node.path("created").textValue());
        draft.altered = Instant.parse(node.path("altered").textValue());
        draft.schemaVersion = node.path("schemaVersion").longValue();
        draft.nextColumnId = node.path("nextColumnId").intValue();
        return draft.freeze();
    }

    private static List<TableColumn> readColumns(JsonNode nodes) {
        List<TableColumn> columns = new ArrayList<>();
        for (JsonNode node : nodes) {
            columns.add(new TableColumn(
                    node.path("id").intValue(),
                    node.path("name").textValue(),
                    ColumnType.parse(node.path("type").textValue()),
                    node.path("nullable").booleanValue(),
                    node.path("comment").textValue()));
        }
        return columns;
    }
}
