package io.syncpipeline.internal.plan;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.rule.Aspect;
import io.syncpipeline.rule.WriteMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds out how the source tables of one destination are written, into which kind of table, and whether that goes together: {@link
 * WriteMode} has the table of what does.
 */
final class ModeCheck {

    private final Definition definition;
    private final List<Finding> findings;

    ModeCheck(Definition definition, List<Finding> findings) {
        this.definition = definition;
        this.findings = findings;
    }

    /** The kind of table that a destination is created as, or that it should have been created as. */
    TableKind kind(TableId table, Optional<DestinationTable> present) {
        boolean log = definition.isLogged(table);
        return definition.aspect(table, Aspect.TABLE_KIND).orElseGet(() -> {
            if (!log) {
                return TableKind.PK_DELTA;
            }
            return present.map(DestinationTable::kind)
                    .filter(kind -> kind != TableKind.PK_DELTA)
                    .orElse(TableKind.APPEND);
        });
    }

    /** Refuses what does not go together in one destination. */
    void destination(String name, List<SourceTablePlan> sources, TableKind kind) {
        TableId first = sources.get(0).schema().table();
        WriteMode mode = definition.writeMode(first);
        for (SourceTablePlan source : sources) {
            TableId table = source.schema().table();
            WriteMode other = definition.writeMode(table);
            if (!other.equals(mode)) {
                findings.add(Finding.error(
                        name,
                        "its source tables are written in different ways: " + first + " by " + mode + ", " + table
                                + " by " + other,
                        "give them the same MappingRule.writeMode"));
            }
        }
        boolean log = mode instanceof WriteMode.Append;
        if (log == (kind == TableKind.PK_DELTA)) {
            findings.add(Finding.error(
                    name,
                    "would be a table of kind " + kind + ", into which changes cannot be written by " + mode,
                    log
                            ? "choose TableKind.APPEND or TableKind.APPEND_DELTA for a log"
                            : "leave MappingRule.tableKind out, or choose WriteMode.appendFlattened or appendJson"));
        }
        if (log && definition.aspect(first, Aspect.BUCKET_COUNT).isPresent()) {
            findings.add(Finding.error(
                    name, "is a log, which has no buckets to choose", "leave MappingRule.bucketCount out"));
        }
    }

    /** Refuses what does not go together for one source table. */
    void source(TableSchema schema, TableRules rules) {
        if (rules.log().isEmpty()) {
            return;
        }
        String table = schema.table().toString();
        if (definition.copies(schema.table())) {
            findings.add(Finding.error(
                    table,
                    "would be copied into a log; only changes can be appended",
                    "use SyncMode.INCREMENTAL, or MappingRule.skipCopy for this table, or WriteMode.replay"));
        }
        if (rules.mark().isPresent()) {
            findings.add(Finding.error(
                    table,
                    "has a logical deletion, but a log holds deletions as records of their own",
                    "leave DmlAction.logicalDelete out for it, or use WriteMode.replay"));
        }
        if (definition.aspect(schema.table(), Aspect.PRIMARY_KEY).isPresent()) {
            findings.add(Finding.warning(
                    table,
                    "has a declared key, which a log has no use for",
                    "leave MappingRule.primaryKey out for it"));
        }
        if (rules.storesJson()) {
            requirePartitionOfStatements(schema, rules);
        }
    }

    /** A JSON log has records without a row. */
    private void requirePartitionOfStatements(TableSchema schema, TableRules rules) {
        try {
            rules.partition(schema).ofStatement(new Transaction(0, 0, Instant.EPOCH));
        } catch (DirtyRowException e) {
            findings.add(Finding.error(
                    schema.table().toString(),
                    "is written to a JSON log, whose records of statements have no row that names a partition",
                    "partition by Variable.EVENT_TIME or a constant, or give such records a partition with orElse"));
        } catch (DefinitionException e) {
            // The planner reports a partition that does not fit the shape.
            return;
        }
    }
}
