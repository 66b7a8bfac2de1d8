package io.syncpipeline.maxcompute.local;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/** How the body of a tunnel request or reply is compressed, by the names of {@code CompressOption} in the SDK. */
enum ContentCoding {
    RAW(""),
    DEFLATE("deflate"),
    SNAPPY("x-snappy-framed"),
    LZ4("x-lz4-frame"),
    ZSTD("zstd");

    private final String header;

    ContentCoding(String header) {
        this.header = header;
    }

    /** The value of Content-Encoding and Accept-Encoding; empty for uncompressed. */
    String header() {
        return header;
    }

    static ContentCoding forContent(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return RAW;
        }
        for (ContentCoding coding : values()) {
            if (coding.header.equalsIgnoreCase(header)) {
                return coding;
            }
        }
        throw new ServiceException(400, "InvalidCompression", "unknown Content-Encoding '" + header + "'");
    }

    /** The coding to answer with: the accepted one when it is known, otherwise uncompressed. */
    static ContentCoding forAccepted(@Nullable String header) {
        for (ContentCoding coding : values()) {
            if (header != null && coding != RAW && coding.header.equalsIgnoreCase(header)) {
                return coding;
            }
        }
        return RAW;
    }

    InputStream decode(InputStream in) throws IOException {
        return switch (this) {
            case RAW -> in;
            case DEFLATE -> new InflaterInputStream(in);
            case SNAPPY -> new SnappyFramedInputStream(in);
            case LZ4 -> new LZ4FrameInputStream(in);
            case ZSTD -> new ZstdInputStream(in);
        };
    }

    OutputStream encode(OutputStream out) throws IOException {
        return switch (this) {
            case RAW -> out;
            case DEFLATE -> new DeflaterOutputStream(out);
            case SNAPPY -> new SnappyFramedOutputStream(out);
            case LZ4 -> new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
            case ZSTD -> new ZstdOutputStream(out, 1);
        };
    }
}
