package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.mysql.testserver.TestServer;
import java.time.Duration;
import java.util.Objects;

/**
 * Follows one table in a process of its own, whose heap is small, until the log has come to a given offset. Prints how many rows came, how
 * many characters of text were in them, and the position: {@code rows 10 characters 1000 position ...}.
 */
final class CompressedTransactionMain {

    private static final long MEMORY = 32L << 20;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private CompressedTransactionMain() {}

    /** Arguments: position to start at, database, table, offset to reach. */
    public static void main(String[] arguments) throws InterruptedException {
        FollowedServer followed = new FollowedServer(TestServer.shared());
        BinlogPosition from = BinlogPosition.parse(new Position(arguments[0]));
        long target = Long.parseLong(arguments[3]);
        long end = System.nanoTime() + LIMIT.toNanos();
        long rows = 0;
        long characters = 0;
        try (EventLog log =
                followed.follow(followed.settings(), from, MEMORY, followed.schema(arguments[1], arguments[2]))) {
            while (System.nanoTime() < end) {
                for (SourceEvent event : log.reader().poll(Duration.ofSeconds(1))) {
                    if (event instanceof RowChange change) {
                        rows++;
                        characters += Objects.requireNonNull(change.after().get(1))
                                .toString()
                                .length();
                    } else if (event instanceof Progress progress
                            && BinlogPosition.parse(progress.position()).offset() >= target) {
                        System.out.println(
                                "rows " + rows + " characters " + characters + " position " + progress.position());
                        return;
                    }
                }
            }
        }
        throw new AssertionError("not within " + LIMIT + "; " + rows + " rows came");
    }
}
