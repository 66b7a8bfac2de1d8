package io.syncpipeline.mysql.internal.binlog;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.syncpipeline.model.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * The events of a compressed transaction ({@code binlog_transaction_compression}). The body is a list of fields, each a type, a length
 * and a value, ended by type 0; then the events follow, without checksums ({@code Transaction_payload_event} in {@code
 * control_events.h}). They are inflated as a stream, so that a transaction of any size takes one buffer. For one thread.
 */
final class TransactionPayload {

    private static final int END = 0;
    private static final int COMPRESSION = 2;
    private static final int ZSTD = 0;
    private static final int NONE = 255;
    private static final int BUFFER_BYTES = 1 << 17;
    private static final int MAX_EVENT_BYTES = 1 << 30;

    /** Takes the events. */
    @FunctionalInterface
    interface Handler {
        void event(byte[] bytes, int offset, int length) throws IOException, InterruptedException;
    }

    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** Reads a body to its end. */
    void read(InputStream body, Handler handler, String place) throws IOException, InterruptedException {
        int compression = compression(body);
        if (compression == NONE) {
            events(body, handler, place);
        } else if (compression == ZSTD) {
            try (ZstdInputStreamNoFinalizer inflated =
                    new ZstdInputStreamNoFinalizer(body, RecyclingBufferPool.INSTANCE)) {
                events(inflated, handler, place);
            } catch (ZstdIOException e) {
                throw SourceException.fatal(
                        "cannot inflate the compressed transaction at " + place + ": " + e.getMessage()
                                + "; the log is damaged",
                        e);
            }
        } else {
            throw SourceException.fatal(
                    "the transaction at " + place + " is compressed by an algorithm (number " + compression
                            + ") that this version does not know; set binlog_transaction_compression=OFF",
                    null);
        }
    }

    private static int compression(InputStream body) throws IOException {
        int compression = ZSTD;
        long type = packed(body);
        while (type != END) {
            long length = packed(body);
            if (type == COMPRESSION) {
                compression = (int) packed(body);
            } else {
                body.skipNBytes(length);
            }
            type = packed(body);
        }
        return compression;
    }

    // the protocol's length-encoded integer
    private static long packed(InputStream body) throws IOException {
        int first = readByte(body);
        int count =
                switch (first) {
                    case 252 -> 2;
                    case 253 -> 3;
                    case 254 -> 8;
                    default -> 0;
                };
        if (count == 0) {
            return first;
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) readByte(body) << 8 * i;
        }
        return value;
    }

    private static int readByte(InputStream body) throws IOException {
        int value = body.read();
        if (value < 0) {
            throw new ProtocolException("a compressed transaction ends within its header");
        }
        return value;
    }

    private void events(InputStream stream, Handler handler, String place) throws IOException, InterruptedException {
        EventBuffer events = new EventBuffer(stream, buffer);
        while (!events.isAtEnd()) {
            events.require(EventHeader.LENGTH);
            long length = EventHeader.length(events.bytes(), events.position());
            if (length < EventHeader.LENGTH || length > MAX_EVENT_BYTES) {
                throw SourceException.fatal(
                        "the compressed transaction at " + place + " holds an event that claims to have " + length
                                + " bytes",
                        null);
            }
            if (length <= events.capacity()) {
                events.require((int) length);
                handler.event(events.bytes(), events.position(), (int) length);
                events.advance((int) length);
            } else {
                handler.event(large(events, (int) length), 0, (int) length);
            }
        }
    }

    private static byte[] large(EventBuffer events, int length) throws IOException {
        byte[] event = new byte[length];
        int filled = 0;
        while (filled < length) {
            int read = events.read(event, filled, length - filled);
            if (read < 0) {
                throw new ProtocolException("a compressed transaction ends within an event");
            }
            filled += read;
        }
        return event;
    }
}
