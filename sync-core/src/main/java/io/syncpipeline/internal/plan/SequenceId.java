package io.syncpipeline.internal.plan;

import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.Text;
import io.syncpipeline.model.Transaction;

/** The text that orders the records of a change log: the change's place in the source's log, in digits of a fixed number. */
final class SequenceId {

    private static final int SEGMENT_DIGITS = 10;
    private static final int OFFSET_DIGITS = 13;
    private static final int INDEX_DIGITS = 10;
    private static final int DIGITS = SEGMENT_DIGITS + OFFSET_DIGITS + INDEX_DIGITS;

    private SequenceId() {}

    /**
     * The text.
     *
     * @param index the change's number in its transaction
     * @throws SourceException fatal when a number has more digits than there is room for
     */
    static Text of(Transaction transaction, long index) {
        byte[] digits = new byte[DIGITS];
        boolean fits = put(digits, 0, SEGMENT_DIGITS, transaction.segment())
                && put(digits, SEGMENT_DIGITS, OFFSET_DIGITS, transaction.offset())
                && put(digits, SEGMENT_DIGITS + OFFSET_DIGITS, INDEX_DIGITS, index);
        if (!fits) {
            throw SourceException.fatal(
                    "the change " + index + " of the transaction at " + transaction.segment() + ":"
                            + transaction.offset() + " has a number of more digits than sequence ids have room for ("
                            + SEGMENT_DIGITS + ", " + OFFSET_DIGITS + " and " + INDEX_DIGITS
                            + "); split the transaction, or begin the source's log anew",
                    null);
        }
        return Text.ofUtf8(digits);
    }

    private static boolean put(byte[] digits, int from, int count, long number) {
        long rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return rest == 0 && number >= 0;
    }
}
