package io.syncpipeline.examples;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** XA transactions that stay prepared until somebody ends them, over restarts of the pipeline and of the server. Thread-safe. */
final class PreparedByHand {

    private static final int MOST = 2;

    private final String prefix;
    private final AtomicInteger ids = new AtomicInteger();
    private final Deque<String> open = new ArrayDeque<>();
    private volatile boolean allowed;

    /**
     * @param prefix begins the ids; no other transactions of the server may begin with it
     */
    PreparedByHand(String prefix) {
        this.prefix = prefix;
    }

    /** From now on there may be XA transactions: following cannot begin while one is prepared, as its rows would be unknown. */
    void allow() {
        allowed = true;
    }

    boolean isAllowed() {
        return allowed;
    }

    /** An id that no transaction had, as an SQL literal. */
    String newId() {
        return "'" + prefix + "-" + ids.incrementAndGet() + "'";
    }

    synchronized boolean hasRoom() {
        return open.size() < MOST;
    }

    synchronized void stays(String id) {
        open.add(id);
    }

    private synchronized @Nullable String oldest() {
        return open.poll();
    }

    /** Ends the one that was prepared first, if there is one. */
    void endOldest(Statement statement, boolean commit) throws SQLException {
        String id = oldest();
        if (id != null) {
            statement.execute((commit ? "XA COMMIT " : "XA ROLLBACK ") + id);
        }
    }

    /** Ends all that the server knows; returns how many. */
    int endAll(Statement statement, Random random) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet prepared = statement.executeQuery("XA RECOVER")) {
            while (prepared.next()) {
                String id = prepared.getString("data");
                if (id.startsWith(prefix)) {
                    ids.add(id);
                }
            }
        }
        for (String id : ids) {
            statement.execute((random.nextBoolean() ? "XA COMMIT '" : "XA ROLLBACK '") + id + "'");
        }
        return ids.size();
    }
}
