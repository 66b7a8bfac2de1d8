package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one bucket of a session, in the order they arrived. One thread. */
final class BucketStream implements AutoCloseable {

    private final Stage stage;
    private final Iterator<Stage.Segment> segments;
    private final List<ColumnType> types;
    private final int key;
    private final @Nullable Object[] record;
    private @Nullable InputStream in;
    private @Nullable RecordDecoder decoder;

    /**
     * A stream before its first record.
     *
     * @param key the place of the first key column in a record
     */
    BucketStream(Stage stage, List<Stage.Segment> segments, List<ColumnType> types, int key) {
        this.stage = stage;
        this.segments = segments.iterator();
        this.types = types;
        this.key = key;
        this.record = new Object[types.size()];
    }

    /** The current record; overwritten by {@link #next}. */
    @Nullable
    Object[] record() {
        return record;
    }

    /** Goes on to the next record; false when there is none. */
    boolean next() throws IOException {
        while (true) {
            if (decoder != null && decoder.next(record)) {
                return true;
            }
            close();
            if (!segments.hasNext()) {
                return false;
            }
            InputStream opened = stage.open(segments.next());
            in = opened;
            decoder = new RecordDecoder(opened, types);
        }
    }

    /** The order of the first key column, for locality only: buckets share no keys, so any order is right. */
    int compareTo(BucketStream other) {
        Object mine = record[key];
        Object others = other.record[key];
        if (mine instanceof byte[] left && others instanceof byte[] right) {
            return Arrays.compare(left, right);
        }
        return compare(mine, others);
    }

    @SuppressWarnings("unchecked") // both are cells of one column
    private static int compare(@Nullable Object mine, @Nullable Object others) {
        return mine == null || others == null ? 0 : ((Comparable<Object>) mine).compareTo(others);
    }

    @Override
    public void close() throws IOException {
        decoder = null;
        if (in != null) {
            in.close();
            in = null;
        }
    }
}
