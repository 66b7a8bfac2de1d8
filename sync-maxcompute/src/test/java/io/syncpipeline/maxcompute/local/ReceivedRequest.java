package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it arrived, for tests that look at what a client sends.
 *
 * @param kind what it is for
 * @param method the HTTP method
 * @param path its decoded path, that of the REST interface without {@code /api}
 * @param parameters its decoded parameters by name; a flag has the empty text
 * @param headers the first header of each name, the names in lower case
 * @param job the XML text of a submitted job; empty for other requests
 */
public record ReceivedRequest(
        RequestKind kind,
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, String> headers,
        String job) {

    /** Copies the maps. */
    public ReceivedRequest {
        parameters = Map.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    static ReceivedRequest of(RequestKind kind, ServiceRequest request) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        request.headers()
                .forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        boolean job = kind == RequestKind.DDL || kind == RequestKind.QUERY;
        return new ReceivedRequest(
                kind,
                request.method(),
                request.path(),
                request.parameters(),
                headers,
                job ? request.body().text() : "");
    }
}
