package io.syncpipeline.maxcompute.internal.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The tunnel's answer to one request: JSON, for successes and errors alike. */
public final class TunnelReply {

    private static final int OK = 200;
    private static final int FIRST_FAILURE = 300;
    private static final int MAX_SHOWN_BODY = 500;
    /** As the SDK caps it. */
    private static final long MAX_HOLD_OFF_MILLIS = 10_000;

    private final int status;
    private final HttpHeaders headers;
    private final String body;
    private final @Nullable JsonObject json;

    TunnelReply(HttpResponse<byte[]> response) {
        this.status = response.statusCode();
        this.headers = response.headers();
        this.body = new String(response.body(), StandardCharsets.UTF_8);
        this.json = parse(body);
    }

    private static @Nullable JsonObject parse(String body) {
        try {
            JsonElement element = JsonParser.parseString(body);
            return element.isJsonObject() ? element.getAsJsonObject() : null;
        } catch (JsonParseException e) {
            // Gateways answer with HTML or nothing; the text then stands for itself in the message.
            return null;
        }
    }

    boolean isOk() {
        return status >= OK && status < FIRST_FAILURE;
    }

    int status() {
        return status;
    }

    /** The answer as a JSON object, or null when it is none. */
    public @Nullable JsonObject json() {
        return json;
    }

    /** The service's id of the request, for its support. */
    public String requestId() {
        return headers.firstValue("x-odps-request-id").orElse("none");
    }

    @Nullable
    String routedServer() {
        return headers.firstValue("odps-tunnel-routed-server").orElse(null);
    }

    String errorCode() {
        return text("Code", "none");
    }

    String errorMessage() {
        String shown = body.length() <= MAX_SHOWN_BODY ? body : body.substring(0, MAX_SHOWN_BODY) + "...";
        return text("Message", shown.isBlank() ? "no message" : shown);
    }

    Duration holdOff() {
        try {
            long millis = Long.parseLong(text("HoldClientMillis", "0"));
            return Duration.ofMillis(Math.max(0, Math.min(millis, MAX_HOLD_OFF_MILLIS)));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    private String text(String name, String otherwise) {
        JsonElement element = json == null ? null : json.get(name);
        return element == null || !element.isJsonPrimitive() ? otherwise : element.getAsString();
    }
}
