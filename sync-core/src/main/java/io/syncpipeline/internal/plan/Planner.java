package io.syncpipeline.internal.plan;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.plan.TablePlan;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.spi.SinkSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns a definition, the shapes of the source tables and the destination tables there are into a plan. */
public final class Planner {

    private final Definition definition;
    private final SinkSession sink;

    /** A planner that asks the sink about types and existing tables. */
    public Planner(Definition definition, SinkSession sink) {
        this.definition = definition;
        this.sink = sink;
    }

    /**
     * The plan of a pipeline that has not run before.
     *
     * @param selected the tables at the source that the selectors take
     * @param schemas the shapes of those that could be read
     */
    public SyncPlan plan(Collection<TableId> selected, Map<TableId, TableSchema> schemas) {
        return plan(selected, schemas, EarlierRun.NONE);
    }

    /**
     * The plan.
     *
     * @param selected the tables at the source that the selectors take
     * @param schemas the shapes of those that could be read
     * @param earlier the run that it goes on from
     */
    public SyncPlan plan(Collection<TableId> selected, Map<TableId, TableSchema> schemas, EarlierRun earlier) {
        List<Finding> findings = new ArrayList<>(missing(definition, Set.copyOf(selected)));
        Map<String, List<SourceTablePlan>> byDestination = new TreeMap<>();
        Map<String, String> spelled = new LinkedHashMap<>();
        for (TableId table : new TreeSet<>(selected)) {
            TableSchema schema = schemas.get(table);
            if (schema == null) {
                continue;
            }
            Optional<String> found = destinationOf(table, findings);
            if (found.isEmpty()) {
                continue;
            }
            String name = found.get();
            String spelling = spelled.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> name);
            byDestination.computeIfAbsent(spelling, n -> new ArrayList<>()).add(source(schema, findings));
        }
        Map<String, DestinationTable> present = sink.describe(byDestination.keySet());
        List<TablePlan> tables = new ArrayList<>();
        byDestination.forEach((name, sources) ->
                tables.add(table(name, sources, Optional.ofNullable(present.get(name)), earlier, findings)));
        return new SyncPlan(
                definition.name(),
                definition.source().name(),
                definition.sink().name(),
                definition.mode(),
                tables,
                findings);
    }

    private Optional<String> destinationOf(TableId table, List<Finding> findings) {
        try {
            return Optional.of(definition.destinationOf(table));
        } catch (DefinitionException e) {
            findings.add(Finding.error(
                    table.toString(), String.valueOf(e.getMessage()), "correct the name template or the selector"));
            return Optional.empty();
        }
    }

    /** What the selectors name that is not there, and whether they select anything at all. */
    public static List<Finding> missing(Definition definition, Set<TableId> selected) {
        List<Finding> findings = new ArrayList<>(definition.selectors().stream()
                .flatMap(s -> s.required().stream())
                .filter(t -> !selected.contains(t))
                .map(t -> Finding.error(
                        t.toString(),
                        "the source has no such table, or the account cannot see it",
                        "correct the name in TableSelector.named, or grant SELECT on it"))
                .toList());
        if (selected.isEmpty() && findings.isEmpty()) {
            findings.add(Finding.error(
                    definition.source().name(),
                    "no table matches the selectors " + definition.selectors(),
                    "correct the expressions, or grant SELECT: the account sees only tables it has a privilege for"));
        }
        return findings;
    }

    private SourceTablePlan source(TableSchema schema, List<Finding> findings) {
        List<String> key = keyOf(schema, findings);
        List<String> splitKey =
                definition.aspect(schema.table(), MappingRule::splitKey).orElse(key);
        requireColumns(schema, "split key", splitKey, findings);
        String condition =
                definition.aspect(schema.table(), MappingRule::copyCondition).orElse("");
        return new SourceTablePlan(schema, splitKey, condition);
    }

    /** The columns that identify a row: as declared, else the primary key, else the first unique key without nullable columns. */
    private List<String> keyOf(TableSchema schema, List<Finding> findings) {
        Optional<List<String>> declared = definition.aspect(schema.table(), MappingRule::primaryKey);
        if (declared.isPresent()) {
            requireColumns(schema, "primary key", declared.get(), findings);
            return declared.get();
        }
        if (!schema.primaryKey().isEmpty()) {
            return schema.primaryKey();
        }
        return schema.uniqueKeys().stream().findFirst().orElse(List.of());
    }

    private static void requireColumns(TableSchema schema, String what, List<String> columns, List<Finding> findings) {
        for (String column : columns) {
            if (schema.indexOf(column).isEmpty()) {
                findings.add(Finding.error(
                        schema.table().toString(),
                        "has no column '" + column + "' for the " + what + "; it has " + schema.columnNames(),
                        "correct the rule for this table"));
            }
        }
    }

    private TablePlan table(
            String name,
            List<SourceTablePlan> sources,
            Optional<DestinationTable> present,
            EarlierRun earlier,
            List<Finding> findings) {
        refuseCollision(name, sources, findings);
        List<String> key = keyOf(sources.get(0).schema(), new ArrayList<>());
        if (key.isEmpty()) {
            findings.add(noKey(sources.get(0).schema()));
        }
        for (SourceTablePlan source : sources) {
            List<String> other = keyOf(source.schema(), new ArrayList<>());
            if (!sameNames(key, other)) {
                findings.add(Finding.error(
                        name,
                        "its source tables have different keys: "
                                + sources.get(0).schema().table() + " has " + key + ", "
                                + source.schema().table() + " has " + other,
                        "declare one key for all of them with MappingRule.primaryKey"));
            }
        }
        List<DestinationColumn> wanted = columns(name, sources, key, findings);
        String comment = sources.get(0).schema().comment();
        DestinationTable fresh =
                new DestinationTable(name, TableKind.PK_DELTA, wanted, key, List.of(), 0, comment, Map.of());
        boolean copied = definition.mode().copies()
                && sources.stream()
                        .anyMatch(s -> !earlier.known().contains(s.schema().table()));
        if (present.isPresent() && copied) {
            findings.add(Finding.warning(
                    name,
                    "exists already and will be copied to",
                    "its rows are overwritten by key, and those that the source does not have stay; empty or drop it first"
                            + " if it has such rows"));
        }
        TablePlan plan = present.map(p -> ExistingTable.reconcile(fresh, p, sources, earlier.written(), findings))
                .orElseGet(() -> new TablePlan(fresh, false, List.of(), sources));
        if (sources.stream()
                .noneMatch(s -> earlier.changing().contains(s.schema().table()))) {
            findings.addAll(sink.validate(plan.destination()));
        }
        return plan;
    }

    private void refuseCollision(String name, List<SourceTablePlan> sources, List<Finding> findings) {
        if (sources.size() == 1) {
            return;
        }
        String tables = sources.stream().map(s -> s.schema().table().toString()).collect(Collectors.joining(", "));
        boolean merged =
                sources.stream().allMatch(s -> definition.isMerged(s.schema().table()));
        findings.add(
                merged
                        ? Finding.warning(
                                name,
                                "is merged from " + sources.size() + " source tables: " + tables,
                                "rows with the same key in two of them would overwrite each other; make sure that keys are"
                                        + " unique over all of them")
                        : Finding.error(
                                name,
                                "several source tables would be written into it: " + tables,
                                "give them different names with MappingRule.destinationName, or merge them on purpose with"
                                        + " TableSelector.mergedInto"));
    }

    private static Finding noKey(TableSchema schema) {
        return Finding.error(
                schema.table().toString(),
                "has neither a primary key nor a unique key without nullable columns, so updates and deletes could not find"
                        + " their rows",
                "add a key to the table, or declare the columns that identify a row with MappingRule.forTable(\""
                        + schema.table().database() + "\", \"" + schema.table().table() + "\").primaryKey(...)");
    }

    private List<DestinationColumn> columns(
            String name, List<SourceTablePlan> sources, List<String> key, List<Finding> findings) {
        Map<String, DestinationColumn> columns = new LinkedHashMap<>();
        Map<String, TableId> origin = new LinkedHashMap<>();
        for (SourceTablePlan source : sources) {
            for (Column column : source.schema().columns()) {
                DestinationColumn wanted = destinationColumn(column, key);
                String id = column.name().toLowerCase(Locale.ROOT);
                DestinationColumn known = columns.putIfAbsent(id, wanted);
                TableId first = origin.computeIfAbsent(id, c -> source.schema().table());
                if (known == null) {
                    continue;
                }
                Optional<DataType> wider = ValueTypes.wider(known.valueType(), wanted.valueType());
                boolean alike =
                        known.type().equals(wanted.type()) || !known.valueType().equals(wanted.valueType());
                if (wider.isEmpty() || !alike) {
                    findings.add(Finding.error(
                            name,
                            "column '" + column.name() + "' has different types: " + known.valueType() + " in " + first
                                    + ", " + wanted.valueType() + " in "
                                    + source.schema().table(),
                            "make the source columns alike, or do not merge these tables"));
                } else if (!wider.get().equals(known.valueType())) {
                    columns.put(id, wanted);
                }
            }
        }
        return List.copyOf(columns.values());
    }

    /** Only the key is NOT NULL: a later change at the source may make any other column nullable. */
    private DestinationColumn destinationColumn(Column column, List<String> key) {
        boolean inKey = key.stream().anyMatch(k -> k.equalsIgnoreCase(column.name()));
        return new DestinationColumn(column.name(), sink.typeFor(column), column.type(), !inKey, column.comment());
    }

    private static boolean sameNames(List<String> some, List<String> others) {
        return some.size() == others.size()
                && some.stream().allMatch(s -> others.stream().anyMatch(s::equalsIgnoreCase));
    }
}
