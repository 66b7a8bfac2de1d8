package io.syncpipeline.internal.plan;

import io.syncpipeline.model.Column;
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
import io.syncpipeline.rule.Aspect;
import io.syncpipeline.rule.BucketCount;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.MergedShapes;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns a definition, the shapes of the source tables and the destination tables there are into a plan. */
public final class Planner {

    private final Definition definition;
    private final SinkSession sink;
    private final TableSizes sizes;
    private final Map<TableId, TableRules> rules = new HashMap<>();

    /** Tells how large source tables are. */
    @FunctionalInterface
    public interface TableSizes {

        /** As {@link io.syncpipeline.spi.SourceSession#sizes} does. */
        Map<TableId, Long> of(Collection<TableId> tables);
    }

    /** A planner that asks the sink about types and existing tables, and for the sizes that buckets are derived from. */
    public Planner(Definition definition, SinkSession sink, TableSizes sizes) {
        this.definition = definition;
        this.sink = sink;
        this.sizes = sizes;
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
            byDestination.computeIfAbsent(spelling, n -> new ArrayList<>()).add(source(schema, earlier, findings));
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

    private SourceTablePlan source(TableSchema schema, EarlierRun earlier, List<Finding> findings) {
        TableId table = schema.table();
        requireRuledColumns(schema, earlier.known().contains(table), findings);
        new ModeCheck(definition, findings).source(schema, rules(table));
        List<String> key = keyOf(schema, findings);
        List<String> splitKey = definition.aspect(table, Aspect.SPLIT_KEY).orElseGet(() -> key.stream()
                .filter(c -> schema.indexOf(c).isPresent())
                .toList());
        requireColumns(schema, "split key", splitKey, findings);
        String condition = definition.aspect(table, Aspect.COPY_CONDITION).orElse("");
        TableRules rules = rules(table);
        try {
            rules.requireConditions(schema);
            boolean moves = !rules.partition(schema).isOfTheRow() && rules.log().isEmpty();
            if (moves && !rules.allowsMovingPartitions()) {
                findings.add(moving(schema));
            }
        } catch (DefinitionException e) {
            findings.add(misfit(schema, e));
        }
        return new SourceTablePlan(
                schema, definition.copies(table), splitKey, condition, rules.origins(schema), rules.changes());
    }

    /**
     * A rule for one table that names a column which the table does not have is a mistake, unless the table has lost the column since it was
     * prepared: then the pipeline has to go on.
     */
    private void requireRuledColumns(TableSchema schema, boolean known, List<Finding> findings) {
        for (MappingRule rule : definition.rules()) {
            if (rule.named().contains(schema.table())) {
                for (Aspect<? extends Map<String, ?>> aspect :
                        List.of(Aspect.COLUMN_NAMES, Aspect.COLUMNS_LEFT_OUT, Aspect.COLUMN_TYPES)) {
                    rule.said(aspect).map(Map::keySet).orElse(Set.of()).stream()
                            .filter(column -> schema.indexOf(column).isEmpty())
                            .sorted()
                            .map(column -> new Finding(
                                    known ? Finding.Severity.WARNING : Finding.Severity.ERROR,
                                    schema.table().toString(),
                                    "has no column '" + column + "' for " + aspect + "; it has " + schema.columnNames(),
                                    "correct the rule for this table"))
                            .forEach(findings::add);
                }
            }
        }
    }

    private TableRules rules(TableId table) {
        return rules.computeIfAbsent(table, t -> TableRules.of(definition, sink, t));
    }

    /**
     * The columns that identify a row at the destination, none in a log: as declared, else the primary key, else the first unique key without nullable columns. A declared key
     * may have columns that a rule adds.
     */
    private List<String> keyOf(TableSchema schema, List<Finding> findings) {
        if (rules(schema.table()).log().isPresent()) {
            return List.of();
        }
        Optional<List<String>> declared = definition.aspect(schema.table(), Aspect.PRIMARY_KEY);
        if (declared.isPresent()) {
            TableRules rules = rules(schema.table());
            requireColumns(
                    schema,
                    "primary key",
                    declared.get().stream().filter(c -> !rules.adds(c)).toList(),
                    findings);
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
        TableId first = sources.get(0).schema().table();
        List<String> key = keyOf(sources.get(0).schema(), new ArrayList<>());
        ModeCheck modes = new ModeCheck(definition, findings);
        TableKind kind = modes.kind(first, present);
        modes.destination(name, sources, kind);
        refuseCollision(name, sources, key, findings);
        if (key.isEmpty() && rules(first).log().isEmpty()) {
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
        List<String> destinationKey = destinationKey(sources.get(0).schema(), key, findings);
        List<DestinationColumn> wanted = columns(name, sources, destinationKey, findings);
        requireSameShapes(name, sources, earlier, findings);
        String comment = sources.get(0).schema().comment();
        DestinationTable fresh = new DestinationTable(
                name,
                kind,
                wanted,
                destinationKey,
                partitions(name, sources, findings),
                present.isPresent() ? 0 : buckets(name, sources, findings),
                comment,
                definition.aspect(first, Aspect.TABLE_PROPERTIES).orElse(Map.of()));
        boolean copied = sources.stream()
                .anyMatch(
                        s -> s.copied() && !earlier.known().contains(s.schema().table()));
        if (present.isPresent() && copied) {
            findings.add(Finding.warning(
                    name,
                    "exists already and will be copied to",
                    "its rows are overwritten by key, and those that the source does not have stay; empty or drop it first"
                            + " if it has such rows"));
        }
        present.ifPresent(p -> warnOfBuckets(p, first, findings));
        TablePlan plan = present.map(p -> {
                    ExistingTable.Fitted fitted =
                            ExistingTable.reconcile(fresh, p, sources, this::rules, earlier.written(), findings);
                    return completed(fitted, sources);
                })
                .orElseGet(() -> created(fresh, sources));
        if (sources.stream()
                .noneMatch(s -> earlier.changing().contains(s.schema().table()))) {
            findings.addAll(sink.validate(plan.destination()));
        }
        return plan;
    }

    /** The number of buckets of a table that is created; 0 for the sink's default. */
    private int buckets(String name, List<SourceTablePlan> sources, List<Finding> findings) {
        List<TableId> tables = sources.stream().map(s -> s.schema().table()).toList();
        Optional<BucketCount> count = definition.aspect(tables.get(0), Aspect.BUCKET_COUNT);
        if (count.isEmpty()) {
            return 0;
        }
        if (count.get() instanceof BucketCount.Fixed fixed) {
            return fixed.buckets();
        }
        long bytes =
                sizes.of(tables).values().stream().mapToLong(Long::longValue).sum();
        int buckets = ((BucketCount.BySize) count.get()).of(bytes);
        findings.add(
                Finding.info(name, "its number of buckets, " + buckets + ", is for " + bytes + " bytes at the source"));
        return buckets;
    }

    private void warnOfBuckets(DestinationTable present, TableId table, List<Finding> findings) {
        definition
                .aspect(table, Aspect.BUCKET_COUNT)
                .filter(count -> count instanceof BucketCount.Fixed fixed
                        && present.bucketCount() > 0
                        && fixed.buckets() != present.bucketCount())
                .ifPresent(count -> findings.add(Finding.warning(
                        present.name(),
                        "exists with " + present.bucketCount() + " buckets, where a rule says " + count,
                        "it keeps them; their number cannot be changed once a table exists")));
    }

    private TablePlan created(DestinationTable table, List<SourceTablePlan> sources) {
        return new TablePlan(table, false, List.of(), modeOf(sources), sink.statements(table), sources);
    }

    private TablePlan completed(ExistingTable.Fitted fitted, List<SourceTablePlan> sources) {
        List<String> statements = fitted.lacking().isEmpty()
                ? List.of()
                : sink.statements(fitted.table().name(), new TableAlteration.AddColumns(fitted.lacking()));
        return new TablePlan(fitted.table(), true, fitted.lacking(), modeOf(sources), statements, sources);
    }

    private WriteMode modeOf(List<SourceTablePlan> sources) {
        return definition.writeMode(sources.get(0).schema().table());
    }

    private void refuseCollision(String name, List<SourceTablePlan> sources, List<String> key, List<Finding> findings) {
        if (sources.size() == 1) {
            return;
        }
        String tables = sources.stream().map(s -> s.schema().table().toString()).collect(Collectors.joining(", "));
        if (!sources.stream().allMatch(s -> definition.isMerged(s.schema().table()))) {
            findings.add(Finding.error(
                    name,
                    "several source tables would be written into it: " + tables,
                    "give them different names with MappingRule.destinationName, or merge them on purpose with"
                            + " TableSelector.mergedInto"));
        } else if (rules(sources.get(0).schema().table()).log().isEmpty()
                && key.stream()
                        .noneMatch(c -> rules(sources.get(0).schema().table()).adds(c))) {
            findings.add(
                    Finding.warning(
                            name,
                            "is merged from " + sources.size() + " source tables: " + tables,
                            "rows with the same key in two of them would overwrite each other; make sure that keys are unique over"
                                    + " all of them, or add a column such as Variable.DB_NAME_SRC and declare it part of the key"));
        }
    }

    private static Finding noKey(TableSchema schema) {
        return Finding.error(
                schema.table().toString(),
                "has neither a primary key nor a unique key without nullable columns, so updates and deletes could not find"
                        + " their rows",
                "add a key to the table, or declare the columns that identify a row with MappingRule.forTable(\""
                        + schema.table().database() + "\", \"" + schema.table().table()
                        + "\").primaryKey(...); or add its changes to a log with WriteMode.appendFlattened");
    }

    private List<String> destinationKey(TableSchema schema, List<String> key, List<Finding> findings) {
        TableRules rules = rules(schema.table());
        List<String> names = new ArrayList<>();
        for (String column : key) {
            Optional<String> name = rules.adds(column) ? Optional.of(column) : rules.columnOf(column);
            if (name.isEmpty()) {
                findings.add(Finding.error(
                        schema.table().toString(),
                        "its key column '" + column + "' is left out by excludeColumns",
                        "keep it, or declare another key with MappingRule.primaryKey"));
            }
            names.add(name.orElse(column));
        }
        return names;
    }

    private List<DestinationColumn> columns(
            String name, List<SourceTablePlan> sources, List<String> key, List<Finding> findings) {
        MergedColumns columns = new MergedColumns(name, sink, findings);
        for (SourceTablePlan source : sources) {
            TableSchema schema = source.schema();
            Set<String> own = new HashSet<>();
            for (DestinationColumn wanted : rules(schema.table()).logColumns()) {
                if (own.add(wanted.name().toLowerCase(Locale.ROOT))) {
                    columns.add(schema.table(), wanted);
                } else {
                    findings.add(twice(schema, wanted, "two of its log's own columns are"));
                }
            }
            Set<String> ofLog = Set.copyOf(own);
            for (Column column : schema.columns()) {
                // Only the key is NOT NULL: a later change at the source may make any other column nullable
                rules(schema.table()).destination(column, true).ifPresent(wanted -> {
                    if (own.add(wanted.name().toLowerCase(Locale.ROOT))) {
                        columns.add(schema.table(), keyed(wanted, key));
                    } else {
                        boolean log = ofLog.contains(wanted.name().toLowerCase(Locale.ROOT));
                        findings.add(
                                twice(schema, wanted, log ? "its log's own column is" : "two of its columns become"));
                    }
                });
            }
            for (DestinationColumn wanted : added(schema, findings)) {
                if (own.add(wanted.name().toLowerCase(Locale.ROOT))) {
                    columns.add(schema.table(), keyed(wanted, key));
                } else {
                    findings.add(twice(schema, wanted, "a rule adds a column where it has"));
                }
            }
        }
        return columns.all();
    }

    /** Where merged tables have to be alike. Those that were prepared may differ since then: statements change one after the other. */
    private void requireSameShapes(
            String name, List<SourceTablePlan> sources, EarlierRun earlier, List<Finding> findings) {
        TableSchema first = sources.get(0).schema();
        boolean required = sources.stream().anyMatch(source -> definition
                .aspect(source.schema().table(), Aspect.MERGED_SHAPES)
                .filter(MergedShapes.SAME::equals)
                .isPresent());
        boolean known = sources.stream()
                .anyMatch(s -> earlier.known().contains(s.schema().table()));
        for (SourceTablePlan source : required ? sources : List.<SourceTablePlan>of()) {
            TableSchema other = source.schema();
            List<String> differences = differences(first, other);
            if (!differences.isEmpty()) {
                findings.add(new Finding(
                        known ? Finding.Severity.WARNING : Finding.Severity.ERROR,
                        name,
                        "its source tables have different shapes: " + String.join(", ", differences),
                        "make them alike, or allow it with MappingRule.mergedShapes(MergedShapes.WIDEN)"));
            }
        }
    }

    private static List<String> differences(TableSchema first, TableSchema other) {
        List<String> differences = new ArrayList<>();
        for (Column column : first.columns()) {
            OptionalInt index = other.indexOf(column.name());
            if (index.isEmpty()) {
                differences.add(other.table() + " has no " + column.name());
            } else {
                Column same = other.columns().get(index.getAsInt());
                if (!same.type().equals(column.type())) {
                    differences.add(first.table() + " has " + column + ", " + other.table() + " has " + same);
                }
            }
        }
        other.columns().stream()
                .filter(column -> first.indexOf(column.name()).isEmpty())
                .forEach(column -> differences.add(first.table() + " has no " + column.name()));
        return differences;
    }

    private static Finding twice(TableSchema schema, DestinationColumn column, String what) {
        return Finding.error(
                schema.table().toString(),
                what + " the destination column '" + column.name() + "'",
                "give one of them another name: MappingRule.renameColumn changes that of a source column,"
                        + " WriteMode.Append.named that of a log's own");
    }

    private List<DestinationColumn> added(TableSchema schema, List<Finding> findings) {
        try {
            return rules(schema.table()).added(schema);
        } catch (DefinitionException e) {
            findings.add(misfit(schema, e));
            return List.of();
        }
    }

    private static Finding misfit(TableSchema schema, DefinitionException e) {
        return Finding.error(
                schema.table().toString(), String.valueOf(e.getMessage()), "correct the rule for this table");
    }

    private static Finding moving(TableSchema schema) {
        return Finding.error(
                schema.table().toString(),
                "its partition depends on more than its row, so that an updated row would stay in its old partition too",
                "partition by a column that does not change, or accept that with MappingRule.allowMovingPartitions");
    }

    /** Merged tables are partitioned alike. */
    private List<DestinationColumn> partitions(String name, List<SourceTablePlan> sources, List<Finding> findings) {
        List<DestinationColumn> first = rules(sources.get(0).schema().table()).partitionColumns();
        for (SourceTablePlan source : sources) {
            List<DestinationColumn> other = rules(source.schema().table()).partitionColumns();
            if (!first.stream()
                    .map(DestinationColumn::name)
                    .toList()
                    .equals(other.stream().map(DestinationColumn::name).toList())) {
                findings.add(Finding.error(
                        name,
                        "its source tables are partitioned in different ways: "
                                + sources.get(0).schema().table() + " by " + first + ", "
                                + source.schema().table() + " by " + other,
                        "give them the same rule"));
            }
        }
        return first;
    }

    private static DestinationColumn keyed(DestinationColumn column, List<String> key) {
        boolean inKey = key.stream().anyMatch(k -> k.equalsIgnoreCase(column.name()));
        return new DestinationColumn(column.name(), column.type(), column.valueType(), !inKey, column.comment());
    }

    private static boolean sameNames(List<String> some, List<String> others) {
        return some.size() == others.size()
                && some.stream().allMatch(s -> others.stream().anyMatch(s::equalsIgnoreCase));
    }
}
