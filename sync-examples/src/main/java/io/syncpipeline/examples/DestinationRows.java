package io.syncpipeline.examples;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.Table;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.tunnel.TableTunnel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the committed rows of a destination table through the SDK's download session. */
final class DestinationRows {

    private final DestinationProject project;
    private final String table;
    private final List<String> columns;
    private final List<String> key;

    private DestinationRows(DestinationProject project, String table, List<String> columns, List<String> key) {
        this.project = project;
        this.table = table;
        this.columns = columns;
        this.key = key;
    }

    /** Looks the table up. */
    static Optional<DestinationRows> of(DestinationProject project, String name) throws OdpsException {
        Odps odps = project.odps();
        if (!odps.tables().exists(name)) {
            return Optional.empty();
        }
        Table table = odps.tables().get(name);
        table.reload();
        List<String> columns = table.getSchema().getColumns().stream()
                .map(c -> c.getName().toLowerCase(Locale.ROOT))
                .toList();
        List<String> key = Optional.ofNullable(table.getPrimaryKey()).orElse(List.of()).stream()
                .map(k -> k.toLowerCase(Locale.ROOT))
                .toList();
        return Optional.of(new DestinationRows(project, name, columns, key));
    }

    /** Column names in lower case. */
    List<String> columns() {
        return columns;
    }

    /** Names of the key's columns in lower case. */
    List<String> key() {
        return key;
    }

    /** Streams all rows, restricted to some columns. */
    void read(List<String> wanted, List<ValueForm> forms, RowReceiver receiver) throws OdpsException, IOException {
        int[] index = wanted.stream().mapToInt(columns::indexOf).toArray();
        TableTunnel.DownloadSession session =
                project.tunnel().buildDownloadSession(project.project(), table).build();
        if (session.getRecordCount() == 0) {
            return;
        }
        try (RecordReader reader = session.openRecordReader(0, session.getRecordCount())) {
            for (Record row = reader.read(); row != null; row = reader.read()) {
                @Nullable String[] values = new @Nullable String[index.length];
                for (int i = 0; i < index.length; i++) {
                    Object value = row.get(index[i]);
                    values[i] = value == null ? null : forms.get(i).ofDestination(DestinationText.of(value));
                }
                receiver.row(values);
            }
        }
    }
}
