package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON form in which the tunnel names the columns of a table or of a result. */
final class TunnelSchema {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TunnelSchema() {}

    static ObjectNode node() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode of(List<TableColumn> columns, List<TableColumn> partitionColumns) {
        ObjectNode schema = MAPPER.createObjectNode();
        add(schema.putArray("columns"), columns);
        add(schema.putArray("partitionKeys"), partitionColumns);
        return schema;
    }

    private static void add(ArrayNode target, List<TableColumn> columns) {
        for (TableColumn column : columns) {
            ObjectNode node = target.addObject();
            node.put("name", column.name());
            node.put("type", column.type().toString());
            node.put("comment", column.comment());
            node.put("nullable", Boolean.toString(column.nullable()));
            node.put("column_id", Integer.toString(column.id()));
        }
    }
}
