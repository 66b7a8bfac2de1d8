package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.Position;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in the binary log: a file and an offset, the transactions before it by their GTIDs, or both. Its text is {@code
 * file=binlog.000012;offset=4711;gtids=...;server=...}, in which only what is known appears.
 *
 * <p>While XA transactions are prepared and not ended, a position has a second place, where the first of them begins, in parts that begin
 * with {@code xa-}. Their rows are logged there, so reading has to begin there; everything else before this place was handed on already.
 *
 * @param file the binlog file's name; null when only the GTIDs are known
 * @param offset where the next transaction begins in the file, in bytes; may exceed 4 GiB; 0 without a file
 * @param gtids the transactions before this place; null when the server logs none or they are not known
 * @param server the {@code server_uuid} of the server whose files are meant; null when not known
 * @param prepared where the first of the XA transactions begins that are prepared before this place and not ended; null: there is none
 */
public record BinlogPosition(
        @Nullable String file,
        long offset,
        @Nullable GtidSet gtids,
        @Nullable String server,
        @Nullable BinlogPosition prepared) {

    private static final String PREPARED = "xa-";

    /** Where the first event of every file begins: behind the magic number. */
    public static final long FIRST_OFFSET = 4;

    /** The last offset that a server can be asked for: the request ({@code COM_BINLOG_DUMP}) has four bytes for it. */
    public static final long LAST_OFFSET = (1L << 32) - 1;

    public BinlogPosition {
        if (file == null && gtids == null) {
            throw new IllegalArgumentException("a binlog position needs a file or GTIDs");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("the offset in " + file + " is negative: " + offset);
        }
        if (gtids != null) {
            gtids = gtids.copy();
        }
    }

    /** A place before which no XA transaction is prepared that is not ended. */
    public BinlogPosition(@Nullable String file, long offset, @Nullable GtidSet gtids, @Nullable String server) {
        this(file, offset, gtids, server, null);
    }

    /** A place that is known by file and offset only. */
    public static BinlogPosition at(String file, long offset) {
        return new BinlogPosition(file, offset, null, null);
    }

    /** The place behind the given transactions, wherever a server has it in its files. */
    public static BinlogPosition after(GtidSet gtids) {
        return new BinlogPosition(null, 0, gtids, null);
    }

    /**
     * Reads a position that this source wrote.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static BinlogPosition parse(Position position) {
        Parts own = new Parts();
        Parts prepared = new Parts();
        for (String part : position.token().split(";", -1)) {
            boolean second = part.strip().startsWith(PREPARED);
            (second ? prepared : own).add(second ? part.strip().substring(PREPARED.length()) : part, position.token());
        }
        BinlogPosition first = prepared.isEmpty() ? null : prepared.position(own.server, null);
        return own.position(own.server, first);
    }

    /** The parts of one place. */
    private static final class Parts {
        private @Nullable String file;
        private long offset;
        private @Nullable GtidSet gtids;
        private @Nullable String server;

        void add(String part, String token) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1).strip();
            switch (equals < 0 ? part : part.substring(0, equals).strip()) {
                case "file" -> file = value;
                case "offset" -> offset = parseOffset(value, token);
                case "gtids" -> gtids = GtidSet.parse(value, false);
                case "mariadb-gtids" -> gtids = GtidSet.parse(value, true);
                case "server" -> server = value;
                default ->
                    throw new IllegalArgumentException("not a binlog position, because of '" + part + "': " + token);
            }
        }

        boolean isEmpty() {
            return file == null && gtids == null;
        }

        BinlogPosition position(@Nullable String onServer, @Nullable BinlogPosition prepared) {
            return new BinlogPosition(file, offset, gtids, onServer, prepared);
        }
    }

    private static long parseOffset(String value, String token) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a binlog position, because its offset is no number: " + token, e);
        }
    }

    /** Where reading has to begin in order to go on from here. */
    public BinlogPosition readFrom() {
        return prepared == null ? this : prepared;
    }

    /** The position as checkpoints keep it. */
    public Position toPosition() {
        return new Position(toString());
    }

    /**
     * Whether everything before the other place is before this one too. Decided by GTIDs when both have them, otherwise by file
     * and offset.
     *
     * @throws IllegalArgumentException when the two have nothing in common to compare
     */
    public boolean covers(BinlogPosition other) {
        if (gtids != null && other.gtids != null) {
            return gtids.covers(other.gtids);
        }
        if (file != null && other.file != null) {
            return reaches(other.file, other.offset);
        }
        throw new IllegalArgumentException(
                "cannot compare " + this + " with " + other + ": one has only a file, the other only GTIDs");
    }

    /** Whether a transaction that begins at a place of the same server's files begins before this one. */
    boolean isBehind(String otherFile, long otherOffset) {
        return file != null && !BinlogPosition.at(otherFile, otherOffset).reaches(file, offset);
    }

    private boolean reaches(String otherFile, long otherOffset) {
        long own = fileNumber(Objects.requireNonNull(file));
        long others = fileNumber(otherFile);
        return own == others ? offset >= otherOffset : own > others;
    }

    /** The number at the end of a binlog file's name: 12 for {@code binlog.000012}. */
    public static long fileNumber(String file) {
        int dot = file.lastIndexOf('.');
        try {
            return Long.parseLong(file, dot + 1, file.length(), 10);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a binlog file's name ends in its number, unlike '" + file + "'", e);
        }
    }

    @Override
    public String toString() {
        String text = format(file, offset, gtids, server);
        if (prepared == null) {
            return text;
        }
        String second = format(prepared.file, prepared.offset, prepared.gtids, null);
        return text + ";" + PREPARED + second.replace(";", ";" + PREPARED);
    }

    static String format(@Nullable String file, long offset, @Nullable GtidSet gtids, @Nullable String server) {
        StringBuilder text = new StringBuilder();
        if (file != null) {
            text.append("file=").append(file).append(";offset=").append(offset);
        }
        if (gtids != null) {
            text.append(text.isEmpty() ? "" : ";")
                    .append(gtids instanceof MariaDbGtidSet ? "mariadb-gtids=" : "gtids=")
                    .append(gtids);
        }
        if (server != null) {
            text.append(";server=").append(server);
        }
        return text.toString();
    }
}
