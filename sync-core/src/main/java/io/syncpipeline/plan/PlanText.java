package io.syncpipeline.plan;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a plan for people. */
final class PlanText {

    private static final String NEWLINE = System.lineSeparator();

    private PlanText() {}

    static String of(SyncPlan plan) {
        StringBuilder text = new StringBuilder();
        int sources = plan.tables().stream().mapToInt(t -> t.sources().size()).sum();
        text.append("Plan of pipeline '")
                .append(plan.pipeline())
                .append("': ")
                .append(plan.mode())
                .append(", ");
        text.append(plan.source()).append(" -> ").append(plan.sink()).append(", ");
        text.append(count(sources, "source table")).append(" into ");
        text.append(count(plan.tables().size(), "destination table")).append(NEWLINE);
        plan.tables().forEach(t -> table(text, t));
        plan.findings().forEach(f -> text.append(NEWLINE).append(f));
        if (!plan.findings().isEmpty()) {
            text.append(NEWLINE);
        }
        return text.toString();
    }

    private static void table(StringBuilder text, TablePlan plan) {
        DestinationTable table = plan.destination();
        text.append(NEWLINE)
                .append(table.name())
                .append("  ")
                .append(action(plan))
                .append(", ")
                .append(plan.writeMode())
                .append(NEWLINE);
        for (SourceTablePlan source : plan.sources()) {
            text.append("  from ").append(source.schema().table());
            text.append(", ").append(copy(source)).append(NEWLINE);
            source.changes().forEach(c -> text.append("    ").append(c).append(NEWLINE));
        }
        if (!table.primaryKey().isEmpty()) {
            text.append("  key ").append(list(table.primaryKey())).append(NEWLINE);
        }
        List<DestinationColumn> columns = new ArrayList<>(table.columns());
        columns.addAll(table.partitionColumns());
        if (!table.partitionColumns().isEmpty()) {
            List<String> names = table.partitionColumns().stream()
                    .map(DestinationColumn::name)
                    .toList();
            text.append("  partitioned by ").append(list(names)).append(NEWLINE);
        }
        int width = columns.stream().mapToInt(c -> c.name().length()).max().orElse(1);
        for (DestinationColumn column : columns) {
            text.append("    ").append(pad(column.name(), width)).append("  ").append(pad(column.type(), 14));
            text.append("  <- ").append(origin(plan, column)).append(NEWLINE);
        }
        settings(table).forEach(s -> text.append("  ").append(s).append(NEWLINE));
        plan.statements().forEach(s -> text.append("  runs ").append(s).append(NEWLINE));
    }

    /** What a table is created with besides its columns. */
    private static List<String> settings(DestinationTable table) {
        List<String> settings = new ArrayList<>();
        if (table.bucketCount() > 0) {
            settings.add(count(table.bucketCount(), "bucket"));
        }
        new TreeMap<>(table.properties()).forEach((name, value) -> settings.add(name + " = " + value));
        return settings;
    }

    private static String copy(SourceTablePlan source) {
        if (!source.copied()) {
            return "not copied";
        }
        String split = source.splitKey().isEmpty() ? "copied in one piece" : "split by " + list(source.splitKey());
        return source.copyCondition().isEmpty() ? split : split + ", rows where " + source.copyCondition();
    }

    private static String action(TablePlan plan) {
        if (!plan.exists()) {
            return "create " + kind(plan.destination().kind());
        }
        return plan.columnsToAdd().isEmpty()
                ? "use as it is"
                : "add columns "
                        + list(plan.columnsToAdd().stream()
                                .map(DestinationColumn::name)
                                .toList());
    }

    private static String kind(TableKind kind) {
        return switch (kind) {
            case PK_DELTA -> "PK Delta table";
            case APPEND -> "regular table";
            case APPEND_DELTA -> "Append Delta table";
        };
    }

    /** Where the values of a destination's column come from. */
    static String origin(TablePlan plan, DestinationColumn column) {
        return plan.sources().stream()
                .flatMap(s -> s.origins().entrySet().stream())
                .filter(origin -> origin.getKey().equalsIgnoreCase(column.name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("NULL: no source column of this name");
    }

    private static String list(List<String> names) {
        return names.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
