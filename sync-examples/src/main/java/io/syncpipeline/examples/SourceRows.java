package io.syncpipeline.examples;

import io.syncpipeline.model.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a source table by plain JDBC, printed by the server. */
final class SourceRows {

    private final Connection connection;
    private final TableId table;
    private final Map<String, String> dataTypes;

    private SourceRows(Connection connection, TableId table, Map<String, String> dataTypes) {
        this.connection = connection;
        this.table = table;
        this.dataTypes = dataTypes;
    }

    /** Looks the table's columns up. */
    static SourceRows of(Connection connection, TableId table) throws SQLException {
        Map<String, String> dataTypes = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                        + " ORDER BY ORDINAL_POSITION")) {
            statement.setString(1, table.database());
            statement.setString(2, table.table());
            try (ResultSet columns = statement.executeQuery()) {
                while (columns.next()) {
                    dataTypes.put(
                            columns.getString(1).toLowerCase(Locale.ROOT),
                            columns.getString(2).toLowerCase(Locale.ROOT));
                }
            }
        }
        return new SourceRows(connection, table, dataTypes);
    }

    TableId table() {
        return table;
    }

    /** Column names in lower case with their data types; empty when there is no such table. */
    Map<String, String> dataTypes() {
        return dataTypes;
    }

    /** Streams all rows; a column that this table lacks is NULL. */
    void read(List<String> columns, List<ValueForm> forms, RowReceiver receiver) throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            // Connector/J's way of asking for rows one by one instead of all at once.
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet rows = statement.executeQuery(query(columns, forms))) {
                while (rows.next()) {
                    @Nullable String[] values = new @Nullable String[columns.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = forms.get(i).ofSource(rows.getString(i + 1));
                    }
                    receiver.row(values);
                }
            }
        }
    }

    private String query(List<String> columns, List<ValueForm> forms) {
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String dataType = dataTypes.get(columns.get(i));
            expressions.add(
                    dataType == null ? "NULL" : forms.get(i).selectExpression(quoted(columns.get(i)), dataType));
        }
        return "SELECT " + String.join(", ", expressions) + " FROM " + quoted(table.database()) + "."
                + quoted(table.table());
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
