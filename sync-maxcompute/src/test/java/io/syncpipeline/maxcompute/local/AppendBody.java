package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The records of an upload block or of a stream write: rows without hidden columns, appended as they are. */
final class AppendBody {

    private static final int ROWS_PER_CHECK = 1_024;

    private AppendBody() {}

    /** Reads a body to its end, verifies everything in it, and gives the number of rows. */
    static long verify(ServiceRequest request, ContentCoding coding, TableDefinition definition, RowCheck check)
            throws IOException {
        try (InputStream in = coding.decode(request.body().open())) {
            RecordDecoder decoder = new RecordDecoder(in, definition.columnTypes());
            @Nullable Object[] row = new Object[definition.columns().size()];
            while (decoder.next(row)) {
                check.checkRow(row);
            }
            return decoder.rows();
        }
    }

    /** Inserts the rows of a verified body. */
    static void insert(InputStream body, TableDefinition definition, RowInsert insert, Stop stop)
            throws IOException, SQLException {
        RecordDecoder decoder = new RecordDecoder(body, definition.columnTypes());
        @Nullable Object[] row = new Object[definition.columns().size()];
        while (decoder.next(row)) {
            insert.insert(row);
            if (decoder.rows() % ROWS_PER_CHECK == 0) {
                stop.check();
            }
        }
    }

    /** Refuses tables that are written by key. */
    static void requireAppendable(TableDefinition definition) {
        if (definition.hasPrimaryKey()) {
            throw new ServiceException(
                    400,
                    "InvalidOperation",
                    "Table " + definition.name() + " has a primary key: use an upsert session.");
        }
    }
}
