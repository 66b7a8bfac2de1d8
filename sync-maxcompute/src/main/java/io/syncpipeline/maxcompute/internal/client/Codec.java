package io.syncpipeline.maxcompute.internal.client;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** The compressions that the tunnel takes, each applied to a whole request body at once. Thread-safe. */
public enum Codec {
    /** No compression. */
    RAW("") {
        @Override
        Body encode(byte[] bytes, int length) {
            return new Body(bytes, length);
        }
    },
    /** Zlib (RFC 1950), level 1. */
    ZLIB("deflate") {
        @Override
        Body encode(byte[] bytes, int length) {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            try {
                deflater.setInput(bytes, 0, length);
                deflater.finish();
                byte[] out = new byte[length / 2 + FRAME_BYTES];
                int size = 0;
                while (!deflater.finished()) {
                    if (size == out.length) {
                        out = Arrays.copyOf(out, out.length + length / 4 + FRAME_BYTES);
                    }
                    size += deflater.deflate(out, size, out.length - size);
                }
                return new Body(out, size);
            } finally {
                deflater.end();
            }
        }
    },
    /** LZ4 frames. */
    LZ4("x-lz4-frame") {
        @Override
        Body encode(byte[] bytes, int length) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + FRAME_BYTES);
            // The default block size of 4 MiB takes 8 MiB of buffers whatever the body's size.
            LZ4FrameOutputStream.BLOCKSIZE size = length <= 64 << 10
                    ? LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB
                    : LZ4FrameOutputStream.BLOCKSIZE.SIZE_256KB;
            try (LZ4FrameOutputStream lz4 = new LZ4FrameOutputStream(out, size)) {
                lz4.write(bytes, 0, length);
            }
            return new Body(out.toByteArray(), out.size());
        }
    },
    /** Zstandard, level 1. */
    ZSTD("zstd") {
        @Override
        Body encode(byte[] bytes, int length) {
            byte[] out = new byte[Math.toIntExact(Zstd.compressBound(length))];
            long size = Zstd.compressByteArray(out, 0, out.length, bytes, 0, length, ZSTD_LEVEL);
            if (Zstd.isError(size)) {
                throw new IllegalStateException(
                        "Zstandard cannot compress " + length + " bytes: " + Zstd.getErrorName(size));
            }
            return new Body(out, (int) size);
        }
    };

    private static final int FRAME_BYTES = 64;
    private static final int ZSTD_LEVEL = 1;

    private final String contentEncoding;

    Codec(String contentEncoding) {
        this.contentEncoding = contentEncoding;
    }

    /** The request header's value; empty for none. */
    public String contentEncoding() {
        return contentEncoding;
    }

    /** Compresses the first {@code length} bytes. The result may be the given array itself. */
    public final Body compress(byte[] bytes, int length) {
        try {
            return encode(bytes, length);
        } catch (IOException e) {
            throw new IllegalStateException("Compressing " + length + " bytes in memory with " + this + " failed", e);
        }
    }

    abstract Body encode(byte[] bytes, int length) throws IOException;

    /**
     * A request body: the first bytes of an array.
     *
     * @param bytes the array, not copied
     * @param length how many of its bytes count
     */
    @SuppressWarnings("ArrayRecordComponent") // bodies are sent, never compared
    public record Body(byte[] bytes, int length) {

        /** No body. */
        public static final Body NONE = new Body(new byte[0], 0);
    }
}
