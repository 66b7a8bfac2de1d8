package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.binlog.ControlEvents.Beginning;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds places in the log of a server by reading it. Each look into a file takes a connection of its own, which registers under the
 * settings' server id, so that no {@link BinlogChangeReader} may have the same one. All methods block.
 */
public final class LogSearch {

    private static final int BUFFER_BYTES = 1 << 19;

    private final BinlogSettings settings;
    private final String endFile;
    private final long endOffset;

    /**
     * A search in the log as it is now.
     *
     * @param settings the server
     * @param endFile the last binlog file
     * @param endOffset where it ends
     */
    public LogSearch(BinlogSettings settings, String endFile, long endOffset) {
        this.settings = settings;
        this.endFile = endFile;
        this.endOffset = endOffset;
    }

    /**
     * Whether the server goes to a place by its GTIDs; otherwise by file and offset.
     *
     * @throws SourceException when it can do neither
     */
    public boolean goesByGtids(BinlogPosition place) {
        return DumpConnection.goesByGtids(settings, place);
    }

    /** The place before the first transaction of a file, with the GTIDs before it. */
    public BinlogPosition beginningOf(String file) {
        return position(scan(file, new FirstTransaction(file)), file, BinlogPosition.FIRST_OFFSET);
    }

    /**
     * The place with the given offset, with the GTIDs before it.
     *
     * @throws SourceException when no transaction begins or ends there
     */
    public BinlogPosition at(String file, long offset) {
        Offset goal = new Offset(file, offset);
        LogScan scan = scan(file, goal);
        if (!goal.found) {
            throw SourceException.fatal(
                    "cannot start at offset " + offset + " of " + file + " on " + settings
                            + ": it lies within a transaction or an event; the places nearest to it are the offsets "
                            + goal.before + (goal.behind < 0 ? "" : " and " + goal.behind),
                    null);
        }
        return position(scan, file, offset);
    }

    /**
     * The first transaction that was committed at a time or later. By the server's clock, in microseconds where the log has the time of
     * commits (MySQL 8.0 and later); elsewhere it has the second in which a transaction's last statement began.
     *
     * @param time the time
     * @param files all files of the log, in order
     * @return the place before that transaction; null when there is none
     * @throws SourceException when the log does not reach back to the time
     */
    public @Nullable BinlogPosition firstAtOrAfter(Instant time, List<String> files) {
        CommitTime sought = new CommitTime(time);
        FileStart oldest = start(files.get(0));
        if (!oldest.created().isBefore(sought.second)) {
            throw SourceException.fatal(
                    "cannot start at " + time + ": the log of " + settings + " reaches back to "
                            + oldest.created().plusSeconds(1) + " only, in " + files.get(0)
                            + "; start at that time or later, or at the earliest place and copy the tables again",
                    null);
        }
        LogScan scan = scan(files.get(fileOf(sought, files)), sought);
        return scan.isReached() ? position(scan, scan.file(), scan.offset()) : null;
    }

    /** The number of a file before which nothing was committed at the time or later. */
    private int fileOf(CommitTime sought, List<String> files) {
        int first = 0;
        int behind = files.size();
        boolean exact = true;
        while (behind - first > 1) {
            int middle = (first + behind) >>> 1;
            FileStart start = start(files.get(middle));
            if (start.isBefore(sought)) {
                first = middle;
                exact = start.exact();
            } else {
                behind = middle;
            }
        }
        // A file's own time, and where commits have none that of its first transaction, is when a statement began,
        // maybe
        // long before the file was: so another file that tells more is taken, if there is one
        while (first > 0 && !exact) {
            first--;
            FileStart start = start(files.get(first));
            exact = start.first() != null && (!start.exact() || start.isBefore(sought));
        }
        return first;
    }

    private BinlogPosition position(LogScan scan, String file, long offset) {
        // A transaction without a GTID can only be reached by file
        Beginning beginning = scan.beginning();
        boolean anonymous = beginning != null && beginning.gtid() == null;
        return new BinlogPosition(
                file, offset, settings.gtidMode() && !anonymous ? scan.gtids() : null, settings.serverUuid());
    }

    private FileStart start(String file) {
        LogScan scan = scan(file, new FirstTransaction(file));
        Beginning beginning = scan.beginning();
        return new FileStart(
                scan.created(), beginning == null ? null : scan.time(), beginning != null && beginning.time() != null);
    }

    private LogScan scan(String file, LogScan.Goal goal) {
        LogScan scan = new LogScan(endFile, endOffset, goal);
        BinlogPosition from = BinlogPosition.at(file, BinlogPosition.FIRST_OFFSET);
        DumpConnection connection = new DumpConnection(
                settings, from, packets -> new PacketReader(packets, BUFFER_BYTES, scan).readUntil(scan::isOver));
        try {
            connection.run();
        } catch (IOException e) {
            throw ServerFailures.explain(e, settings, from.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.retryable("searching the log of " + settings + " was interrupted in " + file, e);
        }
        return scan;
    }

    /**
     * What is known of a file by its beginning.
     *
     * @param created when it was begun, in whole seconds
     * @param first the time of its first transaction; null when it has none
     * @param exact whether that is when the transaction was committed
     */
    private record FileStart(Instant created, @Nullable Instant first, boolean exact) {

        /** Whether everything in the files before was committed before the time, as far as the times in the log tell. */
        boolean isBefore(CommitTime time) {
            return created.isBefore(time.second) && (first == null || time.isAfter(first, exact));
        }
    }

    /** A transaction of a time or later. */
    private static final class CommitTime implements LogScan.Goal {
        private final Instant micro;
        private final Instant second;

        CommitTime(Instant time) {
            this.micro = time.truncatedTo(ChronoUnit.MICROS);
            this.second = time.truncatedTo(ChronoUnit.SECONDS);
        }

        boolean isAfter(Instant logged, boolean exact) {
            return logged.isBefore(exact ? micro : second);
        }

        @Override
        public boolean isReached(LogScan at) {
            Beginning beginning = at.beginning();
            return beginning != null && !isAfter(at.time(), beginning.time() != null);
        }
    }

    /** The first transaction of a file, or the file's end when it has none. */
    private record FirstTransaction(String file) implements LogScan.Goal {
        @Override
        public boolean isReached(LogScan at) {
            return at.beginning() != null || !at.file().equals(file);
        }
    }

    /** An offset in a file, which is known to be right when a transaction begins there or none is open. */
    private static final class Offset implements LogScan.Goal {
        private final String file;
        private final long offset;
        private long before = BinlogPosition.FIRST_OFFSET;
        private long behind = -1;
        private boolean found;

        Offset(String file, long offset) {
            this.file = file;
            this.offset = offset;
        }

        @Override
        public boolean isReached(LogScan at) {
            boolean inFile = Objects.equals(at.file(), file);
            if (inFile && at.offset() < offset) {
                before = at.offset();
            } else if (inFile && at.offset() > offset && behind < 0) {
                behind = at.offset();
            }
            found |= inFile && at.offset() == offset;
            return found && at.gtids() != null || !inFile || at.offset() > offset;
        }
    }
}
