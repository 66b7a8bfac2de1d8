package io.syncpipeline.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import java.util.List;
import java.util.TreeMap;

/** Writes a plan for programs. */
final class PlanJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanJson() {}

    static String of(SyncPlan plan) {
        ObjectNode root = JSON.createObjectNode();
        root.put("pipeline", plan.pipeline());
        root.put("source", plan.source());
        root.put("sink", plan.sink());
        root.put("mode", plan.mode().name());
        ArrayNode tables = root.putArray("tables");
        plan.tables().forEach(table -> table(tables.addObject(), table));
        ArrayNode findings = root.putArray("findings");
        plan.findings().forEach(finding -> finding(findings.addObject(), finding));
        return root.toPrettyString();
    }

    private static void table(ObjectNode node, TablePlan plan) {
        DestinationTable table = plan.destination();
        node.put("name", table.name());
        node.put("exists", plan.exists());
        node.put("kind", table.kind().name());
        node.put("writeMode", plan.writeMode().toString());
        texts(node.putArray("primaryKey"), table.primaryKey());
        node.put("bucketCount", table.bucketCount());
        node.put("comment", table.comment());
        ObjectNode properties = node.putObject("properties");
        new TreeMap<>(table.properties()).forEach(properties::put);
        columns(node.putArray("columns"), plan, table.columns());
        columns(node.putArray("partitionColumns"), plan, table.partitionColumns());
        texts(
                node.putArray("columnsToAdd"),
                plan.columnsToAdd().stream().map(DestinationColumn::name).toList());
        ArrayNode sources = node.putArray("sources");
        plan.sources().forEach(source -> source(sources.addObject(), source));
        texts(node.putArray("statements"), plan.statements());
    }

    private static void columns(ArrayNode node, TablePlan plan, List<DestinationColumn> columns) {
        for (DestinationColumn column : columns) {
            node.addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("nullable", column.nullable())
                    .put("comment", column.comment())
                    .put("value", PlanText.origin(plan, column));
        }
    }

    private static void source(ObjectNode node, SourceTablePlan source) {
        node.put("database", source.schema().table().database());
        node.put("table", source.schema().table().table());
        node.put("copied", source.copied());
        texts(node.putArray("splitKey"), source.splitKey());
        node.put("copyCondition", source.copyCondition());
        texts(node.putArray("changes"), source.changes());
    }

    private static void finding(ObjectNode node, Finding finding) {
        node.put("severity", finding.severity().name());
        node.put("subject", finding.subject());
        node.put("message", finding.message());
        node.put("hint", finding.hint());
    }

    private static void texts(ArrayNode node, List<String> texts) {
        texts.forEach(node::add);
    }
}
