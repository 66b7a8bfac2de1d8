package io.syncpipeline.rule;

import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What differs from the defaults for one table, for some or for all. Rules are applied in the order in which they were given to the
 * pipeline; for each {@link Aspect} the last rule that says something wins. Immutable: each method gives a new rule, and one rule can serve
 * any number of pipelines.
 */
public final class MappingRule {

    private static final int MAX_LIFECYCLE_DAYS = 37_231;

    private final TableSelector tables;
    private final boolean forOne;
    private final String target;
    private final Map<Aspect<?>, Object> said;

    private MappingRule(TableSelector tables, boolean forOne, String target, Map<Aspect<?>, Object> said) {
        this.tables = tables;
        this.forOne = forOne;
        this.target = target;
        this.said = Map.copyOf(said);
    }

    /** A rule for every table. */
    public static MappingRule forAllTables() {
        return new MappingRule(TableSelector.matching(".*", ".*"), false, "all tables", Map.of());
    }

    /** A rule for one table. */
    public static MappingRule forTable(String database, String table) {
        TableId id = new TableId(database, table);
        return new MappingRule(TableSelector.named(database, table), true, id.toString(), Map.of());
    }

    /** A rule for the tables that a selector takes; where it would merge them does not matter. */
    public static MappingRule forTables(TableSelector tables) {
        return new MappingRule(tables, false, tables.toString(), Map.of());
    }

    /** How the destination table is named. Default: {@link NameTemplate#DEFAULT}. Tables merged by their selector are not concerned. */
    public MappingRule destinationName(NameTemplate template) {
        return with(Aspect.DESTINATION_NAME, template);
    }

