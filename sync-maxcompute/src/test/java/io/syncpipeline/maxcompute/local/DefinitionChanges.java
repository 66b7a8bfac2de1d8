package io.syncpipeline.maxcompute.local;

import io.syncpipeline.maxcompute.local.Statement.Alteration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Carries out the statements that create, alter and drop. Thread-safe; statements run one after the other. */
final class DefinitionChanges {

    private static final int MAX_PARTITION_VALUE_BYTES = 255;
    private static final String UNNAMEABLE = ",/=";

    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Namespace names;
    private final Catalog catalog;
    private final Storage storage;
    private final H2Tables h2;

    DefinitionChanges(Namespace names, Storage storage) {
        this.names = names;
        this.catalog = names.catalog();
        this.storage = storage;
        this.h2 = storage.h2();
    }

    void create(Statement.CreateTable statement) throws SQLException {
        oneAtATime.lock();
        try {
            String schema = names.schema(statement.table());
            String name = Names.checked("table", statement.table().name());
            if (catalog.find(schema, name).isPresent()) {
                if (statement.ifNotExists()) {
                    return;
                }
                throw SqlException.tableExists(names.project() + "." + name);
            }
            TableDefinition definition = definition(statement, schema, name);
            TableRules.check(definition);
            h2.create(definition);
            catalog.add(definition);
        } finally {
            oneAtATime.unlock();
        }
    }

    private TableDefinition definition(Statement.CreateTable statement, String schema, String name) {
        TableDefinition.Draft draft = new TableDefinition.Draft();
        draft.id = catalog.nextTableId();
        draft.schema = schema;
        draft.name = name;
        draft.columns = new ArrayList<>();
        draft.partitionColumns = new ArrayList<>();
        append(draft, draft.columns, statement.columns());
        append(draft, draft.partitionColumns, statement.partitionColumns());
        draft.primaryKey = statement.primaryKey().stream().map(Names::folded).toList();
        draft.properties = statement.properties();
        draft.comment = statement.comment();
        draft.lifecycleDays = statement.lifecycleDays();
        draft.created = Instant.now();
        draft.altered = draft.created;
        return draft.freeze();
    }

    private static void append(
            TableDefinition.Draft draft, List<TableColumn> target, List<Statement.ColumnDefinition> columns) {
        for (Statement.ColumnDefinition column : columns) {
            String name = Names.checked("column", column.name());
            target.add(new TableColumn(draft.nextColumnId++, name, column.type(), column.nullable(), column.comment()));
        }
    }

    void drop(Statement.DropTable statement) throws SQLException {
        oneAtATime.lock();
        try {
            Optional<Table> table = catalog.find(
                    names.schema(statement.table()), statement.table().name());
            if (table.isEmpty() && statement.ifExists()) {
                return;
            }
            Table existing = names.table(statement.table());
            storage.redefine(existing, current -> {
                h2.drop(current);
                catalog.remove(existing);
            });
        } finally {
            oneAtATime.unlock();
        }
    }

    void truncate(Statement.TruncateTable statement) throws SQLException, IOException {
        Table table = names.table(statement.table());
        TableDefinition definition = table.definition();
        if (definition.isPartitioned() != !statement.partitions().isEmpty()) {
            throw SqlException.semantic(
                    definition.isPartitioned()
                            ? "TRUNCATE of partitioned table " + definition.name() + " needs PARTITION(...)"
                            : "table " + definition.name() + " is not partitioned");
        }
        if (statement.partitions().isEmpty()) {
            storage.redefine(table, h2::truncate);
            return;
        }
        List<Partition> partitions = new ArrayList<>();
        for (Map<String, String> values : statement.partitions()) {
            partitions.add(existing(table, values));
        }
        deleteRows(table, partitions);
    }

    private static Partition existing(Table table, Map<String, String> values) {
        Partition partition = partition(table.definition(), values);
        if (!table.partitions.containsKey(partition)) {
            throw SqlException.ddl("partition " + partition.path(table.definition()) + " does not exist");
        }
        return partition;
    }

    private void deleteRows(Table table, List<Partition> partitions) throws SQLException, IOException {
        storage.change(table, Set.of(), (connection, current) -> {
            for (Partition partition : partitions) {
                Storage.deleteRows(connection, current, partition);
            }
        });
    }

    void createSchema(Statement.CreateSchema statement) throws SQLException {
        requireSchemas();
        String name = Names.checked("schema", statement.name());
        if (!catalog.hasSchema(name)) {
            catalog.createSchema(name);
        } else if (!statement.ifNotExists()) {
            throw SqlException.ddl("schema " + name + " already exists");
        }
    }

    void dropSchema(Statement.DropSchema statement) throws SQLException {
        requireSchemas();
        String name = Names.folded(statement.name());
        if (!catalog.hasSchema(name)) {
            if (statement.ifExists()) {
                return;
            }
            throw SqlException.ddl("schema " + name + " does not exist");
        }
        if (name.equals(Catalog.DEFAULT_SCHEMA) || !catalog.tables(name).isEmpty()) {
            throw SqlException.ddl("schema " + name + " is the default schema or not empty");
        }
        catalog.dropSchema(name);
    }

