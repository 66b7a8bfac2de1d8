package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens JDBC connections whose sessions show the tables as they are: in UTC, each text in its column's own character set, with no limit
 * on the time or the rows of a query. Thread-safe. Close it after its connections.
 */
public final class MySqlConnector implements AutoCloseable {

    // The greatest value the server takes, a year: a pipeline that waits for memory or for the destination must not
    // lose its connection.
    private static final int LONGEST_TIMEOUT_SECONDS = 31_536_000;

    private final ConnectionSettings settings;
    private final Properties properties;
    private final JdbcTls tls;

    /**
     * Prepares connecting; reads certificates and keys.
     *
     * @param settings how to connect
     * @param pipeline the pipeline's name, by which the server's administrator finds the connections
     */
    public MySqlConnector(ConnectionSettings settings, String pipeline) {
        this.settings = settings;
        this.tls = new JdbcTls(settings.tls());
        this.properties = properties(settings, pipeline);
        tls.addTo(properties);
    }

    /** How this connects. */
    public ConnectionSettings settings() {
        return settings;
    }

    /**
     * Opens a connection. The caller closes it.
     *
     * @throws SourceException when that fails
     */
    public Connection open() {
        try {
            Connection connection = DriverManager.getConnection(url(), properties);
            try {
                prepare(connection);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Failures.connecting(settings, e);
        }
    }

    private String url() {
        return "jdbc:mysql://" + settings.address() + "/";
    }

    private static Properties properties(ConnectionSettings settings, String pipeline) {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.setProperty("user", settings.username());
        properties.setProperty("password", settings.password());
        properties.setProperty(
                "connectTimeout", Long.toString(settings.connectTimeout().toMillis()));
        properties.setProperty(
                "socketTimeout", Long.toString(settings.readTimeout().toMillis()));
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("jdbcCompliantTruncation", "false");
        properties.setProperty("useServerPrepStmts", "false");
        properties.setProperty("useCursorFetch", "false");
        properties.setProperty("autoReconnect", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("allowLoadLocalInfile", "false");
        // Otherwise each streaming query would send two statements to set and reset a timeout that the session has
        // already.
        properties.setProperty("netTimeoutForStreamingResults", "0");
        properties.setProperty("connectionAttributes", "program_name:SyncPipeline,pipeline:" + attribute(pipeline));
        return properties;
    }

    // Colons and commas separate the attributes
    private static String attribute(String pipeline) {
        return pipeline.replace(':', '_').replace(',', '_');
    }

    private static void prepare(Connection connection) throws SQLException {
        ServerVersion version;
        try {
            version = ServerVersion.parse(connection.getMetaData().getDatabaseProductVersion());
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), e);
        }
        // A key may hold 2020-02-31, which a server compares with a column only in this mode
        StringBuilder set = new StringBuilder("SET SESSION time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'")
                .append(", character_set_results = NULL")
                .append(", wait_timeout = 604800, sql_big_selects = 1, sql_select_limit = DEFAULT")
                .append(", net_write_timeout = ")
                .append(LONGEST_TIMEOUT_SECONDS)
                .append(", net_read_timeout = ")
                .append(LONGEST_TIMEOUT_SECONDS);
        if (version.mariaDb()) {
            set.append(", max_statement_time = 0");
        } else {
            set.append(", max_execution_time = 0");
        }
        if (version.isMySqlFrom(8, 0, 3)) {
            // Row counts that are a day old tell nothing of a table that is being filled.
            set.append(", information_schema_stats_expiry = 0");
        }
        if (version.isMySqlFrom(8, 0, 30)) {
            // The binlog carries primary keys that the server made up; they have to be seen here too.
            set.append(", show_gipk_in_create_table_and_information_schema = ON");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(set.toString());
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
    }

    /** Deletes temporary files. Idempotent. */
    @Override
    public void close() {
        tls.close();
    }
}
