package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST replies about tables and partitions. */
final class TableResource {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PAGE = 1_000;

    private final Namespace names;

    TableResource(Namespace names) {
        this.names = names;
    }

    /** One page of the tables of a schema. */
    ServiceReply list(ServiceRequest request, String schema) {
        String marker = text(request.parameter("marker"));
        String prefix = Names.folded(text(request.parameter("name")));
        int most = request.has("maxitems") ? request.number("maxitems") : PAGE;
        List<Table> matching = names.catalog().tables(schema).stream()
                .filter(table -> table.definition().name().startsWith(prefix))
                .filter(table -> table.definition().name().compareTo(marker) > 0)
                .toList();
        List<Table> page = matching.subList(0, Math.min(most, matching.size()));
        String next = page.size() < matching.size()
                ? page.get(page.size() - 1).definition().name()
                : "";
        StringBuilder xml = new StringBuilder("<Tables><Marker>" + next + "</Marker><MaxItems>" + most + "</MaxItems>");
        for (Table table : page) {
            xml.append("<Table>")
                    .append(names(table.definition()))
                    .append("<Owner>")
                    .append(Descriptions.OWNER)
                    .append("</Owner><Type>MANAGED_TABLE</Type></Table>");
        }
        return ServiceReply.xml(xml.append("</Tables>").toString());
    }

    private String names(TableDefinition table) {
        return "<Name>" + table.name() + "</Name><Project>" + Xml.text(names.project()) + "</Project>"
                + (names.schemasEnabled() ? "<SchemaName>" + table.schema() + "</SchemaName>" : "");
    }

    /** Several tables with their definitions. */
    ServiceReply query(List<Table> tables) {
        StringBuilder xml = new StringBuilder("<Tables>");
        tables.forEach(table -> xml.append(document(table)));
        return ServiceReply.xml(xml.append("</Tables>").toString());
    }

    ServiceReply get(Table table) {
        return ServiceReply.xml(document(table))
                .with("x-odps-owner", Descriptions.OWNER)
                .with("x-odps-creation-time", Xml.time(table.definition().created()))
                .with("Last-Modified", Xml.time(table.modified()));
    }

    private String document(Table table) {
        TableDefinition definition = table.definition();
        return "<Table>" + names(definition) + "<TableId>" + definition.id() + "</TableId><Schema format=\"Json\">"
                + Xml.cdata(schema(table)) + "</Schema><Comment>" + Xml.text(definition.comment()) + "</Comment><Owner>"
                + Descriptions.OWNER + "</Owner><CreationTime>" + Xml.time(definition.created())
                + "</CreationTime><LastModifiedTime>" + Xml.time(table.modified())
                + "</LastModifiedTime><TableLabel></TableLabel><Type>MANAGED_TABLE</Type></Table>";
    }

    private static String schema(Table table) {
        TableDefinition definition = table.definition();
        ObjectNode node = MAPPER.createObjectNode();
        columns(node.putArray("columns"), definition.columns());
        columns(node.putArray("partitionKeys"), definition.partitionColumns());
        node.put("comment", definition.comment());
        node.put("owner", Descriptions.OWNER);
        node.put("createTime", definition.created().getEpochSecond());
        node.put("lastDDLTime", definition.altered().getEpochSecond());
        node.put("lastModifiedTime", table.modified().getEpochSecond());
        node.put("isVirtualView", false);
        node.put("isExternal", false);
        node.put("lifecycle", definition.lifecycleDays());
        node.put("size", 0);
        node.put("recordNum", 0);
        node.put("Reserved", reserved(definition).toString());
        return node.toString();
    }

    private static void columns(ArrayNode target, List<TableColumn> columns) {
        for (TableColumn column : columns) {
            ObjectNode node = target.addObject();
            node.put("name", column.name());
            node.put("type", column.type().toString());
            node.put("comment", column.comment());
            node.put("isNullable", column.nullable());
        }
    }

    private static ObjectNode reserved(TableDefinition table) {
        ObjectNode node = MAPPER.createObjectNode();
        for (Map.Entry<String, String> property : table.properties().entrySet()) {
            node.put(property.getKey(), property.getValue());
        }
        node.put("Transactional", Boolean.toString(table.isTransactional()));
        node.put("schema_version", Long.toString(table.schemaVersion()));
        ArrayNode key = node.putArray("PrimaryKey");
        table.primaryKey().forEach(key::add);
        if (table.hasPrimaryKey()) {
            node.put("ClusterType", "hash");
            node.put("BucketNum", table.buckets());
            ArrayNode cluster = node.putArray("ClusterCols");
            table.primaryKey().forEach(cluster::add);
        }
        return node;
    }

    /** One page of the partitions of a table: in two forms, of which {@code name} is the short one and has all in one page. */
    ServiceReply partitions(ServiceRequest request, Table table) {
        TableDefinition definition = table.definition();
        String prefix = text(request.parameter("partition")).replace("'", "").replace(',', '/');
        boolean byName = request.has("name");
        int most = request.has("maxitems") ? request.number("maxitems") : PAGE;
        String marker = text(request.parameter("marker"));
        List<Partition> matching = table.partitions.keySet().stream()
                .filter(partition -> partition.path(definition).startsWith(prefix))
                .toList();
        int from = marker.isEmpty() ? 0 : Integer.parseInt(marker);
        int to = byName ? matching.size() : Math.min(matching.size(), from + most);
        StringBuilder xml = new StringBuilder("<Partitions><Marker>")
                .append(to < matching.size() ? Integer.toString(to) : "")
                .append("</Marker><MaxItems>")
                .append(most)
                .append("</MaxItems>");
        for (Partition partition : matching.subList(from, to)) {
            String path = partition.path(definition);
            xml.append("<Partition>");
            if (byName) {
                xml.append("<Name>").append(Xml.text(path)).append("</Name>");
            }
            for (int i = 0; i < partition.values().size() && !byName; i++) {
                xml.append("<Column Name=\"")
                        .append(definition.partitionColumns().get(i).name())
                        .append("\" Value=\"")
                        .append(Xml.text(partition.values().get(i)))
                        .append("\"/>");
            }
            xml.append("</Partition>");
        }
        return ServiceReply.xml(xml.append("</Partitions>").toString());
    }

    /** One partition; refused when it does not exist. */
    ServiceReply partition(Table table, @Nullable String specification) {
        Partition partition = Partition.parse(table.definition(), specification);
        if (!table.partitions.containsKey(partition)) {
            throw ServiceException.noSuchPartition(partition.path(table.definition()));
        }
        long created = table.partitions.get(partition).getEpochSecond();
        return ServiceReply.xml("<Partition><Schema>"
                + Xml.cdata("{\"createTime\":" + created + ",\"lastDDLTime\":" + created + ",\"lastModifiedTime\":"
                        + table.modified().getEpochSecond() + ",\"partitionSize\":0,\"partitionRecordNum\":0}")
                + "</Schema></Partition>");
    }

    private static String text(@Nullable String parameter) {
        return parameter == null ? "" : parameter;
    }
}
