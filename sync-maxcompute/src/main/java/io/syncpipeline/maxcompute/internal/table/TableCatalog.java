package io.syncpipeline.maxcompute.internal.table;

import com.aliyun.odps.Column;
import com.aliyun.odps.NoSuchObjectException;
import com.aliyun.odps.Table;
import io.syncpipeline.maxcompute.internal.client.NamedThreads;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.maxcompute.internal.record.ColumnType;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.TableAlteration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The tables of the project: looks at them, creates them and changes them. Thread-safe; every method blocks on the service. */
public final class TableCatalog {

    /** Metadata may lag behind a statement for a moment. */
    private static final int LOOKS_AFTER_CREATE = 20;

    private static final Duration LOOK_PAUSE = Duration.ofMillis(250);

    /** How many tables are looked at at the same time. */
    private static final int LOOKERS = 8;

    private final ServiceClient client;
    private final String pipeline;
    private final SqlText sql;
    private final SqlJobs jobs;
    private final TablePartitions partitions;

    /** The catalog of a session. */
    public TableCatalog(ServiceClient client, SessionOptions options, NewPartitionLimit newPartitions) {
        String pipeline = options.pipeline();
        this.client = client;
        this.pipeline = pipeline;
        this.sql = new SqlText(client.settings().project(), client.settings().schema());
        this.jobs = new SqlJobs(client, pipeline);
        this.partitions = new TablePartitions(client, sql, jobs, newPartitions, options.clock());
    }

    /** The partitions of the project's tables. */
    public TablePartitions partitions() {
        return partitions;
    }

    /** The table as it is, or empty. */
    public Optional<DestinationTable> describe(String name) {
        return client.call("Looking at table " + name, () -> load(name)).map(found -> described(name, found));
    }

