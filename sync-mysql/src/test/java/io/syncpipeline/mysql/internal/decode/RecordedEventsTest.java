package io.syncpipeline.mysql.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.Row;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.RowChange.Operation;
import io.syncpipeline.model.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedEventsTest {

    private static final Transaction TRANSACTION = new Transaction(1, 4, Instant.EPOCH);

    static List<RecordedTable> tables() {
        return RecordedTable.all();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void decodesWhatAServerLogged(RecordedTable table) {
        RowsDecoder decoder = RowsDecoder.bind(table.map(), table.schema());
        List<RowChange> changes = new ArrayList<>();
        for (RawEvent event : table.rows()) {
            int before = changes.size();
            long count =
                    decoder.decode(event.type(), event.body(), 0, event.body().length, TRANSACTION, before, changes);
            assertThat(count).isEqualTo(changes.size() - before);
        }
        assertThat(changes).extracting(RowChange::index).doesNotHaveDuplicates();
        assertThat(changes)
                .filteredOn(change -> change.operation() == Operation.INSERT)
                .extracting(change -> print(change.after()))
                .containsExactlyElementsOf(table.inserted());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void decodesABodyThatStandsInTheMiddleOfALargerArray(RecordedTable table) {
        RowsDecoder decoder = RowsDecoder.bind(table.map(), table.schema());
        for (RawEvent event : table.rows()) {
            byte[] body = event.body();
            byte[] larger = new byte[body.length + 50];
            Arrays.fill(larger, (byte) 0x5A);
            System.arraycopy(body, 0, larger, 19, body.length);
            List<RowChange> alone = new ArrayList<>();
            List<RowChange> within = new ArrayList<>();
            decoder.decode(event.type(), body, 0, body.length, TRANSACTION, 0, alone);
            decoder.decode(event.type(), larger, 19, body.length, TRANSACTION, 0, within);
            assertThat(within).hasSameSizeAs(alone);
            for (int i = 0; i < alone.size(); i++) {
                if (alone.get(i).operation() != Operation.DELETE) {
                    assertThat(print(within.get(i).after()))
                            .isEqualTo(print(alone.get(i).after()));
                }
            }
        }
    }

    private static String print(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(print(row.get(i)));
        }
        return String.join("|", values);
    }

    private static String print(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof float[] vector) {
            return IntStream.range(0, vector.length)
                    .mapToObj(i -> Float.toHexString(vector[i]))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Float number) {
            return Float.toHexString(number);
        }
        if (value instanceof Double number) {
            return Double.toHexString(number);
        }
        return value.toString().replace("\\", "\\\\").replace("\n", "\\n").replace("\0", "\\0");
    }
}
