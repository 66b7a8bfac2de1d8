package io.syncpipeline.mysql.internal.binlog;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import io.syncpipeline.model.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what a failed dump connection means: whether trying again can help, and what to do when it cannot. */
final class ServerFailures {

    private static final int CANNOT_READ_LOG = 1236;

    // access denied to the account, a database or an operation; host not allowed or blocked; account locked
    private static final Set<Integer> NO_ACCESS = Set.of(1044, 1045, 1129, 1130, 1227, 1698, 3118, 4151);

    // password expired: the session may only set a new one; no login at all
    private static final Set<Integer> PASSWORD_EXPIRED = Set.of(1820, 1862);

    // What the client library says; it gives the failure no class of its own
    private static final String NO_TLS = "MySQL server does not support SSL";

    private ServerFailures() {}

    /**
     * The failure to report.
     *
     * @param failure what ended the connection
     * @param settings what was connected to
     * @param position where following began or had come to
     */
    static SourceException explain(IOException failure, BinlogSettings settings, String position) {
        if (failure instanceof ServerErrorException error) {
            return refused(error.code(), error, settings, position);
        }
        if (failure instanceof AuthenticationException error && error.getErrorCode() == 0) {
            return SourceException.fatal(
                    "cannot log in to " + settings + " to follow the log: " + error.getMessage()
                            + ". Let the account use caching_sha2_password (MySQL) or mysql_native_password (MariaDB, MySQL"
                            + " 5.7): ALTER USER ... IDENTIFIED WITH, or VIA on MariaDB",
                    error);
        }
        if (failure instanceof ServerException error) {
            return refused(error.getErrorCode(), error, settings, position);
        }
        if (hasCause(failure, SocketTimeoutException.class)) {
            return SourceException.retryable(
                    "no byte came from " + settings + " for " + settings.readTimeout() + " at " + position
                            + ", not even a heartbeat: the connection counts as lost",
                    failure);
        }
        if (hasCause(failure, EOFException.class)) {
            return SourceException.retryable(
                    "lost the connection to " + settings + " at " + position + ": the server closed it, because it went"
                            + " down or somebody killed the connection",
                    failure);
        }
        if (NO_TLS.equals(failure.getMessage())) {
            return SourceException.fatal(
                    "no TLS connection to " + settings
                            + ": the server offers no TLS. Set ssl_ca, ssl_cert and ssl_key in" + " its option file",
                    failure);
        }
        if (hasCause(failure, SSLHandshakeException.class) || hasCause(failure, SSLPeerUnverifiedException.class)) {
            return SourceException.fatal(
                    "no TLS connection to " + settings + ": " + text(failure)
                            + "; check the certificate authority, the host name in the certificate and the TLS versions of"
                            + " the server",
                    failure);
        }
        if (failure instanceof ProtocolException) {
            return SourceException.fatal(
                    "cannot understand what " + settings + " sent at " + position + ": " + failure.getMessage(),
                    failure);
        }
        return SourceException.retryable(
                "lost the connection to " + settings + " at " + position + ": " + text(failure), failure);
    }

    private static String text(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || String.valueOf(cause.getMessage()).equals(failure.getMessage())
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + cause.getMessage() + ")";
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static SourceException refused(int code, IOException error, BinlogSettings settings, String position) {
        String answer = settings + " answered: " + error.getMessage() + " (error " + code + ")";
        if (code == CANNOT_READ_LOG) {
            return SourceException.fatal(
                    "cannot follow the log from " + position + ": " + hint(error) + ". " + answer, error);
        }
        if (NO_ACCESS.contains(code)) {
            return SourceException.fatal(
                    "the account may not follow the log: check its password, what it requires of connections (TLS, a client"
                            + " certificate), and GRANT REPLICATION SLAVE ON *.* to it. " + answer,
                    error);
        }
        if (PASSWORD_EXPIRED.contains(code)) {
            return SourceException.fatal(
                    "the account may not follow the log: its password has expired; set a new one with ALTER USER ..."
                            + " IDENTIFIED BY. " + answer,
                    error);
        }
        return SourceException.retryable("the server ended the log at " + position + ". " + answer, error);
    }

    // one error number covers them all, so that only the text tells which advice fits; the verdict does not depend on
    // it
    private static String hint(IOException error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("more gtids than the")) {
            return "the server lacks transactions that it had: its log was deleted (RESET) or its end lost in a crash without"
                    + " sync_binlog=1; copy the tables again";
        }
        if (message.contains("server_id") || message.contains("server_uuid") || message.contains("server id")) {
            return "another replica or reader follows this server under the same server id; give each one its own";
        }
        if (message.contains("could not find first log file")
                || message.contains("purged")
                || message.contains("could not find gtid state")
                || message.contains("missing")) {
            return "the server does not have the log from there on any more; copy the tables again, and raise"
                    + " binlog_expire_logs_seconds so that the log outlives a stop";
        }
        if (message.contains("position")) {
            return "the place does not exist in the file, as after a crash without sync_binlog=1 or on another server; copy the"
                    + " tables again, or start at a place that exists";
        }
        if (message.contains("max_allowed_packet")) {
            return "an event is larger than the server's max_allowed_packet; raise it";
        }
        if (message.contains("not in the master's binlog") || message.contains("not in the source's binlog")) {
            return "the server does not know the transaction from which to go on, so it is another server or was set back; copy the"
                    + " tables again";
        }
        return "the server cannot read it";
    }
}
