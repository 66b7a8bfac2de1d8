package io.syncpipeline.maxcompute.internal.table;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The statements that create and change tables, with every name and every text quoted. Immutable. */
final class SqlText {

    private final String project;
    private final Optional<String> schema;

    SqlText(String project, Optional<String> schema) {
        this.project = project;
        this.schema = schema;
    }

    /** A name in backquotes; backquotes in it are doubled. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /**
     * A text in single quotes. The SDK escapes the quote only; a backslash before it would end the text early.
     */
    static String literal(String text) {
        StringBuilder sql = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'', '\\' -> sql.append('\\').append(c);
                case '\n' -> sql.append("\\n");
                case '\r' -> sql.append("\\r");
                case '\t' -> sql.append("\\t");
                case '\0' -> sql.append("\\0");
                default -> sql.append(c);
            }
        }
        return sql.append('\'').toString();
    }

    private String table(String name) {
        return quoted(project) + schema.map(s -> "." + quoted(s)).orElse("") + "." + quoted(name);
    }

    private static String quotedList(Collection<String> names) {
        return names.stream().map(SqlText::quoted).collect(Collectors.joining(", "));
    }

    private static String comment(String text) {
        return text.isEmpty() ? "" : " COMMENT " + literal(text);
    }

    private static String column(DestinationColumn column) {
        return quoted(column.name()) + " " + column.type() + (column.nullable() ? "" : " NOT NULL")
                + comment(column.comment());
    }

    /**
     * Creates a table, with partitions if it has partition columns, unless there is one of that name.
     *
     * @param bucketCount the number of buckets of a PK Delta table that does not say
     * @param properties properties of transactional tables that do not say
     * @param lifecycleDays the lifecycle of tables that do not say; 0: none
     */
    String create(DestinationTable table, int bucketCount, Map<String, String> properties, int lifecycleDays) {
        String columns = table.columns().stream().map(SqlText::column).collect(Collectors.joining(", "));
        String key = table.primaryKey().isEmpty() ? "" : ", PRIMARY KEY(" + quotedList(table.primaryKey()) + ")";
        String written = properties(table, bucketCount, properties).entrySet().stream()
                .map(property -> literal(property.getKey()) + "=" + literal(property.getValue()))
                .collect(Collectors.joining(", "));
        String days = table.properties()
                .getOrDefault(DestinationTable.LIFECYCLE, lifecycleDays > 0 ? String.valueOf(lifecycleDays) : "");
        return "CREATE TABLE IF NOT EXISTS " + table(table.name()) + " (" + columns + key + ")"
                + comment(table.comment()) + partitionedBy(table)
                + (written.isEmpty() ? "" : " TBLPROPERTIES(" + written + ")")
                + (days.isEmpty() ? "" : " LIFECYCLE " + days) + ";";
    }

    private static SortedMap<String, String> properties(
            DestinationTable table, int bucketCount, Map<String, String> ofTheSink) {
        SortedMap<String, String> all = new TreeMap<>();
        if (table.kind() != TableKind.APPEND) {
            all.putAll(ofTheSink);
            all.put("transactional", "true");
        }
        all.putAll(table.properties());
        all.remove(DestinationTable.LIFECYCLE);
        if (table.kind() == TableKind.PK_DELTA) {
            int buckets = table.bucketCount() > 0 ? table.bucketCount() : bucketCount;
            all.put("write.bucket.num", String.valueOf(buckets));
        } else if (table.kind() == TableKind.APPEND_DELTA) {
            all.put("table.format.version", "2");
        }
        return all;
    }

    private static String partitionedBy(DestinationTable table) {
        String columns = table.partitionColumns().stream()
                .map(column -> quoted(column.name()) + " " + column.type() + comment(column.comment()))
                .collect(Collectors.joining(", "));
        return columns.isEmpty() ? "" : " PARTITIONED BY (" + columns + ")";
    }

    String addPartitions(DestinationTable table, List<Partition> partitions) {
        return "ALTER TABLE " + table(table.name()) + " ADD IF NOT EXISTS " + partitions(table, partitions, " ") + ";";
    }

    /** Deletes the rows of partitions. Without them the statement is for tables that have none. */
    String truncatePartitions(DestinationTable table, List<Partition> partitions) {
        return "TRUNCATE TABLE " + table(table.name()) + " " + partitions(table, partitions, ", ") + ";";
    }

    private static String partitions(DestinationTable table, List<Partition> partitions, String separator) {
        List<String> written = new ArrayList<>();
        for (Partition partition : partitions) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < partition.values().size(); i++) {
                String name = quoted(table.partitionColumns().get(i).name());
                values.add(name + "=" + literal(partition.values().get(i)));
            }
            written.add("PARTITION (" + String.join(", ", values) + ")");
        }
        return String.join(separator, written);
    }

    String addColumns(String table, List<DestinationColumn> columns) {
        String added = columns.stream().map(SqlText::column).collect(Collectors.joining(", "));
        return "ALTER TABLE " + table(table) + " ADD COLUMNS IF NOT EXISTS (" + added + ");";
    }

    String changeType(String table, DestinationColumn column) {
        String name = quoted(column.name());
        return "ALTER TABLE " + table(table) + " CHANGE COLUMN " + name + " " + name + " " + column.type()
                + comment(column.comment()) + ";";
    }

    String renameColumn(String table, String from, String to) {
        return "ALTER TABLE " + table(table) + " CHANGE COLUMN " + quoted(from) + " RENAME TO " + quoted(to) + ";";
    }

    String dropColumns(String table, List<String> names) {
        return "ALTER TABLE " + table(table) + " DROP COLUMNS " + quotedList(names) + ";";
    }

    String truncate(String table) {
        return "TRUNCATE TABLE " + table(table) + ";";
    }

    String drop(String table) {
        return "DROP TABLE IF EXISTS " + table(table) + ";";
    }

    String rename(String table, String to) {
        return "ALTER TABLE " + table(table) + " RENAME TO " + quoted(to) + ";";
    }
}
