package io.syncpipeline.maxcompute.local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What SHOW and DESC print. */
final class Descriptions {

    private static final String RULE = "+" + "-".repeat(84) + "+\n";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** The owner of everything. */
    static final String OWNER = "ALIYUN$local";

    private final Namespace names;

    Descriptions(Namespace names) {
        this.names = names;
    }

    String of(Statement statement) {
        if (statement instanceof Statement.ShowTables show) {
            return tables(show);
        }
        if (statement instanceof Statement.ShowPartitions show) {
            return partitions(names.table(show.table()));
        }
        if (statement instanceof Statement.ShowCreateTable show) {
            return createTable(names.table(show.table()).definition());
        }
        if (statement instanceof Statement.Describe describe) {
            return describe(names.table(describe.table()), describe.extended());
        }
        return "OK";
    }

    private String tables(Statement.ShowTables show) {
        String schema = show.schema().isEmpty() || show.schema().equalsIgnoreCase(names.project())
                ? Catalog.DEFAULT_SCHEMA
                : show.schema();
        StringBuilder text = new StringBuilder();
        for (Table table : names.catalog().tables(schema)) {
            String name = table.definition().name();
            if (matches(name, Names.folded(show.pattern()))) {
                text.append(OWNER).append(':').append(name).append('\n');
            }
        }
        return text.toString();
    }

    private static boolean matches(String name, String pattern) {
        if (pattern.isEmpty()) {
            return true;
        }
        int from = 0;
        String[] parts = pattern.split("[*%]", -1);
        for (int i = 0; i < parts.length; i++) {
            int at = name.indexOf(parts[i], from);
            boolean anchored = i == 0 && at != 0;
            if (at < 0 || anchored) {
                return false;
            }
            from = at + parts[i].length();
        }
        return from == name.length() || parts[parts.length - 1].isEmpty();
    }

    private static String partitions(Table table) {
        StringBuilder text = new StringBuilder();
        for (Partition partition : table.partitions.keySet()) {
            text.append(partition.path(table.definition())).append('\n');
        }
        return text.toString();
    }

    private String describe(Table table, boolean extended) {
        TableDefinition definition = table.definition();
        StringBuilder text = new StringBuilder(RULE);
        line(text, "Owner: " + OWNER);
        line(text, "Project: " + names.project());
        line(text, "TableComment: " + definition.comment());
        text.append(RULE);
        line(text, "CreateTime: " + time(definition.created()));
        line(text, "LastDDLTime: " + time(definition.altered()));
        line(text, "LastModifiedTime: " + time(table.modified()));
        if (definition.lifecycleDays() > 0) {
            line(text, "Lifecycle: " + definition.lifecycleDays());
        }
        text.append(RULE);
        line(text, "InternalTable: YES");
        text.append(RULE);
        line(text, "Native Columns:");
        text.append(RULE);
        line(text, extended ? "Field | Type | ExtendedLabel | Nullable | Comment" : "Field | Type | Label | Comment");
        text.append(RULE);
        for (TableColumn column : definition.columns()) {
            String nullable = extended ? " | " + column.nullable() : "";
            line(text, column.name() + " | " + column.type().described() + " | " + nullable + " | " + column.comment());
        }
        text.append(RULE);
        if (definition.isPartitioned()) {
            line(text, "Partition Columns:");
            text.append(RULE);
            for (TableColumn column : definition.partitionColumns()) {
                line(text, column.name() + " | " + column.type().described() + " | " + column.comment());
            }
            text.append(RULE);
        }
        if (extended) {
            extended(text, definition);
        }
        return text.toString();
    }

    private static void extended(StringBuilder text, TableDefinition definition) {
        line(text, "Extended Info:");
        text.append(RULE);
        line(text, "TableID: " + definition.id());
        line(text, "Transactional: " + definition.isTransactional());
        if (definition.hasPrimaryKey()) {
            line(text, "Primarykey: " + definition.primaryKey());
            line(text, "BucketNum: " + definition.buckets());
        }
        for (Map.Entry<String, String> property : definition.properties().entrySet()) {
            line(text, property.getKey() + ": " + property.getValue());
        }
        text.append(RULE);
    }

    private static void line(StringBuilder text, String content) {
        text.append("| ").append(String.format(Locale.ROOT, "%-82s", content)).append(" |\n");
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    /** The statement that would make the table again. */
    String createTable(TableDefinition table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(column(column)));
        if (table.hasPrimaryKey()) {
            parts.add("PRIMARY KEY("
                    + String.join(
                            ",", table.primaryKey().stream().map(Names::quoted).toList())
                    + ")");
        }
        StringBuilder sql = new StringBuilder("CREATE TABLE IF NOT EXISTS ")
                .append(Names.quoted(names.project()))
                .append('.')
                .append(names.schemasEnabled() ? Names.quoted(table.schema()) + "." : "")
                .append(Names.quoted(table.name()))
                .append(" (")
                .append(String.join(", ", parts))
                .append(')');
        if (!table.comment().isEmpty()) {
            sql.append(" COMMENT ").append(Names.literal(table.comment()));
        }
        if (table.isPartitioned()) {
            sql.append(" PARTITIONED BY (")
                    .append(String.join(
                            ", ",
                            table.partitionColumns().stream()
                                    .map(Descriptions::column)
                                    .toList()))
                    .append(')');
        }
        if (!table.properties().isEmpty()) {
            List<String> properties = new ArrayList<>();
            table.properties().forEach((key, value) -> properties.add(Names.literal(key) + "=" + Names.literal(value)));
            sql.append(" TBLPROPERTIES (").append(String.join(", ", properties)).append(')');
        }
        if (table.lifecycleDays() > 0) {
            sql.append(" LIFECYCLE ").append(table.lifecycleDays());
        }
        return sql.append(';').toString();
    }

    private static String column(TableColumn column) {
        return Names.quoted(column.name()) + " " + column.type()
                + (column.nullable() ? "" : " NOT NULL")
                + (column.comment().isEmpty() ? "" : " COMMENT " + Names.literal(column.comment()));
    }
}
