package io.syncpipeline.maxcompute.internal.table;

import io.syncpipeline.maxcompute.internal.record.ColumnEncoders;
import io.syncpipeline.maxcompute.internal.record.ColumnType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at a table's definition before anything is sent: the service's limits, and whether each column can store its values. The limits
 * are those of the MaxCompute documentation (1,200 columns, names of at most 128 bytes, comments of at most 1,024 bytes, 6 partition
 * columns).
 */
public final class TableCheck {

    private static final int MAX_COLUMNS = 1_200;
    private static final int MAX_NAME_BYTES = 128;
    private static final int MAX_COMMENT_BYTES = 1_024;
    private static final int MAX_PARTITION_LEVELS = 6;
    private static final int MAX_BUCKETS = 4_096;
    private static final int MAX_PROPERTY_BYTES = 1_024;

    /** What the kind of a table and its buckets are made of. */
    static final Set<String> OWN_PROPERTIES = Set.of("transactional", "write.bucket.num", "table.format.version");

    private static final Set<ColumnType.Kind> KEY_TYPES_SURE = EnumSet.of(
            ColumnType.Kind.TINYINT,
            ColumnType.Kind.SMALLINT,
            ColumnType.Kind.INT,
            ColumnType.Kind.BIGINT,
            ColumnType.Kind.STRING,
            ColumnType.Kind.VARCHAR,
            ColumnType.Kind.CHAR);
    /** The tunnel can spread rows by these; whether the service accepts them in a PRIMARY KEY it does not document. */
    private static final Set<ColumnType.Kind> KEY_TYPES_LIKELY = EnumSet.of(
            ColumnType.Kind.BOOLEAN,
            ColumnType.Kind.DECIMAL,
            ColumnType.Kind.BINARY,
            ColumnType.Kind.DATE,
            ColumnType.Kind.DATETIME,
            ColumnType.Kind.TIMESTAMP,
            ColumnType.Kind.TIMESTAMP_NTZ);

    private final DestinationTable table;
    private final List<Finding> findings = new ArrayList<>();

    private TableCheck(DestinationTable table) {
        this.table = table;
    }

    /** Everything that is wrong or worth knowing about a definition; empty when nothing is. */
    public static List<Finding> of(DestinationTable table) {
        TableCheck check = new TableCheck(table);
        check.checkKind();
        check.checkName("Table", table.name());
        check.checkComment("Table " + table.name(), table.comment());
        check.checkBuckets();
        check.checkColumns();
        check.checkKey();
        check.checkProperties();
        return List.copyOf(check.findings);
    }

