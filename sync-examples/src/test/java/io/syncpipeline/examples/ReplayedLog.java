package io.syncpipeline.examples;

import com.aliyun.odps.Instance;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows that a change log leads to. Each record has to fit the row that the records before it left: a lost or a doubled one does not, or
 * leads to other rows than the source has.
 */
final class ReplayedLog {

    private final Map<Long, Long> rows = new TreeMap<>();
    private String lastId = "";
    private long records;
    private long statements;

    /**
     * Replays what a query gives: sequence id, operation, before and after image, id and version, in the order of the sequence id, before
     * images first.
     *
     * @throws AssertionError when a record does not fit
     */
    static ReplayedLog of(DestinationProject destination, String select) throws OdpsException, IOException {
        ReplayedLog log = new ReplayedLog();
        Instance query = SQLTask.run(destination.odps(), select);
        query.waitForSuccess(100);
        // Results that do not come through the tunnel end after 10,000 rows
        SQLTask.getResultByInstanceTunnel(query).forEach(log::take);
        return log;
    }

    private void take(Record record) {
        records++;
        String id = text(record, 0);
        String operation = text(record, 1);
        boolean before = text(record, 2).equals("Y");
        boolean secondOfUpdate = operation.equals("U") && !before;
        if (secondOfUpdate ? !id.equals(lastId) : id.compareTo(lastId) <= 0) {
            throw new AssertionError("the id " + id + " of " + operation + " comes after " + lastId);
        }
        lastId = id;
        if (operation.length() > 1) {
            statements++;
            return;
        }
        long key = Long.parseLong(text(record, 4));
        long version = Long.parseLong(text(record, 5));
        if (before) {
            Long present = rows.remove(key);
            if (present == null || present != version) {
                throw new AssertionError(id + ": " + operation + " of " + key + " expects the version " + version
                        + ", the log led to " + present);
            }
        } else if (rows.put(key, version) != null) {
            throw new AssertionError(id + ": " + operation + " of " + key + " comes although the row is there");
        }
    }

    private static String text(Record record, int column) {
        Object value = record.get(column);
        return value instanceof byte[] utf8 ? new String(utf8, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** The versions of the rows by their keys. */
    Map<Long, Long> rows() {
        return rows;
    }

    long records() {
        return records;
    }

    /** How many of the records are of statements. */
    long statements() {
        return statements;
    }
}
