package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.h2.Driver;
import org.jspecify.annotations.Nullable;

/** The H2 database of one server, in memory or in a directory. Thread-safe. */
final class Database implements AutoCloseable {

    private static final String SETTINGS = ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000;TIME ZONE=UTC";

    /** Kilobytes of pages kept in memory when the tables are in a directory. */
    private static final int CACHE_KILOBYTES = 32 * 1024;

    private final String url;

    Database(@Nullable Path directory) {
        if (directory == null) {
            url = "jdbc:h2:mem:local-maxcompute-" + UUID.randomUUID() + SETTINGS;
        } else {
            url = "jdbc:h2:file:" + prepared(directory).resolve("maxcompute") + SETTINGS
                    + ";WRITE_DELAY=0;RETENTION_TIME=0;CACHE_SIZE=" + CACHE_KILOBYTES;
        }
    }

    private static Path prepared(Path directory) {
        try {
            return Files.createDirectories(directory).toAbsolutePath();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make the directory " + directory, failure);
        }
    }

    /** A new connection that commits every statement. */
    Connection open() throws SQLException {
        return new Driver().connect(url, new Properties());
    }

    /** Runs one statement on a connection of its own. */
    void run(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        run("SHUTDOWN");
    }
}
