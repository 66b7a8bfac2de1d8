package io.syncpipeline.maxcompute.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a table is at one moment: columns, key, partitions, properties. Immutable; changed through a {@link Draft}. */
final class TableDefinition {

    /** The property that makes a table transactional. */
    static final String TRANSACTIONAL = "transactional";

    /** The property with the number of buckets of a table with a primary key. */
    static final String BUCKETS = "write.bucket.num";

    /** The property that allows writing some columns of a row only. */
    static final String PARTIAL_UPDATE = "acid.partial.fields.update.enable";

    /** Buckets of a table that does not say. */
    static final int DEFAULT_BUCKETS = 16;

    private final Draft values;

    private TableDefinition(Draft values) {
        this.values = values;
    }

    /** The values of a definition while it is being made. */
    static final class Draft {
        long id;
        String schema = "";
        String name = "";
        List<TableColumn> columns = List.of();
        List<TableColumn> partitionColumns = List.of();
        List<String> primaryKey = List.of();
        Map<String, String> properties = Map.of();
        /** Ids of the columns that hold cells too long for a VARCHAR or VARBINARY of H2. */
        Set<Integer> largeColumns = Set.of();

        String comment = "";
        int lifecycleDays = -1;
        Instant created = Instant.EPOCH;
        Instant altered = Instant.EPOCH;
        long schemaVersion;
        int nextColumnId;

        TableDefinition freeze() {
            Draft copy = copy();
            copy.columns = List.copyOf(columns);
            copy.partitionColumns = List.copyOf(partitionColumns);
            copy.primaryKey = List.copyOf(primaryKey);
            copy.properties = new TreeMap<>(properties);
            copy.largeColumns = Set.copyOf(largeColumns);
            return new TableDefinition(copy);
        }

        private Draft copy() {
            Draft copy = new Draft();
            copy.id = id;
            copy.schema = schema;
            copy.name = name;
            copy.columns = new ArrayList<>(columns);
            copy.partitionColumns = new ArrayList<>(partitionColumns);
            copy.primaryKey = new ArrayList<>(primaryKey);
            copy.properties = new LinkedHashMap<>(properties);
            copy.largeColumns = new LinkedHashSet<>(largeColumns);
            copy.comment = comment;
            copy.lifecycleDays = lifecycleDays;
            copy.created = created;
            copy.altered = altered;
            copy.schemaVersion = schemaVersion;
            copy.nextColumnId = nextColumnId;
            return copy;
        }
    }

    /** A copy with changes. */
    TableDefinition change(Consumer<Draft> changes) {
        Draft draft = values.copy();
        changes.accept(draft);
        return draft.freeze();
    }

    long id() {
        return values.id;
    }

    String schema() {
        return values.schema;
    }

    String name() {
        return values.name;
    }

    List<TableColumn> columns() {
        return values.columns;
    }

    List<TableColumn> partitionColumns() {
        return values.partitionColumns;
    }

    List<String> primaryKey() {
        return values.primaryKey;
    }

    Map<String, String> properties() {
        return values.properties;
    }

    Set<Integer> largeColumns() {
        return values.largeColumns;
    }

    String comment() {
        return values.comment;
    }

    int lifecycleDays() {
        return values.lifecycleDays;
    }

    Instant created() {
        return values.created;
    }

    Instant altered() {
        return values.altered;
    }

    long schemaVersion() {
        return values.schemaVersion;
    }

    int nextColumnId() {
        return values.nextColumnId;
    }

    boolean isTransactional() {
        return "true".equalsIgnoreCase(values.properties.get(TRANSACTIONAL));
    }

    /** Whether rows are written by key. */
    boolean hasPrimaryKey() {
        return !values.primaryKey.isEmpty();
    }

    boolean isPartitioned() {
        return !values.partitionColumns.isEmpty();
    }

    boolean allowsPartialUpdate() {
        return "true".equalsIgnoreCase(values.properties.get(PARTIAL_UPDATE));
    }

    int buckets() {
        String number = values.properties.get(BUCKETS);
        return number == null ? DEFAULT_BUCKETS : Integer.parseInt(number);
    }

    Optional<TableColumn> column(String name) {
        return values.columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    Optional<TableColumn> column(int id) {
        return values.columns.stream().filter(column -> column.id() == id).findFirst();
    }

    List<ColumnType> columnTypes() {
        return values.columns.stream().map(TableColumn::type).toList();
    }

    /** The place of each key column among the columns. */
    int[] keyPlaces() {
        List<String> names = values.columns.stream().map(TableColumn::name).toList();
        return values.primaryKey.stream().mapToInt(names::indexOf).toArray();
    }
}
