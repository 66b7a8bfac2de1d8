package io.syncpipeline.mysql.internal.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Small queries, whose answers fit in memory. */
public final class Queries {

    private Queries() {}

    /** The first column of the first row as text; empty when there is no row or it is NULL. */
    public static Optional<String> text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
        }
    }

    /** All rows, each with its values by column label in lower case; a NULL is left out. */
    public static List<Map<String, String>> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return rows(result);
        }
    }

    private static List<Map<String, String>> rows(ResultSet result) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            Map<String, String> row = new HashMap<>();
            for (int i = 1; i <= columns; i++) {
                String value = result.getString(i);
                if (value != null) {
                    row.put(result.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), value);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    /** The server's global variables of these names, by name; those that it does not have are missing. */
    public static Map<String, String> globalVariables(Connection connection, String... names) throws SQLException {
        String places = String.join(", ", Collections.nCopies(names.length, "?"));
        try (PreparedStatement statement =
                connection.prepareStatement("SHOW GLOBAL VARIABLES WHERE Variable_name IN (" + places + ")")) {
            for (int i = 0; i < names.length; i++) {
                statement.setString(i + 1, names[i]);
            }
            Map<String, String> variables = new HashMap<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String value = result.getString(2);
                    variables.put(result.getString(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
                }
            }
            return variables;
        }
    }

    /** Status variables whose names are like the pattern, by name in lower case. */
    public static Map<String, String> status(Connection connection, String pattern) throws SQLException {
        Map<String, String> status = new HashMap<>();
        for (Map<String, String> row : rows(connection, "SHOW STATUS LIKE '" + pattern + "'")) {
            status.put(row.getOrDefault("variable_name", "").toLowerCase(Locale.ROOT), row.getOrDefault("value", ""));
        }
        return status;
    }
}
