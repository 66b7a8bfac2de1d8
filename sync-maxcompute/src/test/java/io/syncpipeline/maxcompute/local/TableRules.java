package io.syncpipeline.maxcompute.local;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the service refuses in the definition of a table. */
final class TableRules {

    /** Most columns of a table, partition columns included. */
    static final int MAX_COLUMNS = 1_200;

    /** Longest comment in bytes. */
    static final int MAX_COMMENT_BYTES = 1_024;

    private static final int MAX_PARTITION_LEVELS = 6;
    private static final int MAX_BUCKETS = 4_096;

    private TableRules() {}

    /** Checks a definition that is to be created or has gained columns. */
    static void check(TableDefinition table) {
        checkColumns(table);
        checkComment("table " + table.name(), table.comment());
        checkProperties(table);
        checkKey(table);
        checkPartitions(table);
    }

    private static void checkColumns(TableDefinition table) {
        if (table.columns().isEmpty()) {
            throw SqlException.semantic("table " + table.name() + " has no columns");
        }
        int count = table.columns().size() + table.partitionColumns().size();
        if (count > MAX_COLUMNS) {
            throw SqlException.semantic(
                    "table " + table.name() + " has " + count + " columns, the limit is " + MAX_COLUMNS);
        }
        Set<String> names = new HashSet<>();
        for (List<TableColumn> columns : List.of(table.columns(), table.partitionColumns())) {
            for (TableColumn column : columns) {
                if (!names.add(column.name())) {
                    throw SqlException.semantic("duplicate column name " + column.name());
                }
                checkComment("column " + column.name(), column.comment());
            }
        }
    }

    static void checkComment(String of, String comment) {
        int bytes = comment.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_COMMENT_BYTES) {
            throw SqlException.semantic(
                    "the comment of " + of + " has " + bytes + " bytes, the limit is " + MAX_COMMENT_BYTES);
        }
    }

    private static void checkKey(TableDefinition table) {
        Set<String> seen = new HashSet<>();
        for (String name : table.primaryKey()) {
            Optional<TableColumn> column = table.column(name);
            if (column.isEmpty()) {
                throw SqlException.semantic("primary key column " + name + " is not a column of " + table.name());
            }
            if (!seen.add(name)) {
                throw SqlException.semantic("duplicate primary key column " + name);
            }
            if (column.get().nullable()) {
                throw SqlException.semantic("primary key column " + name + " must be NOT NULL");
            }
            if (!column.get().type().canBeKey()) {
                throw SqlException.semantic("primary key column " + name + " has type "
                        + column.get().type() + ", which cannot be a key");
            }
        }
        if (table.hasPrimaryKey() && !table.isTransactional()) {
            throw SqlException.semantic("a primary key needs TBLPROPERTIES('transactional'='true')");
        }
    }

    private static void checkProperties(TableDefinition table) {
        Map<String, String> properties = table.properties();
        String transactional = properties.get(TableDefinition.TRANSACTIONAL);
        if (transactional != null && !transactional.toLowerCase(Locale.ROOT).matches("true|false")) {
            throw SqlException.semantic("property transactional is '" + transactional + "', it must be true or false");
        }
        String buckets = properties.get(TableDefinition.BUCKETS);
        if (buckets == null) {
            return;
        }
        if (!table.hasPrimaryKey()) {
            throw SqlException.semantic("property write.bucket.num needs a transactional table with a primary key");
        }
        int number = number(buckets);
        if (number < 1 || number > MAX_BUCKETS) {
            throw SqlException.semantic(
                    "property write.bucket.num is '" + buckets + "', it must be in [1, " + MAX_BUCKETS + "]");
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static void checkPartitions(TableDefinition table) {
        if (table.partitionColumns().size() > MAX_PARTITION_LEVELS) {
            throw SqlException.semantic(
                    table.partitionColumns().size() + " partition levels, the limit is " + MAX_PARTITION_LEVELS);
        }
        for (TableColumn column : table.partitionColumns()) {
            ColumnType.Kind kind = column.type().kind();
            boolean allowed = kind.isInteger()
                    || kind == ColumnType.Kind.STRING
                    || kind == ColumnType.Kind.VARCHAR
                    || kind == ColumnType.Kind.CHAR
                    || kind == ColumnType.Kind.DATE;
            if (!allowed) {
                throw SqlException.semantic("partition column " + column.name() + " cannot have type " + column.type());
            }
        }
    }
}