    /**
     * Refuses a definition with errors.
     *
     * @throws SinkException fatal, with all of them
     */
    public static void requireNoErrors(DestinationTable table, String purpose) {
        String errors = of(table).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.message() + " (" + finding.hint() + ")")
                .collect(Collectors.joining("; "));
        if (!errors.isEmpty()) {
            throw SinkException.fatal("Table " + table.name() + " cannot be " + purpose + ": " + errors, null);
        }
    }

    private void error(String message, String hint) {
        findings.add(Finding.error("table " + table.name(), message, hint));
    }

    private void checkKind() {
        if (table.kind() != TableKind.PK_DELTA && !table.primaryKey().isEmpty()) {
            error(
                    "It has the key " + table.primaryKey() + ", but a table of kind " + table.kind() + " has none",
                    "Leave the key out, or map the table in replay mode");
        }
    }

    private void checkName(String what, String name) {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            error(
                    what + " name '" + name + "' has " + name.getBytes(StandardCharsets.UTF_8).length
                            + " bytes; MaxCompute takes 1 to " + MAX_NAME_BYTES,
                    "Choose a shorter name in the mapping");
        } else if (!name.chars().allMatch(TableCheck::isNameCharacter)) {
            error(
                    what + " name '" + name + "' has characters other than letters, digits and underscores",
                    "Choose another name in the mapping");
        } else if (ReservedWords.contains(name)) {
            findings.add(Finding.warning(
                    "table " + table.name(),
                    what + " name '" + name + "' is a reserved word of MaxCompute",
                    "It works, but every query has to quote it; choose another name in the mapping to avoid that"));
        }
    }

    private static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private void checkComment(String what, String comment) {
        int bytes = comment.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_COMMENT_BYTES) {
            error(
                    what + ": its comment has " + bytes + " bytes; MaxCompute takes " + MAX_COMMENT_BYTES,
                    "Shorten the comment in the mapping");
        }
    }

    private void checkBuckets() {
        if (table.bucketCount() < 0 || table.bucketCount() > MAX_BUCKETS) {
            error(
                    "It has " + table.bucketCount() + " buckets; MaxCompute takes 1 to " + MAX_BUCKETS,
                    "Choose a bucket count in that range, or 0 for the sink's default");
        }
    }

    private void checkColumns() {
        int count = table.columns().size() + table.partitionColumns().size();
        if (count == 0 || count > MAX_COLUMNS) {
            error(
                    "It has " + count + " columns; MaxCompute takes 1 to " + MAX_COLUMNS,
                    "Leave columns out in the mapping");
        }
        Set<String> names = new HashSet<>();
        for (DestinationColumn column : table.columns()) {
            checkColumn(column, names);
        }
        checkPartitionColumns(names);
    }

    private void checkPartitionColumns(Set<String> names) {
        int levels = table.partitionColumns().size();
        if (levels > MAX_PARTITION_LEVELS) {
            error(
                    "It has " + levels + " partition columns; MaxCompute takes " + MAX_PARTITION_LEVELS,
                    "Map some of them to ordinary columns");
        }
        for (DestinationColumn column : table.partitionColumns()) {
            checkNaming("Partition column", column, names);
            Optional<ColumnType> type = type(column);
            if (type.isPresent() && !PartitionLayout.TYPES.contains(type.get().kind())) {
                error(
                        "Partition column '" + column.name() + "' is " + type.get()
                                + ", which cannot be a partition column",
                        "Map it to STRING or an integer type");
            }
        }
    }

    private void checkNaming(String what, DestinationColumn column, Set<String> names) {
        checkName(what, column.name());
        checkComment(what + " " + column.name(), column.comment());
        if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
            error(
                    "It has two columns named '" + column.name() + "'; MaxCompute does not tell upper from lower case",
                    "Rename one of them in the mapping");
        }
    }

    private void checkColumn(DestinationColumn column, Set<String> names) {
        checkNaming("Column", column, names);
        Optional<ColumnType> type = type(column);
        if (type.isPresent() && !ColumnEncoders.canStore(column.valueType(), type.get())) {
            error(
                    "Column '" + column.name() + "' of type " + type.get() + " cannot store " + column.valueType()
                            + " values",
                    "Map it to " + DefaultTypes.typeFor(column.valueType())
                            + ", or leave its type to the default mapping");
        }
    }

    /** The column's type; empty, and reported, when there is no such type. */
    private Optional<ColumnType> type(DestinationColumn column) {
        try {
            return Optional.of(ColumnType.parse(column.type()));
        } catch (IllegalArgumentException e) {
            error(
                    "Column '" + column.name() + "': " + e.getMessage(),
                    "Map it to " + DefaultTypes.typeFor(column.valueType())
                            + ", or leave its type to the default mapping");
            return Optional.empty();
        }
    }

    private void checkKey() {
        if (table.kind() == TableKind.PK_DELTA && table.primaryKey().isEmpty()) {
            error("A PK Delta table needs a primary key", "Declare the key's columns in the mapping");
        }
        Set<String> seen = new HashSet<>();
        for (String name : table.primaryKey()) {
            OptionalInt index = table.indexOf(name);
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                error("Its key names the column '" + name + "' twice", "Name each key column once");
            } else if (isPartitionColumn(name)) {
                error(
                        "Its key column '" + name + "' is a partition column",
                        "Leave it out of the key, which is unique within each partition");
            } else if (index.isEmpty()) {
                error("Its key column '" + name + "' does not exist", "Keep the key's columns in the mapping");
            } else {
                checkKeyColumn(table.columns().get(index.getAsInt()));
            }
        }
    }

    private boolean isPartitionColumn(String name) {
        return table.indexOf(name).isEmpty()
                && table.partitionColumns().stream()
                        .anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    private void checkKeyColumn(DestinationColumn column) {
        if (column.nullable()) {
            error("Its key column '" + column.name() + "' may be NULL", "Make it NOT NULL");
        }
        try {
            ColumnType type = ColumnType.parse(column.type());
            if (KEY_TYPES_LIKELY.contains(type.kind())) {
                findings.add(Finding.info(
                        "table " + table.name(),
                        "Its key column '" + column.name() + "' is " + type
                                + ", which MaxCompute does not document as a"
                                + " key type; map it to STRING should the table be refused"));
            } else if (!KEY_TYPES_SURE.contains(type.kind())) {
                error(
                        "Its key column '" + column.name() + "' is " + type + ", which cannot be a key",
                        "Map it to STRING or an integer type");
            }
        } catch (IllegalArgumentException e) {
            // checkColumn has reported the type.
            return;
        }
    }

    private void checkProperties() {
        table.properties().forEach((name, value) -> {
            if (name.isEmpty() || (name + value).getBytes(StandardCharsets.UTF_8).length > MAX_PROPERTY_BYTES) {
                error(
                        "Its property '" + name + "' is empty or longer than " + MAX_PROPERTY_BYTES + " bytes",
                        "Correct the property");
            }
            if (OWN_PROPERTIES.contains(name)) {
                error(
                        "Its property '" + name + "' is the sink's own",
                        "Leave it out; use bucketCount for buckets, tableKind for the kind");
            }
            if (name.equals(DestinationTable.LIFECYCLE) && !value.matches("[1-9]\\d{0,4}")) {
                error("Its lifecycle '" + value + "' is no number of days", "Choose 1 to 37,231 days");
            }
        });
    }
}
