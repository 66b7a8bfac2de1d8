package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SchemaChange.Step;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.ddl.ColumnDefinition.Place;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table while the definitions and clauses of a statement change it. What a clause does to columns and keys is carried out here;
 * {@link AlterClauses} and {@link CreateDefinition} say which clauses there are.
 */
final class TableEdit {

    /** Ends the message of a clause that does not fit the known shape. */
    static final String NEWER =
            "; the known shape is either newer than the statement, as it can be after a restart, or a statement before it was missed";

    private record Postponed(String turn, ColumnDefinition definition, boolean ifNotExists) {}

    private final TrackedTable before;
    private final ServerDialect dialect;
    private final ColumnEdit columns;
    private final IndexEdit indexes;
    private final List<Postponed> postponed = new ArrayList<>();
    private final List<String> notNull = new ArrayList<>();
    private String charset;
    private @Nullable String convertedTo;
    private String comment;
    private @Nullable TableId newName;

    TableEdit(TrackedTable before, ServerDialect dialect) {
        this.before = before;
        this.dialect = dialect;
        this.columns = new ColumnEdit(before.columns());
        this.indexes = new IndexEdit(before.schema().primaryKey(), before.indexes());
        this.charset = before.charset();
        this.comment = before.schema().comment();
    }

    void options(TableOptions options, String databaseCharset) {
        if (options.charset() != null) {
            charset = resolved(options.charset(), databaseCharset);
        }
        if (options.comment() != null) {
            comment = options.comment();
        }
    }

    void convertTo(@Nullable String target, String databaseCharset) {
        convertedTo = resolved(target == null ? "default" : target, databaseCharset);
        charset = convertedTo;
    }

    private String resolved(String name, String databaseCharset) {
        return name.equalsIgnoreCase("default") ? databaseCharset : Charsets.named(name);
    }

    void rename(TableId name) {
        newName = name;
    }

    void addColumn(ColumnDefinition definition, boolean ifNotExists) {
        if (!columns.isFree(definition.name())) {
            // a later clause may make room for it
            postponed.add(new Postponed(columns.reserve(), definition, ifNotExists));
            return;
        }
        columns.add(column(definition), definition.place());
        keysOf(definition);
    }

    private void keysOf(ColumnDefinition definition) {
        if (definition.primary()) {
            indexes.addPrimary(List.of(definition.name()));
        }
        if (definition.unique()) {
            indexes.add("", true, List.of(definition.name()), false);
        }
    }

    void dropColumn(String name) {
        TrackedColumn column = columns.find(name);
        if (column != null) {
            columns.drop(column);
            indexes.dropColumn(name);
        }
    }

    void changeColumn(String name, ColumnDefinition definition, boolean ifExists) {
        TrackedColumn column = columns.find(name);
        if (column != null) {
            columns.change(column, column(definition), definition.place());
            keysOf(definition);
        } else if (!ifExists && !isThere(definition)) {
            throw new ParseException(
                    "it changes the column '" + name + "', which the known shape does not have" + NEWER);
        }
    }

    void renameColumn(String from, String to, boolean ifExists) {
        TrackedColumn column = columns.find(from);
        if (column != null) {
            columns.change(column, column.column().renamed(to), Place.UNSAID);
        } else if (!ifExists && columns.find(to) == null) {
            throw new ParseException(
                    "it renames the column '" + from + "', which the known shape does not have" + NEWER);
        }
    }

    /** Makes columns NOT NULL that something else than their definitions wants so. */
    void requireNotNull(List<String> names) {
        notNull.addAll(names);
    }

    /** Takes note of a part of a key that is an expression. */
    void expressionInKey() {
        if (dialect.logsHiddenColumns()) {
            throw new ParseException(
                    "it indexes an expression: the server hides a column behind it, which this version logs"
                            + " with the rows at a place that cannot be told; update the server to 8.0.18 or later, or drop the index");
        }
    }

    IndexEdit indexes() {
        return indexes;
    }

    private boolean isThere(ColumnDefinition definition) {
        TrackedColumn found = columns.find(definition.name());
        return found != null && sameExceptNullable(found.column(), column(definition));
    }

    private static boolean sameExceptNullable(Column one, Column other) {
        // the primary key may have made it NOT NULL
        return one.nativeType().equals(other.nativeType())
                && one.charset().equals(other.charset())
                && one.comment().equals(other.comment())
                && (one.nullable() == other.nullable() || !one.nullable());
    }

    private Column column(ColumnDefinition definition) {
        boolean nullable = definition.nullable() == null
                ? !definition.autoIncrement() && !isImplicitlyNotNull(definition)
                : definition.nullable();
        DeclaredType type = definition.type().stored(charset, dialect);
        try {
            return MySqlType.column(
                    definition.name(), type.text(), type.charsetOr(charset), nullable, definition.comment());
        } catch (IllegalArgumentException e) {
            throw new ParseException("the column '" + definition.name() + "' cannot be captured: " + e.getMessage(), e);
        }
    }

    private boolean isImplicitlyNotNull(ColumnDefinition definition) {
        return definition.type().name().equals("timestamp") && !dialect.explicitDefaultsForTimestamp();
    }

    /** What came of it. */
    Outcome finish() {
        for (Postponed late : postponed) {
            ColumnDefinition definition = late.definition();
            if (columns.isFree(definition.name())) {
                columns.add(late.turn(), column(definition), definition.place());
                keysOf(definition);
            } else if (!late.ifNotExists() && !isThere(definition)) {
                throw new ParseException("it adds the column '" + definition.name() + "', which the known shape has as "
                        + existing(definition.name()) + NEWER);
            }
        }
        List<TrackedColumn> after = new ArrayList<>(columns.after());
        indexes.finish(columns::newName, name -> spelled(name, after));
        after.replaceAll(this::finished);
        TableId id = newName == null ? before.id() : newName;
        TrackedTable table = new TrackedTable(id, charset, after, indexes.primaryKey(), indexes.indexes(), comment);
        return new Outcome(columns.steps(after), table);
    }

    private String existing(String name) {
        TrackedColumn column = columns.find(name);
        return column == null ? "another new one" : column.column().toString();
    }

    private TrackedColumn finished(TrackedColumn column) {
        Column finished = column.column();
        if (convertedTo != null) {
            finished = CharsetConversion.convert(finished, convertedTo);
        }
        boolean required = Stream.concat(indexes.primaryKey().stream(), notNull.stream())
                .anyMatch(column.name()::equalsIgnoreCase);
        if (required && finished.nullable()) {
            finished = new Column(
                    finished.name(),
                    finished.type(),
                    finished.nativeType(),
                    finished.charset(),
                    false,
                    finished.comment());
        }
        return column.with(finished);
    }

    private static String spelled(String name, List<TrackedColumn> columns) {
        return columns.stream()
                .map(TrackedColumn::name)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name.toLowerCase(Locale.ROOT));
    }

    /**
     * @param steps what was done to columns
     * @param table the table as it is then
     */
    record Outcome(List<Step> steps, TrackedTable table) {}
}
