package io.syncpipeline.mysql.internal.connection;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's version. Immutable.
 *
 * @param text the version as the server shows it, such as {@code 8.0.15} or {@code 11.4.5-MariaDB-log}
 * @param mariaDb whether it is MariaDB rather than MySQL
 * @param number the version as executable comments write it: 80015 for 8.0.15, 110405 for 11.4.5
 */
public record ServerVersion(String text, boolean mariaDb, int number) {

    // MariaDB 10 puts 5.5.5- before its own version for the sake of old replicas
    private static final Pattern NUMBERS = Pattern.compile("(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)\\.(\\d+).*", Pattern.DOTALL);

    public ServerVersion {
        Objects.requireNonNull(text, "text");
    }

    /**
     * Reads a version as {@code SELECT VERSION()} shows it.
     *
     * @throws IllegalArgumentException when it does not begin with three numbers
     */
    public static ServerVersion parse(String text) {
        boolean mariaDb = text.contains("MariaDB");
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a MySQL or MariaDB version: " + text);
        }
        int number = Integer.parseInt(matcher.group(1)) * 10_000
                + Integer.parseInt(matcher.group(2)) * 100
                + Integer.parseInt(matcher.group(3));
        return new ServerVersion(text, mariaDb, number);
    }

    /** Whether it is a MySQL of this version or a later one. */
    public boolean isMySqlFrom(int major, int minor, int patch) {
        return !mariaDb && number >= major * 10_000 + minor * 100 + patch;
    }

    /** Whether it is a MariaDB of this version or a later one. */
    public boolean isMariaDbFrom(int major, int minor, int patch) {
        return mariaDb && number >= major * 10_000 + minor * 100 + patch;
    }

    /** The product and the version, such as {@code MySQL 8.0.15}. */
    @Override
    public String toString() {
        return (mariaDb ? "MariaDB " : "MySQL ") + text;
    }
}
