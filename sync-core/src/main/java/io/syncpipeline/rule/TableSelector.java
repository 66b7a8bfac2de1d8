package io.syncpipeline.rule;

import io.syncpipeline.model.TableId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Which source tables a pipeline reads: by exact names, or by regular expressions that match whole names. */
public final class TableSelector {

    private final @Nullable String database;
    private final Set<String> tables;
    private final @Nullable Pattern databasePattern;
    private final @Nullable Pattern tablePattern;
    private final List<TableSelector> exceptions;
    private final @Nullable NameTemplate destination;

    private TableSelector(
            @Nullable String database,
            Set<String> tables,
            @Nullable Pattern databasePattern,
            @Nullable Pattern tablePattern,
            List<TableSelector> exceptions,
            @Nullable NameTemplate destination) {
        this.database = database;
        this.tables = tables;
        this.databasePattern = databasePattern;
        this.tablePattern = tablePattern;
        this.exceptions = List.copyOf(exceptions);
        this.destination = destination;
    }

    /**
     * The tables of these names. One that does not exist at the source is an error in the plan.
     *
     * @throws IllegalArgumentException when no table is named
     */
    public static TableSelector named(String database, String... tables) {
        if (tables.length == 0) {
            throw new IllegalArgumentException("name at least one table of " + database
                    + "; for all of them use TableSelector.matching(\"" + Pattern.quote(database) + "\", \".*\")");
        }
        return new TableSelector(database, new TreeSet<>(Arrays.asList(tables)), null, null, List.of(), null);
    }

    /**
     * All tables whose database and name match whole, also those created while the pipeline runs.
     *
     * @throws IllegalArgumentException when one is no regular expression
     */
    public static TableSelector matching(String databaseRegex, String tableRegex) {
        return new TableSelector(
                null, Set.of(), compile("database", databaseRegex), compile("table", tableRegex), List.of(), null);
    }

    /** This selector, without the tables whose database and name match whole. */
    public TableSelector except(String databaseRegex, String tableRegex) {
        List<TableSelector> more = new ArrayList<>(exceptions);
        more.add(matching(databaseRegex, tableRegex));
        return new TableSelector(database, tables, databasePattern, tablePattern, more, destination);
    }

    /**
     * This selector, with all its tables written into one destination table. Keys of different source tables must not collide.
     *
     * @param destinationTable its name, which may hold the variables of a {@link NameTemplate}, such as {@code
     *     orders_${source_database_name.region}}: then tables of the same name become one
     * @throws IllegalArgumentException when the name is blank, or is no name template
     * @throws IllegalStateException when a destination was set already
     */
    public TableSelector mergedInto(String destinationTable) {
        if (destinationTable.isBlank()) {
            throw new IllegalArgumentException("mergedInto needs the name of a table");
        }
        return mergedInto(NameTemplate.of(destinationTable));
    }

    /** This selector, with tables to which the template gives the same name written into one destination table. */
    public TableSelector mergedInto(NameTemplate destinationTable) {
        Objects.requireNonNull(destinationTable, "destinationTable");
        if (destination != null) {
            throw new IllegalStateException("mergedInto was already set to " + destination);
        }
        return new TableSelector(database, tables, databasePattern, tablePattern, exceptions, destinationTable);
    }

    /** Whether this selector takes the table. */
    public boolean accepts(TableId table) {
        return acceptsBeforeExceptions(table) && exceptions.stream().noneMatch(e -> e.accepts(table));
    }

    private boolean acceptsBeforeExceptions(TableId table) {
        if (databasePattern == null || tablePattern == null) {
            return table.database().equals(database) && tables.contains(table.table());
        }
        return databasePattern.matcher(table.database()).matches()
                && tablePattern.matcher(table.table()).matches();
    }

    /** The tables that were named and therefore must exist; empty for a selector by regular expressions. */
    public List<TableId> required() {
        String named = database;
        return named == null
                ? List.of()
                : tables.stream()
                        .map(t -> new TableId(named, t))
                        .filter(this::accepts)
                        .toList();
    }

    /**
     * What a group of the database's or the table's expression matched.
     *
     * @param variable which of the two
     * @param group the group's name or number
     * @return empty when there is no such group, when it matched nothing, or when this selector names its tables
     */
    Optional<String> group(NameVariable variable, String group, TableId table) {
        Pattern pattern = variable == NameVariable.SOURCE_DATABASE_NAME ? databasePattern : tablePattern;
        if (pattern == null) {
            return Optional.empty();
        }
        String name = variable == NameVariable.SOURCE_DATABASE_NAME ? table.database() : table.table();
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            boolean numbered = group.chars().allMatch(c -> c >= '0' && c <= '9');
            return Optional.ofNullable(numbered ? matcher.group(Integer.parseInt(group)) : matcher.group(group));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** How the destinations are named into which its tables are merged, if they are. */
    public Optional<NameTemplate> destination() {
        return Optional.ofNullable(destination);
    }

    private static Pattern compile(String what, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the " + what + " expression '" + regex + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    @Override
    public String toString() {
        String what = databasePattern == null ? database + "." + tables : databasePattern + "." + tablePattern;
        return what
                + (exceptions.isEmpty() ? "" : " except " + exceptions)
                + destination().map(d -> " into " + d).orElse("");
    }
}
