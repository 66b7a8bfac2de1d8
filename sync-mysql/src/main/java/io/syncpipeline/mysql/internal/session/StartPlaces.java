package io.syncpipeline.mysql.internal.session;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import io.syncpipeline.mysql.internal.binlog.BinlogSettings;
import io.syncpipeline.mysql.internal.binlog.GtidSet;
import io.syncpipeline.mysql.internal.binlog.LogSearch;
import io.syncpipeline.mysql.internal.connection.BinlogStatus;
import io.syncpipeline.mysql.internal.connection.PreparedXa;
import io.syncpipeline.mysql.internal.connection.Queries;
import io.syncpipeline.mysql.internal.connection.Server;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds the place in a server's log that a start point stands for, and says what the log has where it is not there. */
final class StartPlaces {

    private static final String HINT =
            "; begin at a later place, at StartPoint.earliest() or at StartPoint.latest(), and copy the tables again if changes are"
                    + " missing";

    private static final String PREPARED_SO_FAR = "SHOW GLOBAL STATUS LIKE 'Com_xa_prepare'";

    private final SessionConnection connection;
    private final Server server;
    private final BinlogSettings settings;
    private final String address;

    StartPlaces(SessionConnection connection, Server server, BinlogSettings settings, String address) {
        this.connection = connection;
        this.server = server;
        this.settings = settings;
        this.address = address;
    }

    /** The place. */
    BinlogPosition of(StartPoint start) {
        BinlogStatus end = end();
        if (start instanceof StartPoint.Earliest) {
            return reachable(search(end).beginningOf(oldest(files())));
        } else if (start instanceof StartPoint.AtTime at) {
            return at(at.instant(), end);
        } else if (start instanceof StartPoint.AtPosition at) {
            return existing(parse(at.position()), end);
        }
        return latest(end);
    }

    private BinlogStatus end() {
        return connection
                .use("asking for the end of the binlog", open -> BinlogStatus.of(open, server.version()))
                .orElseThrow(() -> SourceException.fatal(
                        address + " writes no binlog; set log_bin in its option file and restart it", null));
    }

    private BinlogPosition position(BinlogStatus end) {
        boolean hasGtids = server.version().mariaDb() || server.hasMySqlGtids();
        return new BinlogPosition(end.file(), end.offset(), hasGtids ? gtids(end.gtids()) : null, server.uuid());
    }

    /**
     * The end of the log. The file of a server with GTIDs has transactions already that are not among them yet: where both would be compared,
     * the GTIDs alone are the place.
     */
    private BinlogPosition latest(BinlogStatus end) {
        BinlogPosition place = withPrepared(position(end), end);
        return place.prepared() == null || !server.hasMySqlGtids()
                ? place
                : new BinlogPosition(null, 0, place.gtids(), place.server(), place.prepared());
    }

    /**
     * The place, from where rows are handed on, and before it the one from where the log is read: rows of XA transactions that are prepared
     * there and committed later are logged where they were prepared. Nearly all live for a moment only, so that the file before is far
     * enough; one that was prepared earlier stops following when it is committed.
     */
    private BinlogPosition withPrepared(BinlogPosition place, BinlogStatus end) {
        String file = place.file();
        if (file == null || !preparesTransactions()) {
            return place;
        }
        List<String> files = List.copyOf(files().keySet());
        int index = files.indexOf(file);
        if (index < 0) {
            return place;
        }
        BinlogPosition from = reachable(search(end).beginningOf(files.get(Math.max(0, index - 1))));
        return new BinlogPosition(file, place.offset(), place.gtids(), place.server(), from);
    }

    /**
     * Whether XA transactions are prepared now or have been since the server was started. It is asked after the place was taken, so that those
     * are counted that were prepared before it.
     */
    private boolean preparesTransactions() {
        boolean now = connection
                .use("asking for prepared XA transactions", PreparedXa::of)
                .map(prepared -> !prepared.isEmpty())
                .orElse(false);
        return now
                || connection
                        .use("asking whether XA transactions are in use", open -> Queries.rows(open, PREPARED_SO_FAR))
                        .stream()
                        .anyMatch(row -> !row.getOrDefault("value", "0").equals("0"));
    }

    private GtidSet gtids(String text) {
        return GtidSet.parse(text, server.version().mariaDb());
    }

    /** Under an id of its own: the server ends a reader when another one of its id comes. */
    private LogSearch search(BinlogStatus end) {
        return new LogSearch(settings.serverId(ReplicationSettings.randomId()), end.file(), end.offset());
    }

    /** The sizes of all binlog files by their names, in order. */
    private Map<String, Long> files() {
        Map<String, Long> files = new LinkedHashMap<>();
        connection
                .use("listing the binlog files", open -> Queries.rows(open, "SHOW BINARY LOGS"))
                .forEach(row -> files.put(
                        row.getOrDefault("log_name", ""), Long.parseLong(row.getOrDefault("file_size", "0"))));
        if (files.isEmpty()) {
            throw SourceException.fatal(address + " has no binlog file", null);
        }
        return files;
    }

