package io.syncpipeline.maxcompute;

import io.syncpipeline.maxcompute.internal.client.Codec;

/** How rows are compressed on their way to MaxCompute. */
public enum Compression {
    /** Not at all: the least processor time and the most bytes; for a service in the same network. */
    RAW(Codec.RAW),
    /** Zlib at its fastest level: what the SDK does by default; slower and not smaller than {@link #ZSTD}. */
    ZLIB(Codec.ZLIB),
    /** LZ4: little processor time and a moderate size. */
    LZ4(Codec.LZ4),
    /** Zstandard at its fastest level: the default; the smallest for its processor time. */
    ZSTD(Codec.ZSTD);

    private final Codec codec;

    Compression(Codec codec) {
        this.codec = codec;
    }

    Codec codec() {
        return codec;
    }
}
