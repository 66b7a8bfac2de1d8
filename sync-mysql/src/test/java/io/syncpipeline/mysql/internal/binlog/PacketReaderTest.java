package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketReaderTest {

    private final EventBytes log = new EventBytes(true, 4);
    private final List<byte[]> seen = new ArrayList<>();
    private int idle;

    private final PacketReader.EventHandler handler = new PacketReader.EventHandler() {
        @Override
        public void idle() {
            idle++;
        }

        @Override
        public void event(byte[] bytes, int offset, int length) {
            seen.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void largeEvent(byte[] head, int offset, long length, InputStream event) throws IOException {
            assertThat(EventHeader.length(head, offset)).isEqualTo(length);
            if (EventHeader.type(head, offset) != EventType.IGNORABLE) {
                seen.add(event.readAllBytes());
            }
        }
    };

    private void read(InputStream stream) {
        assertThatThrownBy(() -> new PacketReader(stream, 1 << 16, handler).readAll())
                .isInstanceOf(EOFException.class);
    }

    private static byte[] join(List<byte[]> packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packets.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** A stream that gives a few bytes at a time, as a network may. */
    private static InputStream inPieces(byte[] bytes, int piece) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                return super.read(target, offset, Math.min(count, piece));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1 << 20})
    void findsEventsHoweverTheBytesArrive(int piece) {
        List<byte[]> events = new ArrayList<>();
        for (int length : new int[] {0, 1, 500, 65_000, 65_512, 65_513, 200_000, 3}) {
            events.add(log.event(EventType.QUERY, new byte[length]));
        }
        read(inPieces(join(events.stream().map(EventBytes::packets).toList()), piece));

        assertThat(seen).containsExactlyElementsOf(events);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 1000, 20_000_000})
    void joinsTheEventsThatTakeSeveralPackets(int beyondOnePacket) {
        byte[] body = new byte[0xFFFFFF - 1 - EventHeader.LENGTH - Checksums.LENGTH + beyondOnePacket];
        Arrays.fill(body, (byte) 7);
        byte[] large = log.event(EventType.QUERY, body);
        byte[] small = log.event(EventType.QUERY, new byte[10]);
        read(new ByteArrayInputStream(join(List.of(EventBytes.packets(large), EventBytes.packets(small)))));

        assertThat(seen).containsExactly(large, small);
    }

    @Test
    void passesOverWhatAHandlerLeavesInTheStream() {
        byte[] ignored = log.event(EventType.IGNORABLE, new byte[17_000_000]);
        byte[] small = log.event(EventType.QUERY, new byte[10]);
        read(new ByteArrayInputStream(join(List.of(EventBytes.packets(ignored), EventBytes.packets(small)))));

        assertThat(seen).containsExactly(small);
    }

    /** A stream that counts how often it is asked, and for how little. */
    private static final class CountingStream extends ByteArrayInputStream {
        private int reads;

        CountingStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read() {
            throw new AssertionError("asked for a single byte, which TLS answers as slowly as for thousands");
        }

        @Override
        public synchronized int read(byte[] target, int offset, int count) {
            reads++;
            return super.read(target, offset, Math.min(count, 1 << 14));
        }
    }

    @Test
    void asksTheStreamOnceForManyEvents() {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            packets.add(EventBytes.packets(log.event(EventType.QUERY, new byte[i % 50])));
        }
        byte[] all = join(packets);
        CountingStream stream = new CountingStream(all);
        read(stream);

        assertThat(seen).hasSize(10_000);
        // a piece of the stream is as long as a TLS record; one more read finds the end
        assertThat(stream.reads).isLessThanOrEqualTo(2 * (all.length / (1 << 14) + 2));
    }

    @Test
    void saysWhenNothingMoreHasCome() {
        byte[] event = EventBytes.packets(log.event(EventType.QUERY, new byte[10]));
        read(new ByteArrayInputStream(join(List.of(event, event, event))));

        assertThat(idle).isEqualTo(1);
    }

    @Test
    void givesTheServersErrorItsNumber() {
        byte[] text = "#HY000Could not find first log file name".getBytes(StandardCharsets.UTF_8);
        byte[] packet = new byte[4 + 3 + text.length];
        packet[0] = (byte) (3 + text.length);
        packet[4] = (byte) 0xFF;
        packet[5] = (byte) 1236;
        packet[6] = (byte) (1236 >> 8);
        System.arraycopy(text, 0, packet, 7, text.length);

        assertThatThrownBy(() -> new PacketReader(new ByteArrayInputStream(packet), 1 << 16, handler).readAll())
                .isInstanceOfSatisfying(ServerErrorException.class, error -> assertThat(error.code())
                        .isEqualTo(1236))
                .hasMessage("Could not find first log file name");
    }

    @Test
    void refusesAnEventWhoseLengthIsNotThatOfItsPacket() {
        byte[] event = log.event(EventType.QUERY, new byte[10]);
        event[9]++;
        assertThatThrownBy(() -> new PacketReader(new ByteArrayInputStream(EventBytes.packets(event)), 1 << 16, handler)
                        .readAll())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("33 bytes that claims to have 34");
    }
}
