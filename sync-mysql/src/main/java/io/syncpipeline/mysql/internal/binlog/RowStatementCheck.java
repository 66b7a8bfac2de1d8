package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.ddl.TrackedSchemas;
import java.util.Locale;
import java.util.Set;

/** Refuses changes of captured tables that were logged as statements: their rows cannot be told. */
final class RowStatementCheck {

    // statements whose tables stand in a routine or a query, not in themselves
    private static final Set<String> OPAQUE = Set.of("SELECT", "CALL", "DO");
    private static final int SHOWN = 200;

    private final TrackedSchemas tracked;

    RowStatementCheck(TrackedSchemas tracked) {
        this.tracked = tracked;
    }

    /**
     * Looks at a logged statement that changes rows.
     *
     * @throws SourceException when it changes, or may change, a captured table
     */
    void check(QueryEvent query, String place) {
        String verb = query.sql().strip().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
        if (OPAQUE.contains(verb)) {
            throw refusal("may change captured tables", query, place);
        }
        for (TableId table : LoggedStatement.targets(query.sql(), query.database(), query.mode())) {
            TableId lowerCase = new TableId(
                    table.database().toLowerCase(Locale.ROOT), table.table().toLowerCase(Locale.ROOT));
            if (tracked.get(table) != null || tracked.get(lowerCase) != null) {
                throw refusal("changes " + table, query, place);
            }
        }
    }

    private static SourceException refusal(String what, QueryEvent query, String place) {
        String sql = query.sql().length() > SHOWN ? query.sql().substring(0, SHOWN) + "..." : query.sql();
        return SourceException.fatal(
                "the binlog at " + place + " holds a statement that " + what + " instead of the changed rows: " + sql
                        + "; set binlog_format=ROW for all sessions, then copy the table again from a later position",
                null);
    }
}
