package io.syncpipeline.maxcompute.internal.record;

/**
 * Writes the values of one kind into columns of one type. Bound once per column by {@link ColumnEncoders}; stateless, so thread-safe.
 */
abstract class ColumnEncoder {

    private final int wireType;

    ColumnEncoder(int wireType) {
        this.wireType = wireType;
    }

    /** The protobuf wire type that the field's tag announces. */
    final int wireType() {
        return wireType;
    }

    /**
     * Writes a value after the field's tag.
     *
     * @throws ValueRefused when the value does not fit; what was written of the record is abandoned then
     */
    abstract void write(Object value, RecordBuffer out) throws ValueRefused;

    /**
     * The hash that spreads rows over buckets, as the service computes it for this type with its hasher "default". Asked of key columns
     * only.
     */
    abstract int hash(Object value) throws ValueRefused;

    /**
     * The value in the SDK's own class, for hashers that only the SDK knows.
     *
     * @throws ValueRefused when the value does not fit
     */
    abstract Object sdkValue(Object value) throws ValueRefused;
}
