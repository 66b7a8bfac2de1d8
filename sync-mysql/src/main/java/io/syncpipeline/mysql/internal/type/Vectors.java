package io.syncpipeline.mysql.internal.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Values of VECTOR columns: single floats, low byte first. */
public final class Vectors {

    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private Vectors() {}

    /**
     * The floats in a part of an array.
     *
     * @throws ValueException when the length is no multiple of four
     */
    public static float[] of(byte[] bytes, int offset, int length) {
        if (length % Float.BYTES != 0) {
            throw new ValueException(length + " bytes are no vector of four-byte floats");
        }
        float[] vector = new float[length / Float.BYTES];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) FLOAT.get(bytes, offset + i * Float.BYTES);
        }
        return vector;
    }
}
