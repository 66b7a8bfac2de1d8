package io.syncpipeline.maxcompute.internal.record;

/** A value does not fit its column. Carries only the reason; whoever catches it knows the table, the column and the row. */
final class ValueRefused extends Exception {

    private static final long serialVersionUID = 1L;

    ValueRefused(String reason) {
        // No stack trace: it would cost more than the row, and nobody reads it.
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
