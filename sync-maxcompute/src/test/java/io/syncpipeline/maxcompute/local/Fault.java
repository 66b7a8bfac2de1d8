package io.syncpipeline.maxcompute.local;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One misbehaviour of a {@link LocalMaxCompute}: what happens to which requests. Immutable; made by the static methods,
 * narrowed with {@link #times}, {@link #after} and {@link #onTable}. Each request uses up at most one fault.
 *
 * @param kind the requests it applies to
 * @param effect what happens to them
 * @param times how many requests it applies to, at least 1
 * @param after how many requests of that kind pass unharmed before, at least 0
 * @param table only requests to this table, without regard to case; null for any
 */
public record Fault(
        RequestKind kind,
        Effect effect,
        int times,
        int after,
        @Nullable String table) {

    /** What can happen to a request. */
    public sealed interface Effect {

        /**
         * The request is not carried out and answered with an error.
         *
         * @param status the HTTP status
         * @param code the error code in the body
         */
        record Answer(int status, String code) implements Effect {}

        /**
         * The request is carried out after a while.
         *
         * @param time how long it waits
         */
        record Delay(Duration time) implements Effect {}

        /**
         * The request is not carried out and the connection ends without an answer.
         *
         * @param reset true for a reset (RST), false for a clean end (FIN)
         */
        record Drop(boolean reset) implements Effect {}

        /**
         * The request is carried out and the connection ends without an answer.
         *
         * @param reset true for a reset (RST), false for a clean end (FIN)
         */
        record LoseAnswer(boolean reset) implements Effect {}

        /** The session that the request names expires first. */
        record ExpireSession() implements Effect {}

        /**
         * The slot of an upsert write has moved: the answer is 308, and every write to the old address, too.
         *
         * @param announced whether the answer names the new address; if not, the client has to reload the session
         */
        record MoveSlot(boolean announced) implements Effect {}

        /**
         * The commit of an upsert session stays "committing" for a while; its rows appear at the end of it.
         *
         * @param time how long
         */
        record SlowCommit(Duration time) implements Effect {}
    }

    /** Checks the numbers. */
    public Fault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(effect, "effect");
        if (times < 1 || after < 0) {
            throw new IllegalArgumentException(
                    "times must be at least 1 and after at least 0, not " + times + " and " + after);
        }
    }

    private static Fault once(RequestKind kind, Effect effect) {
        return new Fault(kind, effect, 1, 0, null);
    }

    /** Answers the next request with an HTTP status from 300 to 599 and an error code, and does nothing. */
    public static Fault answer(RequestKind kind, int status, String code) {
        if (status < 300 || status > 599) {
            throw new IllegalArgumentException("an error has a status from 300 to 599, not " + status);
        }
        return once(kind, new Effect.Answer(status, code));
    }

    /** Delays the next request. */
    public static Fault delay(RequestKind kind, Duration time) {
        return once(kind, new Effect.Delay(time));
    }

    /** Resets the connection of the next request (RST) and does nothing. */
    public static Fault reset(RequestKind kind) {
        return once(kind, new Effect.Drop(true));
    }

    /** Ends the connection of the next request cleanly (FIN), without an answer, and does nothing. */
    public static Fault close(RequestKind kind) {
        return once(kind, new Effect.Drop(false));
    }

    /** Carries out the next request, then ends the connection cleanly (FIN) instead of answering. */
    public static Fault loseAnswer(RequestKind kind) {
        return once(kind, new Effect.LoseAnswer(false));
    }

    /** Carries out the next request, then resets the connection (RST) instead of answering. */
    public static Fault loseAnswerByReset(RequestKind kind) {
        return once(kind, new Effect.LoseAnswer(true));
    }

    /** Lets the session of the next request expire before the request is looked at. */
    public static Fault expireSession(RequestKind kind) {
        return once(kind, new Effect.ExpireSession());
    }

    /** Moves the slot of the next upsert write and tells the new address. */
    public static Fault moveSlot() {
        return once(RequestKind.UPSERT_WRITE, new Effect.MoveSlot(true));
    }

    /** Moves the slot of the next upsert write without telling where. */
    public static Fault moveSlotSilently() {
        return once(RequestKind.UPSERT_WRITE, new Effect.MoveSlot(false));
    }

    /** Lets the next upsert commit take a while. */
    public static Fault slowCommit(Duration time) {
        return once(RequestKind.UPSERT_COMMIT, new Effect.SlowCommit(time));
    }

    /** The same for a number of requests. */
    public Fault times(int count) {
        return new Fault(kind, effect, count, after, table);
    }

    /** The same after a number of requests of the kind have passed unharmed. */
    public Fault after(int count) {
        return new Fault(kind, effect, times, count, table);
    }

    /** The same for requests to one table only; jobs belong to no table. */
    public Fault onTable(String name) {
        return new Fault(kind, effect, times, after, name);
    }
}
