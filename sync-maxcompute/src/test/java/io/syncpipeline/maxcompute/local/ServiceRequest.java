package io.syncpipeline.maxcompute.local;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One HTTP request: path without the REST prefix, decoded parameters, headers, body. */
final class ServiceRequest {

    /** What REST paths start with. */
    static final String REST_PREFIX = "/api";

    private final String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    private final String method;
    private final String path;
    private final List<String> segments;
    private final Map<String, String> parameters = new TreeMap<>();
    private final HttpHeaders headers;
    private final Spool body;

    ServiceRequest(String method, String uri, HttpHeaders headers, Spool body) {
        this.method = method;
        this.headers = headers;
        this.body = body;
        QueryStringDecoder decoder = new QueryStringDecoder(uri, StandardCharsets.UTF_8);
        String decoded = decoder.path();
        this.path = decoded.startsWith(REST_PREFIX + "/") ? decoded.substring(REST_PREFIX.length()) : decoded;
        this.segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        decoder.parameters().forEach((name, values) -> parameters.put(name, values.get(0)));
    }

    /** The request id that the reply carries. */
    String id() {
        return id;
    }

    String method() {
        return method;
    }

    /** The decoded path without the REST prefix: what is signed. */
    String path() {
        return path;
    }

    List<String> segments() {
        return segments;
    }

    /** All parameters in the order of their names; a flag has the empty text. */
    Map<String, String> parameters() {
        return parameters;
    }

    boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    /** A parameter the request must have. */
    String required(String name) {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> ServiceException.invalid("The parameter '" + name + "' is missing."));
    }

    /** A whole-number parameter the request must have. */
    int number(String name) {
        String text = required(name);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw ServiceException.invalid("The parameter '" + name + "' is not a number: " + text);
        }
    }

    HttpHeaders headers() {
        return headers;
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    Spool body() {
        return body;
    }
}
