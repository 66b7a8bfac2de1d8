package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns failures of JDBC into {@link SourceException}s that say what to do. Error numbers are those of the MySQL and MariaDB server error
 * references.
 */
public final class Failures {

    // 1040, 1203, 1226: no more connections for now; 1053, 3169, 1927, 4031: the connection was ended by the server or
    // an administrator;
    // 1077, 1079: shutting down; 1152 to 1161: network; 1205, 1213: locks; 1317: query killed; 1412: the table was
    // altered after the
    // transaction's snapshot; 3024: ran too long
    private static final Set<Integer> PASSING = Set.of(
            1040, 1053, 1077, 1079, 1152, 1153, 1154, 1155, 1156, 1157, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1226,
            1317, 1412, 1927, 3024, 3169, 4031);

    private Failures() {}

    /**
     * A failure after a connection had been made.
     *
     * @param doing what was being done and on what, such as {@code reading chunk 3 of shop.orders}
     */
    public static SourceException during(String doing, ConnectionSettings settings, SQLException e) {
        String message = doing + " on " + settings.address() + " failed: " + text(e) + hint(e, settings);
        return isPassing(e) ? SourceException.retryable(message, e) : SourceException.fatal(message, e);
    }

    /** A failure to connect. */
    public static SourceException connecting(ConnectionSettings settings, SQLException e) {
        String hint = hint(e, settings);
        if (hint.isEmpty()
                && cause(e, IOException.class) != null
                && settings.tls().identity() != null) {
            // TLS 1.3 lets the client begin before the server has looked at its certificate
            hint =
                    ". When this comes again, the server does not trust the authority that signed the client's certificate "
                            + settings.tls().identity();
        }
        String message = "cannot connect to " + settings.address() + " as " + settings.username() + " (sslMode "
                + settings.tls() + "): " + text(e) + hint;
        return isPassing(e) ? SourceException.retryable(message, e) : SourceException.fatal(message, e);
    }

    private static boolean isPassing(SQLException e) {
        if (e.getErrorCode() != 0) {
            return PASSING.contains(e.getErrorCode());
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean lost = state.startsWith("08") || cause(e, IOException.class) != null;
        return lost && !TlsFailures.isRefusal(e);
    }

    // Connector/J's own text for a lost connection runs over several lines and names no cause
    private static String text(SQLException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest == e || e.getErrorCode() != 0) {
            return withoutStop(String.valueOf(e.getMessage()))
                    + (e.getErrorCode() == 0 ? "" : " (error " + e.getErrorCode() + ")");
        }
        return deepest.getClass().getSimpleName() + ": " + withoutStop(String.valueOf(deepest.getMessage()));
    }

    // A hint follows, which begins with one
    private static String withoutStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String hint(SQLException e, ConnectionSettings settings) {
        if (e.getErrorCode() == 0 && TlsFailures.isRefusal(e)) {
            return ". " + TlsFailures.hint(e, settings.tls());
        }
        if (String.valueOf(e.getMessage()).contains("authentication plugin")) {
            return ". The account logs in by a method that this library does not know; let it use caching_sha2_password"
                    + " (MySQL) or mysql_native_password (MariaDB, MySQL 5.7): ALTER USER ... IDENTIFIED WITH, or VIA on"
                    + " MariaDB";
        }
        if (cause(e, UnknownHostException.class) != null) {
            return ". No address is known for this host name; check hostname";
        }
        if (cause(e, ConnectException.class) != null || cause(e, NoRouteToHostException.class) != null) {
            return ". Nothing listens there; check hostname and port, bind_address of the server, and firewalls";
        }
        if (cause(e, SocketTimeoutException.class) != null) {
            return ". The server did not answer within connectTimeout " + settings.connectTimeout() + " or readTimeout "
                    + settings.readTimeout();
        }
        return switch (e.getErrorCode()) {
            case 1044, 1142, 1143 -> ". The account lacks a privilege; GRANT SELECT ON the tables to it";
            case 1045, 1698 ->
                ". Wrong username or password, or the account is not allowed from this host, or it requires TLS or"
                        + " a client certificate, which sslMode " + settings.tls() + " with "
                        + (settings.tls().identity() == null
                                ? "no client certificate"
                                : settings.tls().identity())
                        + " does not give";
            case 1129 -> ". The server has blocked this host after too many failed connections; run FLUSH HOSTS on it";
            case 1130 -> ". The server lets no account in from this host; check the host part of the account";
            case 1227 -> ". The account lacks a privilege; GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* to it";
            case 1820, 1862 ->
                ". The account's password has expired; set a new one with ALTER USER ... IDENTIFIED BY, or let it"
                        + " never expire with ALTER USER ... PASSWORD EXPIRE NEVER";
            case 3118, 4151 -> ". The account is locked; unlock it with ALTER USER ... ACCOUNT UNLOCK";
            default -> "";
        };
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable current = e; current != null; current = current.getCause()) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
        }
        return null;
    }
}
