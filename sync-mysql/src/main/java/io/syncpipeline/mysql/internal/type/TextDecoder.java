package io.syncpipeline.mysql.internal.type;

/** Turns the bytes that the server's text protocol sent for one value into that value. Immutable and thread-safe. */
@FunctionalInterface
public interface TextDecoder {

    /**
     * The value of the class that {@link io.syncpipeline.model.DataType.Kind} names for the column's type, or {@link
     * io.syncpipeline.model.InvalidDate}; never null.
     *
     * @param bytes the text as received, not NULL; may become part of the value, so that nobody may change it afterwards
     * @throws ValueException when the bytes are not a value of the type
     */
    Object decode(byte[] bytes);
}
