package io.syncpipeline.mysql.internal.ddl;

import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SchemaChange.Step;
import io.syncpipeline.model.SchemaChange.TableCreated;
import io.syncpipeline.model.SchemaChange.TableDropped;
import io.syncpipeline.model.SchemaChange.TableRenamed;
import io.syncpipeline.model.SchemaChange.TableTruncated;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.AlterTable;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.CreateTable;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.CreateTableLike;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.DefineDatabase;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.DropDatabase;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.DropTables;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.RenameTables;
import io.syncpipeline.mysql.internal.ddl.DdlStatement.TruncateTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shapes of the captured tables at one place of the binlog, kept right by applying every statement that is logged there.
 *
 * <p>A table is captured when its shape was given at the start, when it was {@linkplain #track tracked} later, or when it comes into
 * being under a name that {@code joining} accepts. Copies that schema change tools make of a captured table (gh-ost,
 * pt-online-schema-change) are followed silently, be they accepted or not; when one takes the table's place, the change is reported as
 * what it did to the columns.
 *
 * <p>A statement whose effect is there already, as it can be after a restart, is passed over where that is certain: a column to add that
 * is there as defined, one to drop that is gone, a table to create that is there as defined. Used by one thread.
 */
public final class TrackedSchemas {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedSchemas.class);
    private static final int MOST_SQL_IN_MESSAGES = 300;

    private final ServerDialect dialect;
    private final ServerCatalog catalog;
    private final TrackedTables tables;
    private final Map<String, String> databaseCharsets = new HashMap<>();

    /** The statement being applied. */
    private record Logged(String sql, ServerDialect dialect, Transaction transaction) {}

    /**
     * Starts from known shapes.
     *
     * @param schemas the captured tables' shapes at the place from which statements will be applied
     * @param joining which tables, created or renamed later, are captured from then on; asked again for each statement
     * @param dialect how the server reads DDL
     * @param catalog what the server says now; it is asked here for all tables of {@code schemas} at once, later only for the character
     *     sets of databases and for a table of unknown shape that comes to be captured
     */
    public TrackedSchemas(
            Collection<TableSchema> schemas, Predicate<TableId> joining, ServerDialect dialect, ServerCatalog catalog) {
        this.dialect = dialect;
        this.catalog = catalog;
        this.tables = new TrackedTables(joining, dialect);
        trackAll(schemas);
    }

    /** The present shape of a captured table; null when it is not captured or gone. */
    public @Nullable TableSchema get(TableId table) {
        TrackedTable found = tables.findCaptured(table);
        return found == null ? null : found.schema();
    }

    /** Captures more tables from now on, as {@link #track} does. */
    public void trackAll(Collection<TableSchema> schemas) {
        if (!schemas.isEmpty()) {
            Map<TableId, ServerTable> present =
                    catalog.tables(schemas.stream().map(TableSchema::table).toList());
            schemas.forEach(schema -> track(schema, present.get(schema.table())));
        }
    }

    /** Captures one more table from now on, or replaces what is known of it. Asks the server for what the shape leaves out. */
    public void track(TableSchema schema) {
        trackAll(List.of(schema));
    }

    private void track(TableSchema schema, @Nullable ServerTable present) {
        String charset = present == null ? databaseCharset(schema.table().database()) : present.charset();
        tables.capture(TrackedTable.of(schema, present, charset));
    }

    /** Captures a table no longer, unless {@code joining} accepts its name when it is created again. */
    public void forget(TableId table) {
        tables.forget(table);
    }

    /**
     * Applies a logged statement. A RENAME of several tables gives one change for each, from its name before the statement to the one
     * after it; a table that was not captured and takes a captured name is reported under the name it had.
     *
     * @param sql the statement as logged
     * @param defaultDatabase the database that names without one are in; empty when there was none
     * @param mode the mode of the session it was issued in
     * @param transaction where it was logged
     * @return the changes it made to captured tables or to tables that join, in order; empty when it touches none
     * @throws SourceException fatal, when a statement that touches or may touch a captured table cannot be understood, does not fit the
     *     known shape, or changes rows in a way that the binlog does not tell
     */
    public List<SchemaChange> apply(String sql, String defaultDatabase, SqlMode mode, Transaction transaction) {
        Logged logged = new Logged(sql, dialect.in(mode), transaction);
        DdlStatement statement;
        try {
            statement = StatementScanner.scan(sql, defaultDatabase, logged.dialect());
        } catch (ParseException e) {
            TableId mentioned = tables.mentionedIn(sql);
            if (mentioned == null) {
                return List.of();
            }
            throw fatal(mentioned, logged, e);
        }
        return effects(statement, logged);
    }

    private List<SchemaChange> effects(DdlStatement statement, Logged logged) {
        if (statement instanceof CreateTable create) {
            return create(create, logged);
        } else if (statement instanceof CreateTableLike like) {
            return createLike(like, logged);
        } else if (statement instanceof AlterTable alter) {
            return alter(alter, logged);
        } else if (statement instanceof RenameTables rename) {
            return rename(rename, logged);
        } else if (statement instanceof DropTables drop) {
            return drop(drop.tables(), logged);
        } else if (statement instanceof TruncateTable truncate) {
            return truncate(truncate.table(), logged);
        } else if (statement instanceof DefineDatabase define) {
            define(define);
        } else if (statement instanceof DropDatabase drop) {
            return drop(
                    tables.in(drop.database()).stream().map(TrackedTable::id).toList(), logged);
        }
        return List.of();
    }

    private List<SchemaChange> create(CreateTable create, Logged logged) {
        TableId id = create.table();
        if (!tables.concerns(id)) {
            return List.of();
        }
        try {
            TrackedTable created =
                    CreateDefinition.table(id, create.definition(), databaseCharset(id.database()), logged.dialect());
            return created(created, create.ifNotExists(), create.orReplace(), logged);
        } catch (ParseException e) {
            return failed(id, logged, e);
        }
    }

    private List<SchemaChange> createLike(CreateTableLike like, Logged logged) {
        TableId id = like.table();
        TrackedTable source = tables.find(like.source());
        if (!tables.concerns(id) && (source == null || !tables.captures(source.id()))) {
            return List.of();
        }
        if (source == null && !tables.captures(id)) {
            return List.of();
        }
        Optional<TrackedTable> created = source == null ? onServer(id) : Optional.of(source.copiedAs(id));
        if (created.isEmpty()) {
            return List.of(change(id, List.of(new TableCreated()), null, logged));
        }
        try {
            return created(created.get(), like.ifNotExists(), like.orReplace(), logged);
        } catch (ParseException e) {
            return failed(id, logged, e);
        }
    }

    private List<SchemaChange> created(TrackedTable created, boolean ifNotExists, boolean orReplace, Logged logged) {
        TableId id = created.id();
        TrackedTable existing = tables.findCaptured(id);
        if (existing == null) {
            tables.put(created);
            if (tables.isLeftOut(id)) {
                LOG.warn(
                        "{} is taken for the working copy of a schema change tool and not captured, though selected",
                        id);
            }
            return tables.captures(id) ? List.of(change(id, List.of(new TableCreated()), created, logged)) : List.of();
        }
        if (orReplace) {
            tables.put(created);
            return List.of(change(id, List.of(new TableDropped(), new TableCreated()), created, logged));
        }
        if (!ifNotExists && !existing.schema().equals(created.schema())) {
            throw new ParseException("it creates a table that is known already with another shape, "
                    + existing.schema().columns() + TableEdit.NEWER);
        }
        return List.of();
    }

    private List<SchemaChange> alter(AlterTable alter, Logged logged) {
        TrackedTable before = tables.find(alter.table());
        if (before == null) {
            return List.of();
        }
        try {
            TableEdit edit = new TableEdit(before, logged.dialect());
            String database = before.id().database();
            new AlterClauses(edit, database, databaseCharset(database), logged.dialect()).apply(alter.clauses());
            TableEdit.Outcome outcome = edit.finish();
            return altered(before, outcome, logged);
        } catch (ParseException e) {
            return failed(before.id(), logged, e);
        }
    }

    private List<SchemaChange> altered(TrackedTable before, TableEdit.Outcome outcome, Logged logged) {
        TrackedTable after = outcome.table();
        boolean renamed = !tables.isSame(before.id(), after.id());
        boolean concerned = tables.captures(before.id()) || tables.captures(after.id());
        tables.remove(before.id());
        tables.put(after);
        if (!concerned || before.schema().equals(after.schema())) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>(outcome.steps());
        if (renamed) {
            steps.add(new TableRenamed(after.id()));
        }
        return List.of(change(before.id(), steps, after, logged));
    }

    private List<SchemaChange> rename(RenameTables rename, Logged logged) {
        try {
            return new TableRenames(tables, this::onServer)
                    .apply(rename).stream()
                            .map(effect -> change(effect.table(), effect.steps(), effect.after(), logged))
                            .toList();
        } catch (ParseException e) {
            TableId captured = rename.pairs().stream()
                    .flatMap(pair -> java.util.stream.Stream.of(pair.from(), pair.to()))
                    .filter(tables::captures)
                    .findFirst()
                    .orElse(rename.pairs().get(0).to());
            throw fatal(captured, logged, e);
        }
    }

    private List<SchemaChange> drop(List<TableId> dropped, Logged logged) {
        List<SchemaChange> changes = new ArrayList<>();
        for (TableId id : dropped) {
            TrackedTable captured = tables.findCaptured(id);
            if (captured != null) {
                changes.add(change(captured.id(), List.of(new TableDropped()), null, logged));
            }
            tables.remove(id);
        }
        return changes;
    }

    private List<SchemaChange> truncate(TableId id, Logged logged) {
        TrackedTable captured = tables.findCaptured(id);
        return captured == null
                ? List.of()
                : List.of(change(captured.id(), List.of(new TableTruncated()), captured, logged));
    }

    private void define(DefineDatabase define) {
        String key = dialect.comparable(define.database());
        if (define.charset() == null || define.charset().equalsIgnoreCase("default")) {
            if (define.created()) {
                databaseCharsets.put(key, Charsets.named(dialect.characterSet()));
            }
        } else {
            databaseCharsets.put(key, Charsets.named(define.charset()));
        }
    }

    private String databaseCharset(String database) {
        String known = databaseCharsets.get(dialect.comparable(database));
        return known == null ? Charsets.named(catalog.databaseCharset(database)) : known;
    }

    private Optional<TrackedTable> onServer(TableId table) {
        ServerTable present = catalog.tables(List.of(table)).get(table);
        if (present == null) {
            return Optional.empty();
        }
        LOG.warn(
                "The shape of {} at this place of the binlog is not known; the one it has on the server now is taken",
                table);
        return Optional.of(TrackedTable.of(present.schema(), present, present.charset()));
    }

    private static SchemaChange change(TableId id, List<Step> steps, @Nullable TrackedTable after, Logged logged) {
        return new SchemaChange(id, logged.sql(), steps, after == null ? null : after.schema(), logged.transaction());
    }

    /** A copy whose shape gets lost is asked for when it takes the captured table's place; a captured table must not get lost. */
    private List<SchemaChange> failed(TableId id, Logged logged, ParseException cause) {
        if (tables.captures(id)) {
            throw fatal(id, logged, cause);
        }
        LOG.debug("The shape of {} is not followed further: {}", id, cause.getMessage());
        tables.remove(id);
        return List.of();
    }

    private static SourceException fatal(TableId table, Logged logged, ParseException cause) {
        String sql = logged.sql().strip();
        String shown = sql.length() <= MOST_SQL_IN_MESSAGES ? sql : sql.substring(0, MOST_SQL_IN_MESSAGES) + "...";
        return SourceException.fatal(
                table + " cannot be followed past the statement at offset "
                        + logged.transaction().offset() + " of binlog file number "
                        + logged.transaction().segment() + " ("
                        + logged.transaction().time() + "): "
                        + cause.getMessage()
                        + ". To go on, start behind this statement and copy the table again. The statement: " + shown,
                cause.getCause());
    }
}