    /** Those of the tables that are there, by the names asked for. */
    public Map<String, DestinationTable> describe(Collection<String> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        ExecutorService lookers =
                Executors.newFixedThreadPool(Math.min(LOOKERS, names.size()), new NamedThreads(pipeline, "look"));
        try {
            Map<String, Future<Optional<DestinationTable>>> looks = new LinkedHashMap<>();
            names.forEach(name -> looks.put(name, lookers.submit(() -> describe(name))));
            Map<String, DestinationTable> present = new HashMap<>();
            for (Map.Entry<String, Future<Optional<DestinationTable>>> look : looks.entrySet()) {
                look.getValue().get().ifPresent(found -> present.put(look.getKey(), found));
            }
            return present;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SinkException failure
                    ? failure
                    : SinkException.fatal("Looking at the tables failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SinkException.retryable("Looking at the tables was interrupted", e);
        } finally {
            lookers.shutdownNow();
            ServiceClient.awaitEnd(lookers, client.settings().readTimeout());
        }
    }

    private Optional<Table> load(String name) throws com.aliyun.odps.OdpsException {
        try {
            // Loaded anew each time: the SDK's object keeps what it has seen first.
            Table table = client.odps()
                    .tables()
                    .get(client.settings().project(), client.settings().schema().orElse(null), name);
            table.reload();
            // Loads what only the extended description has, once: the SDK's reloadExtendInfo forgets that it did.
            table.getPrimaryKey();
            return Optional.of(table);
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        }
    }

    private static DestinationTable described(String name, Table table) {
        List<DestinationColumn> columns = table.getSchema().getColumns().stream()
                .map(TableCatalog::described)
                .toList();
        List<DestinationColumn> partitions = table.getSchema().getPartitionColumns().stream()
                .map(TableCatalog::described)
                .toList();
        List<String> key = table.getPrimaryKey() == null ? List.of() : table.getPrimaryKey();
        TableKind kind = TableKind.APPEND;
        if (table.isTransactional()) {
            kind = key.isEmpty() ? TableKind.APPEND_DELTA : TableKind.PK_DELTA;
        }
        Map<String, String> properties = new HashMap<>();
        if (table.getLife() > 0) {
            properties.put("lifecycle", String.valueOf(table.getLife()));
        }
        if (kind == TableKind.PK_DELTA) {
            properties.put("acid.data.retain.hours", String.valueOf(table.getAcidDataRetainHours()));
        }
        int buckets = table.getClusterInfo() == null
                ? 0
                : Math.toIntExact(table.getClusterInfo().getBucketNum());
        String comment = table.getComment() == null ? "" : table.getComment();
        return new DestinationTable(name, kind, columns, key, partitions, buckets, comment, properties);
    }

    private static DestinationColumn described(Column column) {
        String type = column.getTypeInfo().getTypeName();
        DataType values;
        try {
            ColumnType known = ColumnType.parse(type);
            values = known.valueType();
            if (known.kind() != ColumnType.Kind.OTHER) {
                type = known.toString();
            }
        } catch (IllegalArgumentException e) {
            // A type that this version does not know: shown as it is, and refused should anybody map values to it.
            values = DataType.of(DataType.Kind.TEXT);
        }
        String comment = column.getComment() == null ? "" : column.getComment();
        return new DestinationColumn(column.getName(), type, values, column.isNullable(), comment);
    }

    /** Creates a table unless it exists, and makes sure that it is what was asked for. */
    public void create(DestinationTable table) {
        TableCheck.requireNoErrors(table, "created");
        Optional<DestinationTable> existing = describe(table.name());
        if (existing.isEmpty()) {
            jobs.run(creation(table));
            existing = Optional.of(created(table.name()));
        }
        requireSame(table, existing.get());
    }

    private String creation(DestinationTable table) {
        return sql.create(
                table,
                client.settings().bucketCount(),
                client.settings().tableProperties(),
                client.settings().lifecycleDays());
    }

    /** What creating a table runs, for people. No I/O. */
    public List<String> statements(DestinationTable table) {
        return List.of(creation(table));
    }

    /** What a change that was not made before runs, for people; of a partitioned table no TRUNCATE. No I/O. */
    public List<String> statements(String table, TableAlteration alteration) {
        if (alteration instanceof TableAlteration.AddColumns add) {
            return List.of(sql.addColumns(table, add.columns()));
        }
        if (alteration instanceof TableAlteration.ChangeType change) {
            return List.of(sql.changeType(table, change.column()));
        }
        if (alteration instanceof TableAlteration.RenameColumn rename) {
            return List.of(sql.renameColumn(table, rename.from(), rename.to()));
        }
        if (alteration instanceof TableAlteration.DropColumns drop) {
            return List.of(sql.dropColumns(table, drop.names()));
        }
        if (alteration instanceof TableAlteration.Rename rename) {
            return List.of(sql.rename(table, rename.to()));
        }
        return List.of(alteration instanceof TableAlteration.Drop ? sql.drop(table) : sql.truncate(table));
    }

    private DestinationTable created(String name) {
        for (int look = 0; look < LOOKS_AFTER_CREATE; look++) {
            Optional<DestinationTable> found = describe(name);
            if (found.isPresent()) {
                return found.get();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SinkException.retryable("Waiting for table " + name + " was interrupted", e);
            }
        }
        throw SinkException.retryable(
                "Table " + name + " was created but does not show up within "
                        + LOOK_PAUSE.multipliedBy(LOOKS_AFTER_CREATE),
                null);
    }

    private static void requireSame(DestinationTable wanted, DestinationTable found) {
        List<String> differences = new ArrayList<>();
        if (wanted.kind() != found.kind()) {
            differences.add("it is " + found.kind() + ", not " + wanted.kind());
        }
        if (!sameNames(wanted.primaryKey(), found.primaryKey())) {
            differences.add("its key is " + found.primaryKey() + ", not " + wanted.primaryKey());
        }
        if (!found.partitionColumns().isEmpty() || !wanted.partitionColumns().isEmpty()) {
            List<String> names = found.partitionColumns().stream()
                    .map(DestinationColumn::name)
                    .toList();
            List<String> wantedNames = wanted.partitionColumns().stream()
                    .map(DestinationColumn::name)
                    .toList();
            if (!sameNames(wantedNames, names)) {
                differences.add("it is partitioned by " + names + ", not by " + wantedNames);
            }
        }
        for (DestinationColumn column : wanted.columns()) {
            OptionalInt index = found.indexOf(column.name());
            if (index.isEmpty()) {
                differences.add("it has no column '" + column.name() + "'");
            } else if (!sameType(column, found.columns().get(index.getAsInt()))) {
                differences.add("its column '" + column.name() + "' is "
                        + found.columns().get(index.getAsInt()).type() + ", not " + column.type());
            }
        }
        for (DestinationColumn column : found.columns()) {
            if (wanted.indexOf(column.name()).isEmpty() && !column.nullable()) {
                differences.add("its column '" + column.name() + "' is NOT NULL and nothing is written to it");
            }
        }
        if (!differences.isEmpty()) {
            throw SinkException.fatal(
                    "Table " + wanted.name() + " exists and differs from what is wanted: "
                            + String.join("; ", differences) + ". Change the mapping, or rename or drop the table",
                    null);
        }
    }

    private static boolean sameNames(List<String> a, List<String> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).equalsIgnoreCase(b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameType(DestinationColumn a, DestinationColumn b) {
        return ColumnType.parse(a.type()).equals(ColumnType.parse(b.type()));
    }

    /** Makes one change, unless it has been made before. */
    public void alter(String name, TableAlteration alteration) {
        Optional<DestinationTable> found = describe(name);
        if (alteration instanceof TableAlteration.Drop) {
            if (found.isPresent()) {
                jobs.run(sql.drop(name));
            }
            partitions.forget(name);
            return;
        }
        if (alteration instanceof TableAlteration.Rename rename) {
            rename(name, rename.to(), found.isPresent());
            return;
        }
        DestinationTable table = found.orElseThrow(() ->
                SinkException.fatal("Table " + name + " does not exist: " + alteration + " is not possible", null));
        if (alteration instanceof TableAlteration.AddColumns add) {
            addColumns(table, add.columns());
        } else if (alteration instanceof TableAlteration.ChangeType change) {
            changeType(table, change.column());
        } else if (alteration instanceof TableAlteration.RenameColumn rename) {
            renameColumn(table, rename.from(), rename.to());
        } else if (alteration instanceof TableAlteration.DropColumns drop) {
            dropColumns(table, drop.names());
        } else if (table.partitionColumns().isEmpty()) {
            jobs.run(sql.truncate(name));
        } else {
            partitions.truncate(table);
        }
    }

    private void rename(String from, String to, boolean exists) {
        if (from.equalsIgnoreCase(to)) {
            return;
        }
        boolean taken = describe(to).isPresent();
        if (exists && taken) {
            throw SinkException.fatal(
                    "Table " + from + " cannot be renamed to " + to + ": a table of that name exists", null);
        }
        if (!exists && !taken) {
            throw SinkException.fatal("Table " + from + " cannot be renamed to " + to + ": it does not exist", null);
        }
        if (exists) {
            jobs.run(sql.rename(from, to));
            partitions.forget(from);
            partitions.forget(to);
        }
    }

    private void addColumns(DestinationTable table, List<DestinationColumn> columns) {
        List<DestinationColumn> missing = new ArrayList<>();
        for (DestinationColumn column : columns) {
            OptionalInt index = table.indexOf(column.name());
            if (index.isEmpty()) {
                missing.add(column);
            } else if (!sameType(column, table.columns().get(index.getAsInt()))) {
                throw SinkException.fatal(
                        "Column '" + column.name() + "' " + column.type() + " cannot be added to table " + table.name()
                                + ": it has one of type "
                                + table.columns().get(index.getAsInt()).type(),
                        null);
            }
        }
        if (!missing.isEmpty()) {
            jobs.run(sql.addColumns(table.name(), missing));
        }
    }

    private void changeType(DestinationTable table, DestinationColumn column) {
        DestinationColumn present = column(table, column.name());
        if (sameType(present, column)) {
            return;
        }
        if (!Widening.isAllowed(ColumnType.parse(present.type()), ColumnType.parse(column.type()))) {
            throw SinkException.fatal(
                    "Column '" + column.name() + "' of table " + table.name() + " cannot be changed from "
                            + present.type() + " to " + column.type()
                            + ": MaxCompute widens types only. Copy the table to a new one, or map the column to STRING",
                    null);
        }
        jobs.run(sql.changeType(table.name(), column));
    }

    private void renameColumn(DestinationTable table, String from, String to) {
        boolean hasFrom = table.indexOf(from).isPresent();
        boolean hasTo = table.indexOf(to).isPresent();
        if (hasFrom && (!hasTo || from.equalsIgnoreCase(to))) {
            if (!from.equalsIgnoreCase(to)) {
                jobs.run(sql.renameColumn(table.name(), from, to));
            }
        } else if (hasFrom || !hasTo) {
            throw SinkException.fatal(
                    "Column '" + from + "' of table " + table.name() + " cannot be renamed to '" + to + "': it has "
                            + (hasFrom ? "both" : "neither"),
                    null);
        }
    }

    private void dropColumns(DestinationTable table, List<String> names) {
        List<String> present =
                names.stream().filter(name -> table.indexOf(name).isPresent()).toList();
        if (!present.isEmpty()) {
            jobs.run(sql.dropColumns(table.name(), present));
        }
    }

    private static DestinationColumn column(DestinationTable table, String name) {
        OptionalInt index = table.indexOf(name);
        if (index.isEmpty()) {
            throw SinkException.fatal("Table " + table.name() + " has no column '" + name + "'", null);
        }
        return table.columns().get(index.getAsInt());
    }
}
