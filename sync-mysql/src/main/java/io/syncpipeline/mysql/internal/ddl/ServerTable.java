package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.TableSchema;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table as the server defines it, with what a {@link TableSchema} leaves out and later statements refer to.
 *
 * @param schema its shape; its unique keys are put into the order that tracked shapes have, so that equal shapes are equal
 * @param charset its default character set, which columns added later get
 * @param uniqueKeys all its unique keys except the primary one, nullable ones too, by name: the columns of each in key order; keys on
 *     expressions or on the beginnings of columns are left out
 */
public record ServerTable(TableSchema schema, String charset, Map<String, List<String>> uniqueKeys) {

    public ServerTable {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(charset, "charset");
        schema = new TableSchema(
                schema.table(), schema.columns(), schema.primaryKey(), ordered(schema.uniqueKeys()), schema.comment());
        Map<String, List<String>> copy = new LinkedHashMap<>();
        uniqueKeys.forEach((name, columns) -> copy.put(name, List.copyOf(columns)));
        uniqueKeys = Collections.unmodifiableMap(copy);
    }

    /** Keys in the order of their columns' names, as their own names are not always known. */
    static List<List<String>> ordered(Collection<List<String>> keys) {
        return keys.stream()
                .distinct()
                .sorted(Comparator.comparing(key -> String.join("\0", key)))
                .toList();
    }
}
