package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.h2.api.ErrorCode;

/** Runs statements: definitions on the catalog, queries on H2. Thread-safe. */
final class SqlEngine {

    private final Namespace names;
    private final Storage storage;
    private final DefinitionChanges changes;
    private final Descriptions descriptions;
    private final Path spool;
    private final Stop stop;
    private final boolean evolutionByHint;

    SqlEngine(Namespace names, Storage storage, Path spool, Stop stop, boolean evolutionByHint) {
        this.names = names;
        this.storage = storage;
        this.changes = new DefinitionChanges(names, storage);
        this.descriptions = new Descriptions(names);
        this.spool = spool;
        this.stop = stop;
        this.evolutionByHint = evolutionByHint;
    }

    /**
     * Runs one statement.
     *
     * @param mayEvolve whether it comes with the setting that allows it to drop, rename and retype columns
     * @param running told the H2 statement of a query, so that it can be cancelled
     * @throws SqlException when the service would refuse the statement
     */
    SqlResult run(String text, boolean mayEvolve, Consumer<java.sql.Statement> running)
            throws SQLException, IOException {
        Statement statement = StatementParser.parse(text);
        if (evolutionByHint && !mayEvolve) {
            requireNoEvolution(statement);
        }
        if (statement instanceof Statement.CreateTable create) {
            changes.create(create);
        } else if (statement instanceof Statement.DropTable drop) {
            changes.drop(drop);
        } else if (statement instanceof Statement.TruncateTable truncate) {
            changes.truncate(truncate);
        } else if (statement instanceof Statement.AlterTable alter) {
            changes.alter(alter);
        } else if (statement instanceof Statement.CreateSchema create) {
            changes.createSchema(create);
        } else if (statement instanceof Statement.DropSchema drop) {
            changes.dropSchema(drop);
        } else if (statement instanceof Statement.Query query) {
            return new SqlResult("", query(query.text(), running));
        } else if (statement instanceof Statement.Insert insert) {
            insert(insert);
        } else if (statement instanceof Statement.Modify modify) {
            modify(modify);
        } else {
            return SqlResult.text(descriptions.of(statement));
        }
        return SqlResult.none();
    }

    private static void requireNoEvolution(Statement statement) {
        if (statement instanceof Statement.AlterTable alter
                && (alter.alteration() instanceof Statement.Alteration.DropColumns
                        || alter.alteration() instanceof Statement.Alteration.ChangeColumn)) {
            throw SqlException.semantic(
                    "schema evolution is not allowed here; set odps.sql.allow.schema.evolution=true");
        }
    }

    private SqlRows query(String text, Consumer<java.sql.Statement> running) throws SQLException, IOException {
        try (Connection connection = storage.database().open();
                java.sql.Statement select = connection.createStatement()) {
            running.accept(select);
            select.execute("SET SCHEMA " + Names.h2(Catalog.DEFAULT_SCHEMA));
            select.execute("SET LAZY_QUERY_EXECUTION 1");
            try (ResultSet result = select.executeQuery(QueryTranslation.translate(text, names.project()))) {
                return SqlRows.of(result, names.catalog(), spool, stop);
            }
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    private void insert(Statement.Insert insert) throws SQLException, IOException {
        Table table = names.table(insert.table());
        TableDefinition definition = table.definition();
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        Partition partition = Partition.NONE;
        if (!insert.partition().isEmpty()) {
            partition = DefinitionChanges.partition(definition, insert.partition());
            for (int i = 0; i < partition.values().size(); i++) {
                columns.add(Names.h2(definition.partitionColumns().get(i).name()));
                values.add("?");
            }
        } else if (definition.isPartitioned()) {
            throw SqlException.semantic("INSERT into partitioned table " + definition.name() + " needs PARTITION(...)");
        }
        List<String> named = insert.columns().isEmpty()
                ? definition.columns().stream().map(TableColumn::name).toList()
                : insert.columns();
        named.forEach(name -> columns.add(Names.h2(name)));
        insert(table, insert, partition, columns, values);
    }

    private void insert(
            Table table, Statement.Insert insert, Partition partition, List<String> columns, List<String> values)
            throws SQLException, IOException {
        boolean missing = !partition.values().isEmpty() && !table.partitions.containsKey(partition);
        if (missing) {
            names.catalog().addPartitions(table, List.of(partition));
        }
        String prefix = values.isEmpty() ? "" : String.join(",", values) + ",";
        storage.change(table, Set.of(), (connection, current) -> {
            if (insert.overwrite()) {
                Storage.deleteRows(connection, current, partition);
            }
            String source = QueryTranslation.translate(insert.source(), names.project());
            String rows = prefix.isEmpty() ? source : "SELECT " + prefix + "source.* FROM (" + source + ") source";
            connection.setSchema(Catalog.DEFAULT_SCHEMA);
            String verb = current.hasPrimaryKey() ? "MERGE INTO " : "INSERT INTO ";
            try (PreparedStatement statement = connection.prepareStatement(
                    verb + H2Tables.name(current) + "(" + String.join(",", columns) + ") " + rows)) {
                for (int i = 0; i < partition.values().size(); i++) {
                    statement.setString(i + 1, partition.values().get(i));
                }
                statement.executeUpdate();
            } catch (SQLException failure) {
                throw translated(failure);
            }
        });
    }

    private void modify(Statement.Modify modify) throws SQLException, IOException {
        Table table = names.table(modify.table());
        if (!table.definition().isTransactional()) {
            throw SqlException.semantic("UPDATE and DELETE need a transactional table; "
                    + table.definition().name() + " is not one");
        }
        storage.change(table, Set.of(), (connection, current) -> {
            connection.setSchema(Catalog.DEFAULT_SCHEMA);
            try (java.sql.Statement statement = connection.createStatement()) {
                statement.executeUpdate(QueryTranslation.translate(modify.text(), names.project()));
            } catch (SQLException failure) {
                throw translated(failure);
            }
        });
    }

    private static RuntimeException translated(SQLException failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return switch (failure.getErrorCode()) {
            case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1 -> SqlException.tableNotFound(quoted(message));
            case ErrorCode.SYNTAX_ERROR_1, ErrorCode.SYNTAX_ERROR_2 -> SqlException.parse(1, 1, message);
            case ErrorCode.COLUMN_NOT_FOUND_1 ->
                SqlException.semantic("column " + quoted(message) + " cannot be resolved");
            default -> SqlException.execution(message);
        };
    }

    private static String quoted(String message) {
        int start = message.indexOf('"');
        int end = message.indexOf('"', start + 1);
        return start < 0 || end < 0 ? message : message.substring(start + 1, end);
    }
}