    private static String oldest(Map<String, Long> files) {
        return files.keySet().iterator().next();
    }

    private BinlogPosition at(Instant time, BinlogStatus end) {
        Instant now = now();
        if (time.isAfter(now)) {
            throw new DefinitionException("the binlog of " + address + " has no place at " + time
                    + ", which is in the future: its clock says " + now + "; use StartPoint.latest()");
        }
        List<String> files = List.copyOf(files().keySet());
        BinlogPosition found = search(end).firstAtOrAfter(time, files);
        return found == null ? latest(end) : withPrepared(reachable(found), end);
    }

    private Instant now() {
        String seconds = value("asking for the server's time", "SELECT UNIX_TIMESTAMP(NOW(6))");
        BigDecimal micros = new BigDecimal(seconds).movePointRight(6);
        return Instant.EPOCH
                .plusNanos(micros.longValue() % 1_000_000 * 1_000)
                .plusSeconds(micros.longValue() / 1_000_000);
    }

    private String value(String doing, String query) {
        return connection.use(doing, open -> Queries.text(open, query)).orElse("");
    }

    /**
     * The place, with the GTIDs that were purged before they came into any of the files, as they are after a backup was restored: the
     * server does not go to a set that lacks them.
     */
    private BinlogPosition reachable(BinlogPosition place) {
        GtidSet gtids = place.gtids();
        if (gtids == null || gtids.isMariaDb()) {
            return place;
        }
        String purged = value("asking for the purged transactions", "SELECT @@GLOBAL.gtid_purged");
        return new BinlogPosition(place.file(), place.offset(), gtids(gtids + "," + purged), place.server());
    }

    private BinlogPosition parse(Position position) {
        try {
            return BinlogPosition.parse(position);
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(
                    "changes of " + address + " cannot be followed from '" + position + "': " + e.getMessage()
                            + "; MySqlPosition makes positions",
                    e);
        }
    }

    private BinlogPosition existing(BinlogPosition place, BinlogStatus end) {
        LogSearch search = search(end);
        if (search.goesByGtids(place)) {
            GtidSet gtids = Objects.requireNonNull(place.gtids(), "gtids");
            if (gtids.isMariaDb()) {
                requireMariaDb(gtids, search, end);
            } else {
                requireMySql(gtids);
            }
            return place;
        }
        String file = Objects.requireNonNull(place.file(), "file");
        requireFile(file, place.offset());
        BinlogPosition found = reachable(search.at(file, Math.max(place.offset(), BinlogPosition.FIRST_OFFSET)));
        return place.prepared() == null
                ? withPrepared(found, end)
                : new BinlogPosition(found.file(), found.offset(), found.gtids(), found.server(), place.prepared());
    }

    private void requireFile(String file, long offset) {
        Map<String, Long> files = files();
        Long size = files.get(file);
        if (size == null) {
            String last = List.copyOf(files.keySet()).get(files.size() - 1);
            throw SourceException.fatal(
                    "the binlog file " + file + " is not on " + address + " (any more): it has " + oldest(files)
                            + " to " + last + HINT,
                    null);
        }
        if (offset > size) {
            throw SourceException.fatal(
                    "offset " + offset + " is behind the end of the binlog file " + file + " on " + address
                            + ", which has " + size + " bytes; the place is that of another server, or lost by a crash"
                            + HINT,
                    null);
        }
    }

    private void requireMySql(GtidSet gtids) {
        String purged = difference("@@GLOBAL.gtid_purged", "'" + gtids + "'");
        if (!purged.isEmpty()) {
            throw SourceException.fatal(
                    "the binlog of " + address + " does not hold the transactions " + purged
                            + " any more, which would have to follow those of " + gtids + HINT,
                    null);
        }
        String unknown = difference("'" + gtids + "'", "@@GLOBAL.gtid_executed");
        if (!unknown.isEmpty()) {
            throw SourceException.fatal(
                    address + " never had the transactions " + unknown + " of the set " + gtids
                            + ": it is another server's set, or the server was set back; begin behind transactions that it has"
                            + " (@@gtid_executed)",
                    null);
        }
    }

    private String difference(String of, String without) {
        return value("comparing GTID sets", "SELECT GTID_SUBTRACT(" + of + ", " + without + ")")
                .replaceAll("\\s", "");
    }

    /** The last number of a domain tells what is in it: numbers of a domain grow. */
    private void requireMariaDb(GtidSet gtids, LogSearch search, BinlogStatus end) {
        if (!gtids(end.gtids()).covers(gtids)) {
            throw SourceException.fatal(
                    address + " never had all of the transactions " + gtids + ": its log ends with " + end.gtids()
                            + "; begin behind transactions that it has (@@gtid_binlog_pos)",
                    null);
        }
        String oldest = oldest(files());
        GtidSet before = search.beginningOf(oldest).gtids();
        if (before != null && !gtids.covers(before)) {
            throw SourceException.fatal(
                    "the binlog of " + address + " does not hold all transactions behind '" + gtids
                            + "' any more: it begins behind " + before + ", in " + oldest + HINT,
                    null);
        }
    }
}
