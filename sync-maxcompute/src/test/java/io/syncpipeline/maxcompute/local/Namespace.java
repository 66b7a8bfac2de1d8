package io.syncpipeline.maxcompute.local;

/**
 * How the names in statements and requests are resolved.
 *
 * @param project the only project
 * @param schemasEnabled whether tables live in schemas
 * @param catalog the tables
 */
record Namespace(String project, boolean schemasEnabled, Catalog catalog) {

    /** The schema that a table name stands for. */
    String schema(Statement.TableName name) {
        String prefix = Names.folded(name.schema());
        if (prefix.isEmpty() || prefix.equals(Catalog.DEFAULT_SCHEMA)) {
            return Catalog.DEFAULT_SCHEMA;
        }
        if (schemasEnabled && catalog.hasSchema(prefix)) {
            return prefix;
        }
        if (prefix.equalsIgnoreCase(project)) {
            return Catalog.DEFAULT_SCHEMA;
        }
        throw SqlException.tableNotFound(name.schema() + "." + name.name());
    }

    /** The table a statement names. */
    Table table(Statement.TableName name) {
        return catalog.find(schema(name), name.name())
                .orElseThrow(() -> SqlException.tableNotFound(project + "." + Names.folded(name.name())));
    }
}
