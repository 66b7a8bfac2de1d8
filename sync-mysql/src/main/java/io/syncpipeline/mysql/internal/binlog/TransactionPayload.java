package io.syncpipeline.mysql.internal.binlog;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.mysql.internal.decode.DecodeException;
import java.io.IOException;
import java.io.InputStream;

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
    private static final int MAX_FIELD_BYTES = 1 << 16;

    /** Takes the events. */
    interface Handler {

        /** The next event, {@code length} bytes from {@code offset}. The bytes change after the call. */
        void event(byte[] bytes, int offset, int length) throws IOException, InterruptedException;

        /**
         * The next event, which is too long for the buffer. What the handler leaves in the stream is passed over.
         *
         * @param head the first bytes of the event, {@link PacketReader#LARGE_HEAD} of them, from {@code offset}; also in the stream
         */
        void largeEvent(byte[] head, int offset, long length, InputStream event)
                throws IOException, InterruptedException;
    }

    private byte[] buffer = {};

    /** Reads a body to its end. */
    void read(InputStream body, Handler handler, String place) throws IOException, InterruptedException {
        int compression = compression(body);
        if (buffer.length == 0) {
            buffer = new byte[BUFFER_BYTES];
        }
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
                skip(body, length);
            }
            type = packed(body);
        }
        return compression;
    }

    private static void skip(InputStream body, long length) throws IOException {
        if (length < 0 || length > MAX_FIELD_BYTES) {
            throw new DecodeException("a field of the compressed transaction's header claims to have "
                    + Long.toUnsignedString(length) + " bytes");
        }
        for (long i = 0; i < length; i++) {
            readByte(body);
        }
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
            throw new DecodeException("the compressed transaction ends within its header");
        }
        return value;
    }

    private void events(InputStream stream, Handler handler, String place) throws IOException, InterruptedException {
        EventBuffer events = new EventBuffer(stream, buffer);
        while (!events.isAtEnd()) {
            require(events, EventHeader.LENGTH);
            long length = EventHeader.length(events.bytes(), events.position());
            if (length < EventHeader.LENGTH) {
                throw SourceException.fatal(
                        "the compressed transaction at " + place + " holds an event that claims to have " + length
                                + " bytes",
                        null);
            }
            if (length <= events.capacity()) {
                require(events, (int) length);
                handler.event(events.bytes(), events.position(), (int) length);
                events.advance((int) length);
            } else {
                require(events, PacketReader.LARGE_HEAD);
                LargeEvent event = new LargeEvent(events, length);
                handler.largeEvent(events.bytes(), events.position(), length, event);
                event.skipRest();
            }
        }
    }

    private static void require(EventBuffer events, int count) throws IOException {
        if (!events.holds(count)) {
            throw endsEarly();
        }
    }

    // not an end of the stream from the server, after which trying again helps
    private static DecodeException endsEarly() {
        return new DecodeException("the compressed transaction ends within an event");
    }

    /** The bytes of one event that is longer than the buffer. */
    private static final class LargeEvent extends InputStream {
        private final EventBuffer events;
        private long left;

        LargeEvent(EventBuffer events, long length) {
            this.events = events;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = events.read(target, offset, (int) Math.min(count, left));
            if (read < 0) {
                throw endsEarly();
            }
            left -= read;
            return read;
        }

        void skipRest() throws IOException {
            byte[] rest = new byte[1 << 13];
            int read;
            do {
                read = read(rest, 0, rest.length);
            } while (read >= 0);
        }
    }
}
