package io.syncpipeline.examples;

import io.syncpipeline.model.Position;
import io.syncpipeline.status.SyncStatus;
import io.syncpipeline.status.TablePhase;
import io.syncpipeline.status.TableStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a run's progress: on a terminal as bars that move, elsewhere as lines that are printed now and then. Used by one thread.
 */
final class ProgressDisplay {

    private static final int BAR = 24;
    private static final long LINES_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, Table> tables = new HashMap<>();
    private int linesToOverwrite;
    private long lastLines;

    ProgressDisplay(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.lastLines = System.nanoTime() - LINES_EVERY_NANOS;
    }

    /** What is known about one table's speed. */
    private static final class Table {
        private final long firstRows;
        private long start;
        private long end;
        private long printedRows;

        Table(long firstRows) {
            this.firstRows = firstRows;
        }
    }

    /** Shows the tables' bars. The last call, after every table has been copied, leaves them on the screen. */
    void copying(SyncStatus status) {
        boolean last = status.allTablesCopied();
        if (terminal) {
            if (linesToOverwrite > 0) {
                out.print("\u001b[" + linesToOverwrite + "A");
            }
            for (TableStatus table : status.tables()) {
                out.println("\u001b[2K" + line(table));
            }
            linesToOverwrite = last ? 0 : status.tables().size();
            out.flush();
        } else if (last || System.nanoTime() - lastLines >= LINES_EVERY_NANOS) {
            lastLines = System.nanoTime();
            for (TableStatus table : status.tables()) {
                String line = line(table);
                Table known = known(table);
                // A table that has not moved is not repeated.
                if (table.copiedRows() != known.printedRows) {
                    known.printedRows = table.copiedRows();
                    out.println(line);
                }
            }
        }
    }

    private Table known(TableStatus table) {
        return tables.computeIfAbsent(table.table().toString(), t -> new Table(table.copiedRows()));
    }

    private String line(TableStatus table) {
        Table known = known(table);
        boolean done = table.phase() == TablePhase.LIVE || table.phase() == TablePhase.DONE;
        long now = System.nanoTime();
        if (known.start == 0 && table.phase() != TablePhase.WAITING) {
            known.start = now;
        }
        if (known.end == 0 && done) {
            known.end = now;
        }
        double seconds = known.start == 0 ? 0 : ((done ? known.end : now) - known.start) / 1e9;
        // Below that, the time between two looks at the status would make the number meaningless.
        String speed = seconds < 0.1
                ? ""
                : String.format(Locale.ROOT, "%,9.0f rows/s", (table.copiedRows() - known.firstRows) / seconds);
        long total = done ? table.copiedRows() : Math.max(table.estimatedRows(), table.copiedRows());
        // Statistics may be far off, so that only a finished table shows all of its bar.
        int percent = done ? 100 : total <= 0 ? 0 : (int) Math.min(99, 100 * table.copiedRows() / total);
        String bar = "#".repeat(BAR * percent / 100);
        return String.format(
                Locale.ROOT,
                "  %-20s [%-" + BAR + "s] %3d %%  %,10d rows  %s",
                table.table(),
                bar,
                percent,
                table.copiedRows(),
                speed);
    }

    /** One line with the delay and what has been followed. */
    static String following(SyncStatus status) {
        long inserts = sum(status.tables(), 0);
        long updates = sum(status.tables(), 1);
        long deletes = sum(status.tables(), 2);
        return String.format(
                Locale.ROOT,
                "    lag %s, inserts %,d, updates %,d, deletes %,d, commits %,d, %s",
                status.lag().map(ProgressDisplay::seconds).orElse("-"),
                inserts,
                updates,
                deletes,
                status.commits(),
                saved(status));
    }

    /** Where the pipeline would go on after a crash. */
    static String saved(SyncStatus status) {
        return "checkpoint at " + status.position().map(Position::toString).orElse("-");
    }

    private static long sum(List<TableStatus> tables, int what) {
        return tables.stream()
                .mapToLong(t -> what == 0 ? t.inserts() : what == 1 ? t.updates() : t.deletes())
                .sum();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
