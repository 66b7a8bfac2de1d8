package io.syncpipeline.rule;

import io.syncpipeline.model.TableId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs from the defaults for one table or for all. Rules are applied in the order in which they were given to the pipeline; for
 * each aspect the last rule that sets it wins.
 */
public final class MappingRule {

    private final @Nullable TableId table;
    private final @Nullable NameTemplate destinationName;
    private final @Nullable List<String> primaryKey;
    private final @Nullable List<String> splitKey;
    private final @Nullable String copyCondition;

    private MappingRule(
            @Nullable TableId table,
            @Nullable NameTemplate destinationName,
            @Nullable List<String> primaryKey,
            @Nullable List<String> splitKey,
            @Nullable String copyCondition) {
        this.table = table;
        this.destinationName = destinationName;
        this.primaryKey = primaryKey;
        this.splitKey = splitKey;
        this.copyCondition = copyCondition;
    }

    /** A rule for every table. */
    public static MappingRule forAllTables() {
        return new MappingRule(null, null, null, null, null);
    }

    /** A rule for one table. */
    public static MappingRule forTable(String database, String table) {
        return new MappingRule(new TableId(database, table), null, null, null, null);
    }

    /** How the destination table is named. Default: {@link NameTemplate#DEFAULT}. */
    public MappingRule destinationName(NameTemplate template) {
        refuseTwice("destinationName", destinationName);
        return new MappingRule(
                table, Objects.requireNonNull(template, "template"), primaryKey, splitKey, copyCondition);
    }

    /**
     * The columns that identify a row at the destination. Default: the table's primary key, otherwise its first unique key without
     * nullable columns.
     */
    public MappingRule primaryKey(String... columns) {
        refuseTwice("primaryKey", primaryKey);
        if (columns.length == 0) {
            throw new IllegalArgumentException("primaryKey needs at least one column");
        }
        return new MappingRule(table, destinationName, List.of(columns), splitKey, copyCondition);
    }

    /**
     * The columns by whose order the table is cut into chunks while it is copied; together they must be unique. Default: the primary
     * key. Without columns the table is copied in one piece.
     */
    public MappingRule splitKey(String... columns) {
        refuseTwice("splitKey", splitKey);
        return new MappingRule(table, destinationName, primaryKey, List.of(columns), copyCondition);
    }

    /**
     * The rows to copy, as a condition in the source's SQL without the keyword WHERE. It concerns the copy only: changes are followed
     * for all rows. Default: all rows.
     */
    public MappingRule copyCondition(String condition) {
        refuseTwice("copyCondition", copyCondition);
        if (condition.isBlank()) {
            throw new IllegalArgumentException("copyCondition must not be empty; leave it out to copy all rows");
        }
        return new MappingRule(table, destinationName, primaryKey, splitKey, condition);
    }

    /** The table this rule is for; empty when it is for all. */
    public Optional<TableId> table() {
        return Optional.ofNullable(table);
    }

    /** How the destination is named, if this rule says so. */
    public Optional<NameTemplate> destinationName() {
        return Optional.ofNullable(destinationName);
    }

    /** The key, if this rule says so. */
    public Optional<List<String>> primaryKey() {
        return Optional.ofNullable(primaryKey);
    }

    /** The split key, if this rule says so; an empty list means that the table is not cut. */
    public Optional<List<String>> splitKey() {
        return Optional.ofNullable(splitKey);
    }

    /** The condition for copied rows, if this rule says so. */
    public Optional<String> copyCondition() {
        return Optional.ofNullable(copyCondition);
    }

    private static void refuseTwice(String option, @Nullable Object present) {
        if (present != null) {
            throw new IllegalStateException(option + " was already set to " + present);
        }
    }

    @Override
    public String toString() {
        return "rule for " + table().map(TableId::toString).orElse("all tables");
    }
}
