package io.syncpipeline.examples;

import com.aliyun.odps.OdpsException;
import io.syncpipeline.model.TableId;
import java.io.IOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares every row of every table on both sides: the source by plain JDBC, the destination through the SDK. It keeps the key and a
 * fingerprint of each row of one table in memory. Nothing may be written meanwhile. Not thread-safe.
 */
final class TableComparison {

    private static final int SHOWN = 20;
    private static final int LONGEST_VALUE = 120;

    private final Connection source;
    private final DestinationProject project;
    private final MessageDigest digest = Fingerprint.digest();
    private final List<String> differences = new ArrayList<>();
    private long differenceCount;
    private long rows;

    private TableComparison(Connection source, DestinationProject project) {
        this.source = source;
        this.project = project;
    }

    /** Compares tables. */
    static ComparisonResult compare(SourceDatabase source, DestinationProject project, List<ComparedTable> tables)
            throws SQLException, OdpsException, IOException {
        try (Connection connection = source.connect()) {
            TableComparison comparison = new TableComparison(connection, project);
            for (ComparedTable table : tables) {
                comparison.compare(table);
            }
            int sources = tables.stream().mapToInt(t -> t.sources().size()).sum();
            return new ComparisonResult(sources, comparison.rows, comparison.differenceCount, comparison.differences);
        }
    }

    private void compare(ComparedTable table) throws SQLException, OdpsException, IOException {
        Optional<DestinationRows> destination = DestinationRows.of(project, table.destination());
        if (destination.isEmpty()) {
            differ(table.destination() + ": there is no such table at the destination");
            return;
        }
        List<SourceRows> sources = new ArrayList<>();
        for (TableId id : table.sources()) {
            sources.add(SourceRows.of(source, id));
        }
        new OneTable(table.destination(), destination.get(), sources).compare();
    }

    private void differ(String difference) {
        differenceCount++;
        if (differences.size() < SHOWN) {
            differences.add(difference);
        }
    }

    /** The comparison of one destination table. */
    private final class OneTable {

        private final String name;
        private final DestinationRows destination;
        private final List<SourceRows> sources;
        private final List<String> columns = new ArrayList<>();
        private final List<ValueForm> forms = new ArrayList<>();
        private final Map<String, Fingerprint> unmatched = new HashMap<>();
        /** The rows of the source whose counterpart is another; as many as are shown. */
        private final Map<String, @Nullable String[]> suspects = new HashMap<>();

        OneTable(String name, DestinationRows destination, List<SourceRows> sources) {
            this.name = name;
            this.destination = destination;
            this.sources = sources;
        }

        void compare() throws SQLException, OdpsException, IOException {
            compareColumns();
            if (destination.key().isEmpty() || !columns.containsAll(destination.key())) {
                differ(name + ": its key " + destination.key() + " is not made of columns of the source: " + columns);
                return;
            }
            destination.read(columns, forms, this::remember);
            for (SourceRows table : sources) {
                table.read(columns, forms, row -> match(table.table(), row));
            }
            if (!suspects.isEmpty()) {
                destination.read(columns, forms, this::explain);
            }
            unmatched.keySet().forEach(key -> differ(name + ": the row " + shown(key) + " is not at the source"));
        }

        private void compareColumns() {
            Map<String, String> known = new HashMap<>();
            for (SourceRows table : sources) {
                if (table.dataTypes().isEmpty()) {
                    differ(table.table() + ": there is no such table at the source");
                }
                table.dataTypes().forEach(known::putIfAbsent);
                for (String column : table.dataTypes().keySet()) {
                    if (!destination.columns().contains(column)) {
                        differ(name + ": has no column for " + table.table() + "." + column);
                    }
                }
            }
            for (String column : destination.columns()) {
                String dataType = known.get(column);
                if (dataType != null) {
                    columns.add(column);
                    forms.add(ValueForm.of(dataType));
                }
            }
        }

        private void remember(@Nullable String[] row) {
            String key = key(row);
            if (unmatched.put(key, Fingerprint.of(row, digest)) != null) {
                differ(name + ": the destination has more than one row " + shown(key));
            }
        }

        private void match(TableId table, @Nullable String[] row) {
            rows++;
            String key = key(row);
            Fingerprint counterpart = unmatched.remove(key);
            if (counterpart == null) {
                differ(name + ": the row " + shown(key) + " of " + table + " is missing at the destination");
            } else if (!counterpart.equals(Fingerprint.of(row, digest))) {
                if (differences.size() + suspects.size() < SHOWN) {
                    suspects.put(key, row);
                } else {
                    differ(name + ": the row " + shown(key) + " differs");
                }
            }
        }

        private void explain(@Nullable String[] row) {
            @Nullable String[] expected = suspects.get(key(row));
            if (expected == null) {
                return;
            }
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < row.length; i++) {
                if (!Objects.equals(row[i], expected[i])) {
                    parts.add(columns.get(i) + " is " + shown(row[i]) + " instead of " + shown(expected[i]));
                }
            }
            differ(name + ": in the row " + shown(key(row)) + " " + String.join(", ", parts));
        }

        private String key(@Nullable String[] row) {
            StringBuilder key = new StringBuilder();
            for (String column : destination.key()) {
                key.append(key.isEmpty() ? "" : ", ").append(column).append('=');
                key.append(row[columns.indexOf(column)]);
            }
            return key.toString();
        }
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        return value.length() <= LONGEST_VALUE
                ? "'" + value + "'"
                : "'" + value.substring(0, LONGEST_VALUE) + "...' (" + value.length() + " characters)";
    }
}
