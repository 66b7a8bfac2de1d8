package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SourceTablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Fits what a plan wants onto a destination table that exists: what it lacks is added, what contradicts is refused. */
final class ExistingTable {

    private ExistingTable() {}

    /**
     * The table as it will be.
     *
     * @param lacking the columns that are to be added to it
     */
    record Fitted(DestinationTable table, List<DestinationColumn> lacking) {}

    static Fitted reconcile(
            DestinationTable wanted,
            DestinationTable present,
            List<SourceTablePlan> sources,
            Function<TableId, TableRules> rules,
            Set<TableId> resumed,
            List<Finding> findings) {
        String name = present.name();
        if (present.kind() != wanted.kind()) {
            findings.add(Finding.error(
                    name,
                    "exists as a table of kind " + present.kind() + ", needed is " + wanted.kind(),
                    "drop it, rename it, or choose another destination name; a table's kind cannot be changed"));
        } else if (!sameKey(wanted.primaryKey(), present.primaryKey())) {
            findings.add(Finding.error(
                    name,
                    "exists with the key " + present.primaryKey() + ", needed is " + wanted.primaryKey(),
                    "drop it, choose another destination name, or declare its key with MappingRule.primaryKey"));
        }
        if (!sameOrder(wanted.partitionColumns(), present.partitionColumns())) {
            findings.add(Finding.error(
                    name,
                    "exists with the partition columns " + present.partitionColumns() + ", needed are "
                            + wanted.partitionColumns(),
                    "drop it, choose another destination name, or partition by these with MappingRule.partition"));
        }
        List<DestinationColumn> columns = new ArrayList<>();
        for (DestinationColumn column : present.columns()) {
            columns.add(fit(name, wanted, column, findings));
            warnOfType(name, wanted, column, sources, rules, findings);
        }
        List<DestinationColumn> lacking = wanted.columns().stream()
                .filter(c -> present.indexOf(c.name()).isEmpty())
                .filter(c -> sources.stream().anyMatch(s -> brings(s.schema(), c.name(), rules, resumed)))
                .toList();
        columns.addAll(lacking);
        DestinationTable result = new DestinationTable(
                name,
                present.kind(),
                columns,
                present.primaryKey(),
                present.partitionColumns(),
                present.bucketCount(),
                present.comment(),
                present.properties());
        return new Fitted(result, lacking);
    }

    /** What a source column brings was left out by the policy if the table was written before; what a rule adds may be new. */
    private static boolean brings(
            TableSchema schema, String column, Function<TableId, TableRules> rulesOf, Set<TableId> resumed) {
        TableRules rules = rulesOf.apply(schema.table());
        return rules.adds(column) || (!resumed.contains(schema.table()) && rules.indexFor(column, schema) >= 0);
    }

    /** The present column with the values it will be given; whether its type can hold them is the sink's to say. */
    private static DestinationColumn fit(
            String table, DestinationTable wanted, DestinationColumn present, List<Finding> findings) {
        OptionalInt index = wanted.indexOf(present.name());
        if (index.isPresent()) {
            DestinationColumn column = wanted.columns().get(index.getAsInt());
            return new DestinationColumn(
                    present.name(), present.type(), column.valueType(), present.nullable(), present.comment());
        }
        if (!present.nullable()) {
            findings.add(Finding.error(
                    table,
                    "exists with a column '" + present + "' that the source does not have and that may not be NULL",
                    "make the column nullable, drop it, or choose another destination name"));
        } else {
            findings.add(Finding.warning(
                    table,
                    "exists with a column '" + present + "' that the source does not have",
                    "it stays NULL in every row that is written"));
        }
        return present;
    }

    /** A type that a rule chose is for new columns only; a present column keeps its own, which the user may not expect. */
    private static void warnOfType(
            String table,
            DestinationTable wanted,
            DestinationColumn present,
            List<SourceTablePlan> sources,
            Function<TableId, TableRules> rules,
            List<Finding> findings) {
        OptionalInt index = wanted.indexOf(present.name());
        if (index.isEmpty()) {
            return;
        }
        String type = wanted.columns().get(index.getAsInt()).type();
        if (!sameType(type, present.type())
                && sources.stream()
                        .anyMatch(s -> rules.apply(s.schema().table()).choosesType(present.name(), s.schema()))) {
            findings.add(Finding.warning(
                    table,
                    "exists with the column '" + present + "', for which a rule chooses " + type,
                    "it keeps the type it has; change it at the destination, drop the table, or take the rule away"));
        }
    }

    private static boolean sameType(String one, String other) {
        return one.replaceAll("\\s", "").equalsIgnoreCase(other.replaceAll("\\s", ""));
    }

    private static boolean sameOrder(List<DestinationColumn> wanted, List<DestinationColumn> present) {
        return wanted.size() == present.size()
                && IntStream.range(0, wanted.size()).allMatch(i -> wanted.get(i)
                        .name()
                        .equalsIgnoreCase(present.get(i).name()));
    }

    private static boolean sameKey(List<String> wanted, List<String> present) {
        return wanted.size() == present.size()
                && wanted.stream().allMatch(w -> present.stream().anyMatch(w::equalsIgnoreCase));
    }
}
