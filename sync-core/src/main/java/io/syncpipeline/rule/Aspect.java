package io.syncpipeline.rule;

import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.TableKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Something that a {@link MappingRule} can say of a table. Where several rules for a table say it, the later one wins; what is said of
 * single columns or kinds of change is put together, and the later one wins for each of them.
 *
 * @param <T> what is said
 */
public final class Aspect<T> {

    /** How the destination table is named. */
    public static final Aspect<NameTemplate> DESTINATION_NAME = single("destinationName");
    /** The columns that identify a row. */
    public static final Aspect<List<String>> PRIMARY_KEY = single("primaryKey");
    /** The columns by whose order the table is cut into chunks; an empty list means that it is not cut. */
    public static final Aspect<List<String>> SPLIT_KEY = single("splitKey");
    /** The rows to copy. */
    public static final Aspect<String> COPY_CONDITION = single("copyCondition");
    /** Whether the table's present rows are not copied, so that only changes are followed. */
    public static final Aspect<Boolean> COPY_SKIPPED = single("skipCopy");
    /** The names of source columns that have other names at the destination, in lower case. */
    public static final Aspect<Map<String, String>> COLUMN_NAMES = keyed("renameColumn");
    /** The source columns that are left out, in lower case. */
    public static final Aspect<Map<String, Boolean>> COLUMNS_LEFT_OUT = keyed("excludeColumns");
    /** The destination types of single source columns, by their names in lower case. */
    public static final Aspect<Map<String, String>> COLUMN_TYPES = keyed("columnType");
    /** The destination types of source types, by their patterns. */
    public static final Aspect<Map<String, TypeMapping>> TYPES = keyed("typeMapping");
    /** The columns that are added, by their names in lower case. */
    public static final Aspect<Map<String, AddedColumn>> ADDED_COLUMNS = keyed("addColumn");
    /** The columns by which the destination is partitioned, in order, by their names in lower case. */
    public static final Aspect<Map<String, PartitionColumn>> PARTITIONS = keyed("partition");
    /** Whether rows may be left in partitions that they have left. */
    public static final Aspect<Boolean> MOVING_PARTITIONS = single("allowMovingPartitions");
    /** Whether merged tables may have different columns. */
    public static final Aspect<MergedShapes> MERGED_SHAPES = single("mergedShapes");
    /** How changes are written. */
    public static final Aspect<WriteMode> WRITE_MODE = single("writeMode");
    /** The kind of the destination table. */
    public static final Aspect<TableKind> TABLE_KIND = single("tableKind");
    /** The number of buckets of the destination table. */
    public static final Aspect<BucketCount> BUCKET_COUNT = single("bucketCount");
    /** The properties of the destination table, in the sink's own words. */
    public static final Aspect<Map<String, String>> TABLE_PROPERTIES = keyed("tableProperty");
    /** What becomes of the kinds of change to the table's rows. */
    public static final Aspect<Map<DmlKind, DmlAction>> DML = keyed("on");
    /** What becomes of the kinds of change to the table's shape. */
    public static final Aspect<Map<DdlKind, DdlAction>> DDL = keyed("onDdl");

    private final String name;
    private final boolean keyed;
    private final BinaryOperator<T> together;

    private Aspect(String name, boolean keyed, BinaryOperator<T> together) {
        this.name = name;
        this.keyed = keyed;
        this.together = together;
    }

    private static <T> Aspect<T> single(String name) {
        return new Aspect<>(name, false, (earlier, later) -> later);
    }

    /** Said of several things, each by a key of its own, in the order in which they were last said. */
    private static <K, V> Aspect<Map<K, V>> keyed(String name) {
        return new Aspect<>(name, true, (earlier, later) -> {
            Map<K, V> all = new LinkedHashMap<>(earlier);
            all.keySet().removeAll(later.keySet());
            all.putAll(later);
            return Collections.unmodifiableMap(all);
        });
    }

    /** What holds when an earlier rule says one thing and a later rule another. */
    public T together(T earlier, T later) {
        return together.apply(earlier, later);
    }

    /** Whether one rule may say it several times, of different things. */
    boolean isKeyed() {
        return keyed;
    }

    @Override
    public String toString() {
        return name;
    }
}
