package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Progress;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** The events of a reader, kept in their order. */
final class EventLog implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final BinlogChangeReader reader;
    private final List<SourceEvent> events = new ArrayList<>();

    EventLog(BinlogChangeReader reader) {
        this.reader = reader;
    }

    BinlogChangeReader reader() {
        return reader;
    }

    /** Polls until what came is as wanted. */
    EventLog until(Predicate<EventLog> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!wanted.test(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + LONGEST_WAIT + "; came: " + tail());
            }
            events.addAll(reader.poll(Duration.ofMillis(500)));
        }
        return this;
    }

    private String tail() {
        return changes().size() + " rows, " + events.subList(Math.max(0, events.size() - 5), events.size());
    }

    /** Polls until so many rows came, and then the progress behind them. */
    EventLog untilRows(int count) throws InterruptedException {
        until(log -> log.changes().size() >= count);
        return until(log -> log.events.get(log.events.size() - 1) instanceof Progress);
    }

    List<SourceEvent> events() {
        return events;
    }

    List<RowChange> changes() {
        return of(RowChange.class);
    }

    List<Progress> progress() {
        return of(Progress.class);
    }

    List<SchemaChange> schemaChanges() {
        return of(SchemaChange.class);
    }

    private <T> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Where following may be resumed after everything that came. */
    BinlogPosition resume() {
        List<Progress> progress = progress();
        return BinlogPosition.parse(progress.get(progress.size() - 1).position());
    }

    /** The changes in short: {@code INSERT t [1, a]}, {@code UPDATE t [1, a] -> [1, b]}. */
    List<String> rows() {
        return changes().stream().map(EventLog::text).toList();
    }

    private static String text(RowChange change) {
        String table = change.operation() + " " + change.table().table() + " ";
        return table
                + switch (change.operation()) {
                    case COPY, INSERT -> text(change.after());
                    case UPDATE -> text(change.before()) + " -> " + text(change.after());
                    case DELETE -> text(change.before());
                };
    }

    private static String text(Row row) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < row.size(); i++) {
            text.add(String.valueOf(row.get(i)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        reader.close();
    }
}