    private void requireSchemas() {
        if (!names.schemasEnabled()) {
            throw SqlException.semantic("project " + names.project() + " has no schemas enabled");
        }
    }

    void alter(Statement.AlterTable statement) throws SQLException, IOException {
        Table table = names.table(statement.table());
        if (statement.alteration() instanceof Alteration.DropPartitions drop) {
            dropPartitions(table, drop);
            return;
        }
        oneAtATime.lock();
        try {
            storage.redefine(table, current -> alter(table, current, statement.alteration()));
        } finally {
            oneAtATime.unlock();
        }
    }

    private void alter(Table table, TableDefinition current, Alteration alteration) throws SQLException {
        if (alteration instanceof Alteration.AddColumns add) {
            addColumns(table, current, add);
        } else if (alteration instanceof Alteration.DropColumns drop) {
            dropColumns(table, current, drop);
        } else if (alteration instanceof Alteration.ChangeColumn change) {
            changeColumn(table, current, change);
        } else if (alteration instanceof Alteration.RenameTable rename) {
            rename(table, current, rename.newName());
        } else if (alteration instanceof Alteration.AddPartitions add) {
            addPartitions(table, current, add);
        } else if (alteration instanceof Alteration.SetLifecycle set) {
            redefine(table, current, draft -> draft.lifecycleDays = set.days());
        } else if (alteration instanceof Alteration.SetComment set) {
            TableRules.checkComment("table " + current.name(), set.comment());
            redefine(table, current, draft -> draft.comment = set.comment());
        } else if (alteration instanceof Alteration.SetProperties set) {
            setProperties(table, current, set.properties());
        }
    }

