package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.time.Duration;
import java.util.List;

/** The binlog has to outlast interruptions and the copying of large tables. */
final class BinlogRetentionCheck implements Check {

    private static final Duration LEAST = Duration.ofHours(24);
    private static final String HINT =
            "keep at least 7 days: SET GLOBAL binlog_expire_logs_seconds = 604800 (MySQL 5.7: SET GLOBAL expire_logs_days = 7); set it"
                    + " in the option file too. Managed servers have a setting of their own";

    @Override
    public List<Finding> findings(CheckedServer server) {
        if (server.variable("binlog_expire_logs_auto_purge").equals("OFF")) {
            return List.of();
        }
        Duration kept = Duration.ofSeconds(seconds(server));
        // Zero: until somebody removes them
        return kept.isZero() || kept.compareTo(LEAST) >= 0
                ? List.of()
                : List.of(Finding.warning(
                        "binlog retention",
                        "the server removes binlog files after " + kept
                                + "; a pipeline that stands still for longer has to copy everything again",
                        HINT));
    }

    // When both are set, MySQL 8 uses the seconds; MariaDB keeps them in step
    private static long seconds(CheckedServer server) {
        long seconds = (long) Double.parseDouble(server.variables().getOrDefault("binlog_expire_logs_seconds", "0"));
        double days = Double.parseDouble(server.variables().getOrDefault("expire_logs_days", "0"));
        return seconds > 0 ? seconds : (long) (days * 86_400);
    }
}
