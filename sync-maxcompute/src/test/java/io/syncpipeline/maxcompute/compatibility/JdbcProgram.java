package io.syncpipeline.maxcompute.compatibility;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads a table and the catalog with the JDBC driver on its class path, and prints what it reads. Uses nothing but JDBC. */
final class JdbcProgram {

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Connection connection;

    private JdbcProgram(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws SQLException {
        String url = "jdbc:odps:" + arguments[0] + "?project=" + arguments[1];
        try (Connection connection = DriverManager.getConnection(url, "me", "secret")) {
            JdbcProgram program = new JdbcProgram(connection);
            program.out.println("driver " + connection.getMetaData().getDriverVersion());
            program.select();
            program.tables();
            program.columns();
        }
        // The driver leaves threads behind.
        System.exit(0);
    }

    private void select() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM everything ORDER BY c_bigint")) {
            ResultSetMetaData shape = rows.getMetaData();
            for (int i = 1; i <= shape.getColumnCount(); i++) {
                out.println("column " + shape.getColumnName(i) + " " + shape.getColumnTypeName(i));
            }
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= shape.getColumnCount(); i++) {
                    cells.add(String.valueOf(rows.getString(i)));
                }
                out.println("row " + String.join("|", cells));
                out.println("numbers " + rows.getLong("c_bigint") + " " + rows.getInt("c_int") + " "
                        + rows.getDouble("c_double") + " " + rows.getBigDecimal("c_decimal") + " "
                        + rows.getBoolean("c_boolean") + " " + rows.wasNull());
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM everything")) {
            rows.next();
            out.println("count " + rows.getLong(1));
        }
    }

    private void tables() throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "every%", null)) {
            TreeSet<String> names = new TreeSet<>();
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME") + " " + tables.getString("TABLE_TYPE"));
            }
            out.println("tables " + names);
        }
    }

    private void columns() throws SQLException {
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, "everything", null)) {
            while (columns.next()) {
                out.println("catalog " + columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME") + " "
                        + columns.getInt("ORDINAL_POSITION"));
            }
        }
    }
}
