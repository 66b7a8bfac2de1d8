package io.syncpipeline.maxcompute.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What a session has received and not yet committed: the verified bodies as they came, still compressed, in memory
 * while they are few and in one temporary file afterwards. Thread-safe.
 */
final class Stage implements AutoCloseable {

    private static final int MOST_IN_MEMORY = 512 * 1024;

    private final Path directory;
    private @Nullable FileChannel file;
    private @Nullable Path path;
    private long memoryBytes;
    private long fileBytes;
    private boolean closed;

    /** One staged body: its bytes when it is in memory, otherwise its place in the file. */
    static final class Segment {
        private final byte @Nullable [] bytes;
        private final long offset;
        private final long length;
        private final ContentCoding coding;

        private Segment(byte @Nullable [] bytes, long offset, long length, ContentCoding coding) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
            this.coding = coding;
        }
    }

    Stage(Path directory) {
        this.directory = directory;
    }

    /** Keeps a copy of a body. */
    synchronized Segment add(Spool body, ContentCoding coding) throws IOException {
        if (closed) {
            throw new IOException("the session is closed");
        }
        try (InputStream in = body.open()) {
            if (file == null && memoryBytes + body.size() <= MOST_IN_MEMORY) {
                byte[] bytes = in.readAllBytes();
                memoryBytes += bytes.length;
                return new Segment(bytes, 0, bytes.length, coding);
            }
            long offset = fileBytes;
            FileChannel channel = openFile();
            channel.position(offset);
            OutputStream out = Channels.newOutputStream(channel);
            in.transferTo(out);
            fileBytes = channel.position();
            return new Segment(null, offset, fileBytes - offset, coding);
        }
    }

    private FileChannel openFile() throws IOException {
        if (file == null) {
            path = Files.createTempFile(directory, "session", ".stage");
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        return file;
    }

    /** The uncompressed record stream of a segment. */
    InputStream open(Segment segment) throws IOException {
        InputStream raw = segment.bytes != null
                ? new ByteArrayInputStream(segment.bytes)
                : new BufferedInputStream(new Region(requireFile(), segment.offset, segment.length), 64 * 1024);
        return segment.coding.decode(raw);
    }

    private synchronized FileChannel requireFile() throws IOException {
        if (file == null) {
            throw new IOException("the session is closed");
        }
        return file;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (file != null) {
            file.close();
            file = null;
        }
        if (path != null) {
            Files.deleteIfExists(path);
            path = null;
        }
    }

    /** A part of the file; reads by position, so that several can be read at once. */
    private static final class Region extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long position;

        Region(FileChannel channel, long offset, long length) {
            this.channel = channel;
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (position >= end) {
                return -1;
            }
            int most = (int) Math.min(count, end - position);
            int read = channel.read(ByteBuffer.wrap(target, offset, most), position);
            if (read > 0) {
                position += read;
            }
            return read;
        }
    }
}
