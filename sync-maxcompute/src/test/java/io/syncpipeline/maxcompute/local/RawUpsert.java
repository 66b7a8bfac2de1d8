package io.syncpipeline.maxcompute.local;

import com.aliyun.odps.tunnel.impl.UpsertSessionImpl;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends what the SDK never would. */
final class RawUpsert {

    private RawUpsert() {}

    /** Sends one record of the table {@code people} with 4 buckets to each bucket; gives all answers. */
    static String sendToWrongBucket(LocalMaxCompute server, UpsertSessionImpl session) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ColumnType text = ColumnType.of(ColumnType.Kind.STRING);
        List<ColumnType> types = Stream.concat(
                        Stream.of(ColumnType.of(ColumnType.Kind.BIGINT), text, text), RowUpsert.HIDDEN.stream())
                .toList();
        RecordEncoder encoder = new RecordEncoder(body, types);
        @Nullable Object[] record = new Object[types.size()];
        record[0] = 1L;
        record[3 + RowUpsert.OPERATION] = RowUpsert.UPSERT;
        record[3 + RowUpsert.VALUE_COLUMNS] = List.of();
        encoder.write(record);
        encoder.finish();
        StringBuilder answers = new StringBuilder();
        for (int bucket = 0; bucket < 2; bucket++) {
            answers.append(put(server, session.getId(), bucket, body.toByteArray()));
        }
        return answers.toString();
    }

    /** Sends a body as the records of a bucket; gives status and answer. */
    static String put(LocalMaxCompute server, String session, int bucket, byte[] body) throws Exception {
        URI uri = URI.create(server.tunnelEndpoint() + "/projects/local/tables/people/upserts?bucketid=" + bucket
                + "&slotid=0&upsertid=" + session);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