    /**
     * The columns that identify a row at the destination. Default: the table's primary key, otherwise its first unique key without
     * nullable columns.
     */
    public MappingRule primaryKey(String... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("primaryKey needs at least one column");
        }
        return with(Aspect.PRIMARY_KEY, List.of(columns));
    }

    /**
     * The columns by whose order the table is cut into chunks while it is copied; together they must be unique. Default: the primary
     * key. Without columns the table is copied in one piece.
     */
    public MappingRule splitKey(String... columns) {
        return with(Aspect.SPLIT_KEY, List.of(columns));
    }

    /**
     * The rows to copy, as a condition in the source's SQL without the keyword WHERE. It concerns the copy only: changes are followed
     * for all rows. Default: all rows.
     */
    public MappingRule copyCondition(String condition) {
        if (condition.isBlank()) {
            throw new IllegalArgumentException("copyCondition must not be empty; leave it out to copy all rows");
        }
        return with(Aspect.COPY_CONDITION, condition);
    }

    /**
     * The table's present rows are not copied: only changes are followed. A row that changes comes whole; rows that never change never come.
     */
    public MappingRule skipCopy() {
        return with(Aspect.COPY_SKIPPED, true);
    }

    /**
     * Gives a source column another name at the destination.
     *
     * @throws IllegalArgumentException when the new name is blank
     */
    public MappingRule renameColumn(String source, String destination) {
        if (destination.isBlank()) {
            throw new IllegalArgumentException("renameColumn needs a name for '" + source + "'");
        }
        return with(Aspect.COLUMN_NAMES, id(source), destination);
    }

    /** Leaves source columns out. Those of the key cannot be left out. */
    public MappingRule excludeColumns(String... columns) {
        MappingRule rule = this;
        for (String column : columns) {
            rule = rule.with(Aspect.COLUMNS_LEFT_OUT, id(column), true);
        }
        return rule;
    }

    /**
     * Stores a source column in a type of the user's choice. It wins over every {@link #typeMapping}.
     *
     * @param destinationType the type in the sink's own words, such as {@code DECIMAL(20,0)}
     */
    public MappingRule columnType(String column, String destinationType) {
        return with(Aspect.COLUMN_TYPES, id(column), destinationType);
    }

    /** Stores source types in a destination type of the user's choice. Of several patterns that match, the last wins. */
    public MappingRule typeMapping(String sourceTypes, String destinationType) {
        TypeMapping mapping = TypeMapping.of(sourceTypes, destinationType);
        return with(Aspect.TYPES, mapping.pattern(), mapping);
    }

    /** Adds a destination column without a comment. */
    public MappingRule addColumn(String name, String type, ValueAssigner value) {
        return addColumn(name, type, value, "");
    }

    /**
     * Adds a destination column. Rows that are at the destination already have NULL there until they change.
     *
     * @param name its name, which no source column may have there
     * @param type its type in the sink's own words
     * @param value where its values come from
     * @param comment its comment; empty for none
     * @throws IllegalArgumentException when the name or the type is blank
     */
    public MappingRule addColumn(String name, String type, ValueAssigner value, String comment) {
        return with(Aspect.ADDED_COLUMNS, id(name), new AddedColumn(name, type, value, comment));
    }

    /**
     * Partitions the destination by a column, after those that were said before. A row is in the partition that its values name, and moves
     * when they change; the key is unique within a partition.
     *
     * @param name the partition column's name, which no other column may have there
     * @param value its values: texts, whole numbers, truth values or dates, often with {@code asTime}; NULL makes the row a dirty row unless
     *     {@code orElse} says otherwise
     */
    public MappingRule partition(String name, ValueAssigner value) {
        return partition(name, value, "");
    }

    /** The same with a comment. */
    public MappingRule partition(String name, ValueAssigner value, String comment) {
        return with(Aspect.PARTITIONS, id(name), new PartitionColumn(name, value, comment));
    }

    /**
     * Allows partitions by what the row does not hold, such as {@link Variable#EVENT_TIME}. An updated row is then in its new partition, and
     * stays as it was in the one before, too; a deleted one stays everywhere.
     */
    public MappingRule allowMovingPartitions() {
        return with(Aspect.MOVING_PARTITIONS, true);
    }

    /** What becomes of merged tables whose columns differ. Default: {@link MergedShapes#WIDEN}. */
    public MappingRule mergedShapes(MergedShapes shapes) {
        return with(Aspect.MERGED_SHAPES, shapes);
    }

    /** How changes are written. Default: {@link WriteMode#replay()}. {@link WriteMode} has what goes with what. */
    public MappingRule writeMode(WriteMode mode) {
        return with(Aspect.WRITE_MODE, mode);
    }

    /**
     * The kind of the destination table, when it is created. Default: {@link TableKind#PK_DELTA} for replay; for append what is there
     * already, otherwise {@link TableKind#APPEND}.
     */
    public MappingRule tableKind(TableKind kind) {
        return with(Aspect.TABLE_KIND, kind);
    }

    /**
     * The number of buckets of the destination table, when it is created, for replay only: at least 1, with an upper bound of the sink's own
     * (MaxCompute: 4,096). A table is written to in that many streams, which a small table has no use for. Default: the sink's.
     *
     * @throws IllegalArgumentException when it is less than 1
     */
    public MappingRule bucketCount(int buckets) {
        return with(Aspect.BUCKET_COUNT, new BucketCount.Fixed(buckets));
    }

    /**
     * Derives the number of buckets from the size of the source tables when the destination table is created, for replay only: one for so
     * many bytes that the source's statistics say of them (for a table that is new, 0), from 1 to 4,096. It does not change as the table
     * grows, so it should be chosen for what is to come.
     *
     * @param bytesPerBucket at least 1 MiB; 500 MB is a usual choice for MaxCompute
     * @throws IllegalArgumentException when it is less
     */
    public MappingRule bucketCountBySize(long bytesPerBucket) {
        return with(Aspect.BUCKET_COUNT, new BucketCount.BySize(bytesPerBucket));
    }

    /**
     * A property of the destination table, when it is created, in the sink's own words, such as {@code acid.data.retain.hours} for
     * MaxCompute. It wins over the same property of the sink. Default: none.
     *
     * @throws IllegalArgumentException when the name is blank
     */
    public MappingRule tableProperty(String name, String value) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("tableProperty needs a name for '" + value + "'");
        }
        return with(Aspect.TABLE_PROPERTIES, name, value);
    }

    /**
     * After how many days the destination drops rows or partitions that have not changed, when the table is created: the property {@code
     * lifecycle}. Range: 1 to 37,231. Default: the sink's.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public MappingRule lifecycle(int days) {
        if (days < 1 || days > MAX_LIFECYCLE_DAYS) {
            throw new IllegalArgumentException("lifecycle must be 1 to " + MAX_LIFECYCLE_DAYS + " days: " + days);
        }
        return tableProperty(DestinationTable.LIFECYCLE, String.valueOf(days));
    }

    private static String id(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    /**
     * What becomes of inserted rows while the table is followed. Default: {@link DmlAction#normal()}.
     *
     * @throws IllegalArgumentException for a logical deletion, which only deletes can be
     */
    public MappingRule onInsert(DmlAction action) {
        return on(DmlKind.INSERT, action);
    }

    /**
     * What becomes of updated rows while the table is followed. Default: {@link DmlAction#normal()}.
     *
     * @throws IllegalArgumentException for a logical deletion, which only deletes can be
     */
    public MappingRule onUpdate(DmlAction action) {
        return on(DmlKind.UPDATE, action);
    }

    /** What becomes of deleted rows while the table is followed. Default: {@link DmlAction#normal()}. */
    public MappingRule onDelete(DmlAction action) {
        return on(DmlKind.DELETE, action);
    }

    private MappingRule on(DmlKind kind, DmlAction action) {
        if (action instanceof DmlAction.LogicalDelete && kind != DmlKind.DELETE) {
            throw new IllegalArgumentException("only a DELETE can be a logical deletion, not an " + kind);
        }
        return with(Aspect.DML, kind, action);
    }

    /** What becomes of a kind of change to these tables' shape. Default: what the pipeline's own {@code onDdl} says. */
    public MappingRule onDdl(DdlKind kind, DdlAction action) {
        return with(Aspect.DDL, kind, action);
    }

    private <K, V> MappingRule with(Aspect<Map<K, V>> aspect, K key, V value) {
        Objects.requireNonNull(value, () -> aspect + "(" + key + ")");
        V present = said(aspect).map(m -> m.get(key)).orElse(null);
        if (present != null) {
            throw new IllegalStateException(aspect + "(" + key + ") was already set to " + present);
        }
        return with(aspect, Map.of(key, value));
    }

    private <T> MappingRule with(Aspect<T> aspect, T value) {
        Objects.requireNonNull(value, aspect::toString);
        Optional<T> present = said(aspect);
        if (present.isPresent() && !aspect.isKeyed()) {
            throw new IllegalStateException(aspect + " was already set to " + present.get());
        }
        Map<Aspect<?>, Object> more = new HashMap<>(said);
        more.put(aspect, present.map(p -> aspect.together(p, value)).orElse(value));
        return new MappingRule(tables, forOne, target, more);
    }

    /** Whether this rule is for the table. */
    public boolean concerns(TableId table) {
        return tables.accepts(table);
    }

    /** The tables that this rule names, and that therefore have to be selected. */
    public List<TableId> named() {
        return forOne ? tables.required() : List.of();
    }

    /** What this rule says of an aspect, if it does. */
    @SuppressWarnings("unchecked") // with() puts nothing else there
    public <T> Optional<T> said(Aspect<T> aspect) {
        return Optional.ofNullable((T) said.get(aspect));
    }

    @Override
    public String toString() {
        return "rule for " + target;
    }
}
