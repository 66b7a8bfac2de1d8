package io.syncpipeline.mysql.internal.catalog;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.ddl.ServerTable;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts one table together from the rows of the catalog. */
final class TableDefinition {

    private static final String PRIMARY = "PRIMARY";

    private final TableId table;
    private final boolean systemVersioned;
    private final String charset;
    private final String comment;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, List<String>> keys = new LinkedHashMap<>();
    // Keys on expressions or on the beginnings of columns, and keys that rows with NULL escape
    private final Set<String> indirectKeys = new HashSet<>();
    private final Set<String> nullableKeys = new HashSet<>();

    TableDefinition(TableId table, boolean systemVersioned, @Nullable String collation, @Nullable String comment) {
        this.table = table;
        this.systemVersioned = systemVersioned;
        this.charset = collation == null ? "" : charsetOf(collation);
        this.comment = comment == null ? "" : comment;
    }

    // A collation's name begins with its character set's, except that the character set binary has a collation of the
    // same name
    private static String charsetOf(String collation) {
        int end = collation.indexOf('_');
        return end < 0 ? collation : collation.substring(0, end);
    }

    void column(String name, String declaredType, String columnCharset, boolean nullable, String columnComment) {
        try {
            columns.add(MySqlType.column(name, declaredType, columnCharset, nullable, columnComment));
        } catch (IllegalArgumentException e) {
            throw SourceException.fatal(
                    table + ": column '" + name + "' has the type " + declaredType + ", which cannot be captured ("
                            + e.getMessage() + "). Leave the table out or change the column",
                    e);
        }
    }

    /** Adds the next column of a unique key; a null name is an expression. */
    void keyColumn(String key, @Nullable String column, boolean partial, boolean nullable) {
        List<String> names = keys.computeIfAbsent(key, k -> new ArrayList<>());
        if (column != null) {
            names.add(column);
        }
        if (column == null || partial) {
            indirectKeys.add(key);
        }
        if (nullable) {
            nullableKeys.add(key);
        }
    }

    ServerTable build() {
        if (systemVersioned) {
            throw SourceException.fatal(
                    table
                            + " is system-versioned: its log holds the history of rows beside the rows, which cannot be told apart."
                            + " Leave the table out, or ALTER TABLE ... DROP SYSTEM VERSIONING",
                    null);
        }
        List<String> primaryKey = keys.getOrDefault(PRIMARY, List.of());
        Map<String, List<String>> uniqueKeys = new LinkedHashMap<>(keys);
        uniqueKeys.remove(PRIMARY);
        uniqueKeys.keySet().removeAll(indirectKeys);
        List<List<String>> strongKeys = uniqueKeys.entrySet().stream()
                .filter(key -> !nullableKeys.contains(key.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new ServerTable(new TableSchema(table, columns, primaryKey, strongKeys, comment), charset, uniqueKeys);
    }
}
