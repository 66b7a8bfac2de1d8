package io.syncpipeline.maxcompute.local;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table in the path of a request: {@code /projects/P[/schemas/S]/tables[/T[/more]]}.
 *
 * @param schema the schema in the path or in {@code curr_schema}
 * @param table the name; empty when the path is that of all tables
 * @param more the segment after the table; empty when there is none
 */
record TableAddress(String schema, String table, String more) {

    /** The address, or null when the path is not one of tables. */
    static @Nullable TableAddress of(ServiceRequest request) {
        List<String> path = request.segments();
        String current = request.parameter("curr_schema");
        String schema = current == null || current.isEmpty() ? Catalog.DEFAULT_SCHEMA : Names.folded(current);
        int tables = 2;
        if (path.size() > 4 && path.get(2).equals("schemas")) {
            schema = Names.folded(path.get(3));
            tables = 4;
        }
        if (path.size() <= tables || !path.get(tables).equals("tables")) {
            return null;
        }
        return new TableAddress(schema, segment(path, tables + 1), segment(path, tables + 2));
    }

    /** The same in the default schema. */
    TableAddress inDefaultSchema() {
        return new TableAddress(Catalog.DEFAULT_SCHEMA, table, more);
    }

    private static String segment(List<String> path, int place) {
        return place < path.size() ? path.get(place) : "";
    }
}
