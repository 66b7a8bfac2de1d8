package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.mysql.internal.connection.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the account may do on all databases, by its own grants and those of its active roles, as {@code SHOW GRANTS} lists them. Its lines
 * may hold a hash of the password, so they are not kept.
 *
 * @param account the account, quoted as statements want it, such as {@code 'sync'@'%'}
 * @param global the privileges on {@code *.*}
 * @param restricted whether some of them are revoked again for single databases
 */
record Grants(String account, Set<String> global, boolean restricted) {

    private static final Pattern GLOBAL = Pattern.compile("GRANT (.+?) ON \\*\\.\\* TO .*", Pattern.DOTALL);

    static Grants of(Connection connection) throws SQLException {
        String account = Queries.text(connection, "SELECT CURRENT_USER()").orElse("");
        int at = account.lastIndexOf('@');
        String quoted =
                at < 0 ? "'" + account + "'" : "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
        Set<String> global = new HashSet<>();
        boolean restricted = false;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW GRANTS")) {
            while (result.next()) {
                String line = result.getString(1);
                restricted |= line.startsWith("REVOKE ");
                Matcher matcher = GLOBAL.matcher(line);
                if (matcher.matches()) {
                    for (String privilege :
                            matcher.group(1).toUpperCase(Locale.ROOT).split(",\\s*", -1)) {
                        global.add(privilege.strip());
                    }
                }
            }
        }
        return new Grants(quoted, Set.copyOf(global), restricted);
    }

    boolean has(String privilege) {
        return global.contains(privilege) || global.contains("ALL PRIVILEGES");
    }
}
