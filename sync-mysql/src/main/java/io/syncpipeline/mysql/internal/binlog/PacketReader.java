package io.syncpipeline.mysql.internal.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Cuts the stream of a dump connection into events. A packet is a 3-byte length, a sequence number, a status byte and an event; an event
 * of 16 MiB or more goes on in further packets (<a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html">protocol</a>). Events that fit into the
 * buffer are shown in place, longer ones as a stream.
 */
final class PacketReader {

    /** Takes the events. */
    interface EventHandler {

        /** The stream has nothing more at present. */
        void idle() throws InterruptedException;

        /** The next event, {@code length} bytes from {@code offset}, its checksum included. The bytes change after the call. */
        void event(byte[] bytes, int offset, int length) throws IOException, InterruptedException;

        /**
         * The next event, which is too long for the buffer. What the handler leaves in the stream is passed over.
         *
         * @param head the first bytes of the event, {@link #LARGE_HEAD} of them, from {@code offset}; also in the stream
         */
        void largeEvent(byte[] head, int offset, long length, InputStream event)
                throws IOException, InterruptedException;
    }

    /** How much of a large event is shown in advance: room for what stands before the row images of the widest table. */
    static final int LARGE_HEAD = 1 << 12;

    private static final int PACKET_HEADER = 4;
    private static final int FULL_PACKET = 0xFFFFFF;
    private static final int OK = 0x00;
    private static final int END = 0xFE;
    private static final int ERROR = 0xFF;

    private final EventBuffer buffer;
    private final EventHandler handler;

    PacketReader(InputStream stream, int capacity, EventHandler handler) {
        this.buffer = new EventBuffer(stream, new byte[capacity]);
        this.handler = handler;
    }

    /** Reads until something fails. */
    void readAll() throws IOException, InterruptedException {
        readUntil(() -> false);
    }

    /** Reads until the handler, asked behind each event, has had enough, or something fails. */
    void readUntil(BooleanSupplier enough) throws IOException, InterruptedException {
        do {
            readOne();
        } while (!enough.getAsBoolean());
    }

    private void readOne() throws IOException, InterruptedException {
        if (!buffer.isReady()) {
            handler.idle();
        }
        buffer.require(PACKET_HEADER + 1);
        int packetLength = Bytes.uint24(buffer.bytes(), buffer.position());
        int status = Bytes.uint8(buffer.bytes(), buffer.position() + PACKET_HEADER);
        buffer.advance(PACKET_HEADER + 1);
        if (status != OK) {
            throw ending(status, packetLength - 1);
        }
        if (packetLength <= EventHeader.LENGTH) {
            throw new ProtocolException("the server sent a packet of " + packetLength + " bytes, which holds no event");
        }
        if (packetLength <= buffer.capacity()) {
            readSmall(packetLength - 1);
        } else {
            readLarge(packetLength);
        }
    }

    private void readSmall(int length) throws IOException, InterruptedException {
        buffer.require(length);
        checkLength(EventHeader.length(buffer.bytes(), buffer.position()), length);
        handler.event(buffer.bytes(), buffer.position(), length);
        buffer.advance(length);
    }

    private void readLarge(int packetLength) throws IOException, InterruptedException {
        buffer.require(LARGE_HEAD);
        long announced = EventHeader.length(buffer.bytes(), buffer.position());
        LargeEvent event = new LargeEvent(packetLength - 1);
        handler.largeEvent(buffer.bytes(), buffer.position(), announced, event);
        event.skipRest();
        checkLength(announced, event.taken);
    }

    private static void checkLength(long announced, long received) throws IOException {
        if (announced != received) {
            throw new ProtocolException(
                    "the server sent an event of " + received + " bytes that claims to have " + announced);
        }
    }

    private IOException ending(int status, int length) throws IOException {
        if (status == END) {
            return new EOFException("the server ended the stream of its log");
        }
        if (status != ERROR) {
            return new ProtocolException("the server sent a packet of unknown status " + status);
        }
        int shown = Math.min(length, buffer.capacity());
        if (shown < 2) {
            throw new ProtocolException("the server sent an error without a number");
        }
        buffer.require(shown);
        byte[] bytes = buffer.bytes();
        int code = Bytes.uint16(bytes, buffer.position());
        int text = 2;
        if (shown > 8 && bytes[buffer.position() + 2] == '#') {
            text = 8;
        }
        return new ServerErrorException(
                code, new String(bytes, buffer.position() + text, shown - text, StandardCharsets.UTF_8));
    }

    /** The bytes of one event over as many packets as it takes. */
    private final class LargeEvent extends InputStream {
        private int inPacket;
        private boolean fullPacket;
        private long taken;

        LargeEvent(int inPacket) {
            this.inPacket = inPacket;
            this.fullPacket = inPacket + 1 == FULL_PACKET;
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
            while (inPacket == 0) {
                if (!fullPacket) {
                    return -1;
                }
                nextPacket();
            }
            int read = buffer.read(target, offset, Math.min(count, inPacket));
            if (read < 0) {
                throw new EOFException("the server closed the connection within an event");
            }
            inPacket -= read;
            taken += read;
            return read;
        }

        private void nextPacket() throws IOException {
            buffer.require(PACKET_HEADER);
            inPacket = Bytes.uint24(buffer.bytes(), buffer.position());
            fullPacket = inPacket == FULL_PACKET;
            buffer.advance(PACKET_HEADER);
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
