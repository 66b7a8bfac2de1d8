package io.syncpipeline.testkit;

import io.syncpipeline.model.Text;
import io.syncpipeline.spi.Sink;
import java.util.Map;
import java.util.TreeMap;

class RecordingSinkContractTest extends SinkContract {

    private final RecordingSink sink = new RecordingSink();

    @Override
    protected Sink sink() {
        return sink;
    }

    @Override
    protected Map<Long, String> visible(String table) {
        Map<Long, String> rows = new TreeMap<>();
        sink.rows(table).forEach(row -> rows.put((Long) row.get("id"), String.valueOf(row.get("name"))));
        return rows;
    }

    @Override
    protected Map<Long, String> visible(String table, String region) {
        Map<Long, String> rows = new TreeMap<>();
        sink.rows(table).stream()
                .filter(row -> Text.of(region).equals(row.get("region")))
                .forEach(row -> rows.put((Long) row.get("id"), String.valueOf(row.get("name"))));
        return rows;
    }
}
