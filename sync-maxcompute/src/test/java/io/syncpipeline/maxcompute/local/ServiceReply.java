package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is answered: status, headers in the exact case given, and a body that is whole or written as a stream. */
final class ServiceReply {

    /** Writes the body of a streamed reply; what it has opened, it closes. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final byte[] body;
    private final @Nullable Content content;

    private ServiceReply(int status, byte[] body, @Nullable Content content) {
        this.status = status;
        this.body = body;
        this.content = content;
    }

    static ServiceReply empty(int status) {
        return new ServiceReply(status, new byte[0], null);
    }

    static ServiceReply text(String text) {
        return of(200, "text/plain", text);
    }

    static ServiceReply xml(String xml) {
        return of(200, "application/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml);
    }

    static ServiceReply json(ObjectNode node) {
        return of(200, "application/json", node.toString());
    }

    static ServiceReply stream(Content content) {
        return new ServiceReply(200, new byte[0], content).with("Content-Type", "application/octet-stream");
    }

    /** An error of the tunnel and, since the SDK reads both forms there, of the REST interface. */
    static ServiceReply error(int status, String code, String message, String requestId) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("Code", code);
        node.put("Message", message);
        node.put("RequestId", requestId);
        node.put("HostId", "localhost");
        return of(status, "application/json", node.toString());
    }

    private static ServiceReply of(int status, String type, String text) {
        return new ServiceReply(status, text.getBytes(StandardCharsets.UTF_8), null).with("Content-Type", type);
    }

    ServiceReply with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** The streamed body, or null when the body is whole. */
    @Nullable
    Content content() {
        return content;
    }
}