    private void addColumns(Table table, TableDefinition current, Alteration.AddColumns add) throws SQLException {
        List<Statement.ColumnDefinition> missing = new ArrayList<>();
        for (Statement.ColumnDefinition column : add.columns()) {
            if (current.column(column.name()).isEmpty()) {
                missing.add(column);
            } else if (!add.ifNotExists()) {
                throw SqlException.semantic("column " + Names.folded(column.name()) + " already exists");
            }
            if (!column.nullable()) {
                throw SqlException.semantic("column " + column.name() + ": a column that is added cannot be NOT NULL");
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        TableDefinition changed = evolved(current, draft -> append(draft, draft.columns, missing));
        TableRules.check(changed);
        for (TableColumn column : changed.columns()
                .subList(current.columns().size(), changed.columns().size())) {
            h2.addColumn(current, column);
        }
        catalog.redefine(table, changed);
    }

    private void dropColumns(Table table, TableDefinition current, Alteration.DropColumns drop) throws SQLException {
        Set<Integer> ids = new TreeSet<>();
        for (String name : drop.names()) {
            TableColumn column = column(current, name);
            if (current.primaryKey().contains(column.name())) {
                throw SqlException.semantic(
                        "column " + column.name() + " is part of the primary key and cannot be dropped");
            }
            ids.add(column.id());
        }
        if (ids.size() == current.columns().size()) {
            throw SqlException.semantic("cannot drop all columns of table " + current.name());
        }
        for (int id : ids) {
            h2.dropColumn(current, current.column(id).orElseThrow());
        }
        catalog.redefine(table, evolved(current, draft -> {
            draft.columns.removeIf(column -> ids.contains(column.id()));
            draft.largeColumns.removeAll(ids);
        }));
    }

    private void changeColumn(Table table, TableDefinition current, Alteration.ChangeColumn change)
            throws SQLException {
        TableColumn before = column(current, change.name());
        boolean key = current.primaryKey().contains(before.name());
        String newName = Names.checked("column", change.newName());
        if (!newName.equals(before.name()) && current.column(newName).isPresent()) {
            throw SqlException.semantic("column " + newName + " already exists");
        }
        ColumnType type = change.type() == null ? before.type() : change.type();
        if (!TypeWidening.isAllowed(before.type(), type) || (key && !type.equals(before.type()))) {
            throw SqlException.semantic("changing column data type from " + before.type() + " to " + type
                    + " is not supported" + (key ? " for a primary key column" : ""));
        }
        if (key && change.dropNotNull()) {
            throw SqlException.semantic("primary key column " + before.name() + " must stay NOT NULL");
        }
        String comment = change.comment() == null ? before.comment() : change.comment();
        TableRules.checkComment("column " + newName, comment);
        if (!type.equals(before.type())) {
            h2.retypeColumn(current, before, type, current.largeColumns().contains(before.id()));
        }
        if (change.dropNotNull() && !before.nullable()) {
            h2.allowNull(current, before);
        }
        if (!newName.equals(before.name())) {
            h2.renameColumn(current, before, newName);
        }
        TableColumn after = before.named(newName)
                .typed(type)
                .commented(comment)
                .nullable(before.nullable() || change.dropNotNull());
        catalog.redefine(table, evolved(current, draft -> {
            draft.columns.replaceAll(column -> column.id() == before.id() ? after : column);
            draft.primaryKey.replaceAll(name -> name.equals(before.name()) ? newName : name);
        }));
    }

    private void rename(Table table, TableDefinition current, String name) throws SQLException {
        String newName = Names.checked("table", name);
        if (catalog.find(current.schema(), newName).isPresent()) {
            throw SqlException.tableExists(names.project() + "." + newName);
        }
        h2.rename(current, newName);
        redefine(table, current, draft -> draft.name = newName);
    }

    private void setProperties(Table table, TableDefinition current, Map<String, String> properties)
            throws SQLException {
        for (String fixed : List.of(TableDefinition.TRANSACTIONAL, TableDefinition.BUCKETS, "table.format.version")) {
            String wanted = properties.get(fixed);
            if (wanted != null && !wanted.equals(current.properties().get(fixed))) {
                throw SqlException.ddl(
                        "ErrorCode: 151, property " + fixed + " can only be set when a table is created");
            }
        }
        redefine(table, current, draft -> draft.properties.putAll(properties));
    }

    private void addPartitions(Table table, TableDefinition current, Alteration.AddPartitions add) throws SQLException {
        List<Partition> partitions = new ArrayList<>();
        for (Map<String, String> values : add.partitions()) {
            Partition partition = partition(current, values);
            if (!table.partitions.containsKey(partition)) {
                partitions.add(partition);
            } else if (!add.ifNotExists()) {
                throw SqlException.ddl("partition " + partition.path(current) + " already exists");
            }
        }
        catalog.addPartitions(table, partitions);
    }

    private void dropPartitions(Table table, Alteration.DropPartitions drop) throws SQLException, IOException {
        List<Partition> partitions = new ArrayList<>();
        for (Map<String, String> values : drop.partitions()) {
            Partition partition = partition(table.definition(), values);
            if (table.partitions.containsKey(partition)) {
                partitions.add(partition);
            } else if (!drop.ifExists()) {
                throw SqlException.ddl("partition " + partition.path(table.definition()) + " does not exist");
            }
        }
        deleteRows(table, partitions);
        for (Partition partition : partitions) {
            catalog.removePartition(table, partition);
        }
    }

    static Partition partition(TableDefinition table, Map<String, String> values) {
        Map<String, String> folded = new HashMap<>();
        values.forEach((name, value) -> folded.put(Names.folded(name), value));
        List<String> ordered = new ArrayList<>();
        for (TableColumn column : table.partitionColumns()) {
            String value = folded.remove(column.name());
            if (value == null || value.isEmpty()) {
                throw SqlException.semantic("partition " + values + " has no value for column " + column.name());
            }
            checkPartitionValue(column, value);
            ordered.add(Partition.stored(column, value));
        }
        if (!folded.isEmpty() || ordered.isEmpty()) {
            throw SqlException.semantic("table " + table.name() + " is not partitioned by " + values.keySet());
        }
        return new Partition(ordered);
    }

    private static void checkPartitionValue(TableColumn column, String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PARTITION_VALUE_BYTES) {
            throw SqlException.semantic("a value of partition column " + column.name() + " has " + bytes
                    + " bytes, the limit is " + MAX_PARTITION_VALUE_BYTES);
        }
        // No client could name such a partition.
        if (value.chars().anyMatch(c -> UNNAMEABLE.indexOf(c) >= 0)) {
            throw SqlException.semantic(
                    "'" + value + "' is not a value of partition column " + column.name() + ": it holds one of , / =");
        }
        try {
            if (column.type().kind().isInteger()) {
                Long.parseLong(value);
            } else if (column.type().kind() == ColumnType.Kind.DATE) {
                LocalDate.parse(value);
            }
        } catch (NumberFormatException | DateTimeParseException failure) {
            throw SqlException.semantic("'" + value + "' is not a value of partition column " + column.name()
                    + " of type " + column.type());
        }
    }

    private static TableColumn column(TableDefinition table, String name) {
        return table.column(name)
                .orElseThrow(() -> SqlException.semantic(
                        "column " + Names.folded(name) + " cannot be resolved in table " + table.name()));
    }

    private void redefine(Table table, TableDefinition current, Consumer<TableDefinition.Draft> change)
            throws SQLException {
        catalog.redefine(table, current.change(draft -> {
            change.accept(draft);
            draft.altered = Instant.now();
        }));
    }

    private static TableDefinition evolved(TableDefinition current, Consumer<TableDefinition.Draft> change) {
        return current.change(draft -> {
            change.accept(draft);
            draft.altered = Instant.now();
            draft.schemaVersion++;
        });
    }
}
