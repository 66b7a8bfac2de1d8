package io.syncpipeline.maxcompute.internal.client;

import com.aliyun.odps.OdpsException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request that did not succeed, and what can be done about it. The kind is decided by status and error code, never by the words of a
 * message.
 */
public final class RequestFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a failed request leaves behind. */
    public enum Kind {
        /** It was refused or never arrived, and the same request may succeed later. */
        TRY_AGAIN,
        /** The connection broke: whether the request was carried out is not known, but it is not being carried out any more. */
        BROKEN,
        /** No answer in time: the request may still be carried out, even after a later one. */
        UNANSWERED,
        /** The upsert session, or the partition it writes to, is gone: what was sent in it has to be sent again in another. */
        SESSION_LOST,
        /** It will not succeed until somebody acts. */
        REFUSED
    }

    private static final int SLOT_MOVED = 308;
    private static final int CONFLICT = 409;
    private static final long MAX_RETRY_AFTER_SECONDS = 60;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int SERVER_ERROR = 500;

    private static final String NO_SUCH_PARTITION = "nosuchpartition";

    private static final Set<String> THROTTLED = Set.of("flowexceeded", "slotexceeded", "requesttimeout");
    private static final Set<String> SESSION_GONE = Set.of(
            "upsertsessionnotfound",
            "nosuchupload",
            "sessionexpired",
            "statusconflict",
            "schemamodified",
            "schemamismatch",
            "nosuchschema",
            NO_SUCH_PARTITION);

    private final Kind kind;
    private final int status;
    private final String code;
    private final Duration holdOff;
    private final @Nullable String routedServer;

    private RequestFailure(
            String message,
            Kind kind,
            int status,
            String code,
            Duration holdOff,
            @Nullable String routedServer,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
        this.code = code;
        this.holdOff = holdOff;
        this.routedServer = routedServer;
    }

    /** The server answered with an error. */
    static RequestFailure answered(String what, TunnelReply reply) {
        String message = what + " failed: HTTP " + reply.status() + ", code " + reply.errorCode() + ", "
                + reply.errorMessage() + " (request id " + reply.requestId() + ")";
        return new RequestFailure(
                message,
                kind(reply.status(), reply.errorCode()),
                reply.status(),
                reply.errorCode(),
                reply.holdOff(),
                reply.routedServer(),
                null);
    }

    /** A session answered that it is in a state in which it takes no more writes. */
    public static RequestFailure sessionLost(String message) {
        return new RequestFailure(message, Kind.SESSION_LOST, 0, "", Duration.ZERO, null, null);
    }

    /** There was no answer. */
    static RequestFailure unanswered(String what, Throwable cause) {
        Kind kind;
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException) {
            kind = Kind.TRY_AGAIN;
        } else if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            kind = Kind.UNANSWERED;
        } else {
            kind = Kind.BROKEN;
        }
        return new RequestFailure(what + " failed: " + words(cause), kind, 0, "", Duration.ZERO, null, cause);
    }

    /** A call of the SDK failed. */
    static RequestFailure ofSdk(String what, OdpsException cause) {
        Integer answered = cause.getStatus();
        String code = cause.getErrorCode() == null ? "" : cause.getErrorCode();
        int status = answered == null ? 0 : answered;
        Duration holdOff = cause.existRetryAfter()
                ? Duration.ofSeconds(Math.max(0, Math.min(cause.getRetryAfter(), MAX_RETRY_AFTER_SECONDS)))
                : Duration.ZERO;
        Kind kind;
        if (status == 0) {
            kind = Kind.BROKEN;
        } else if (status == CONFLICT && cause.existRetryAfter()) {
            // What the request collides with is still at work, such as the same job, submitted before.
            kind = Kind.TRY_AGAIN;
        } else {
            kind = kind(status, code);
        }
        String requestId = cause.getRequestId() == null ? "" : " (request id " + cause.getRequestId() + ")";
        String message = what + " failed: " + (status == 0 ? "" : "HTTP " + status + ", ")
                + (code.isEmpty() ? "" : "code " + code + ", ") + words(cause) + requestId;
        return new RequestFailure(message, kind, status, code, holdOff, null, cause);
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }

    private static Kind kind(int status, String code) {
        String folded = code.toLowerCase(Locale.ROOT);
        if (status == SLOT_MOVED
                || status == TOO_MANY_REQUESTS
                || status == REQUEST_TIMEOUT
                || THROTTLED.contains(folded)) {
            return Kind.TRY_AGAIN;
        }
        if (SESSION_GONE.contains(folded)) {
            return Kind.SESSION_LOST;
        }
        if (status == GATEWAY_TIMEOUT) {
            return Kind.UNANSWERED;
        }
        return status >= SERVER_ERROR ? Kind.TRY_AGAIN : Kind.REFUSED;
    }

    /** What it leaves behind. */
    public Kind kind() {
        return kind;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The service's error code; empty when there was none. */
    public String code() {
        return code;
    }

    /** Whether the partition that the request was for is not there, perhaps not any more. */
    public boolean isNoSuchPartition() {
        return code.toLowerCase(Locale.ROOT).equals(NO_SUCH_PARTITION);
    }

    /** How long the service asked to be left alone. */
    Duration holdOff() {
        return holdOff;
    }

    /** Whether the answer said that the slot of a bucket has moved. */
    public boolean isSlotMoved() {
        return status == SLOT_MOVED;
    }

    /** Where the slot of the bucket has moved to, when the answer said so. */
    public @Nullable String routedServer() {
        return routedServer;
    }

    /** Whether the same work may succeed later without anybody's help. */
    public boolean isTransient() {
        return kind != Kind.REFUSED;
    }

    /** The text to show: what failed and why. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
