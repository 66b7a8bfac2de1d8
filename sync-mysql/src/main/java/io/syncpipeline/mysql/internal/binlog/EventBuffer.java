package io.syncpipeline.mysql.internal.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes bytes from a stream in large pieces and shows them in place. For one thread. */
final class EventBuffer {

    private final InputStream source;
    private final byte[] bytes;
    private int position;
    private int limit;

    /** A buffer over a stream that uses the given array, however full it is of something else. */
    EventBuffer(InputStream source, byte[] bytes) {
        this.source = source;
        this.bytes = bytes;
    }

    /** The array that holds the bytes; {@link #position()} is where the next one is. */
    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int capacity() {
        return bytes.length;
    }

    /** How many bytes are there without asking the stream. */
    int buffered() {
        return limit - position;
    }

    /** Whether the next bytes will be there without waiting. */
    boolean isReady() throws IOException {
        return position < limit || source.available() > 0;
    }

    /**
     * Makes the next {@code count} bytes, at most the capacity, appear in the array from {@link #position()} on, which this call may move.
     *
     * @throws EOFException when the stream ends before
     */
    void require(int count) throws IOException {
        if (!holds(count)) {
            throw new EOFException("the server closed the connection");
        }
    }

    /** Like {@link #require}, but tells whether the bytes are there. */
    boolean holds(int count) throws IOException {
        if (limit - position >= count) {
            return true;
        }
        if (position + count > bytes.length || position == limit) {
            System.arraycopy(bytes, position, bytes, 0, limit - position);
            limit -= position;
            position = 0;
        }
        while (limit - position < count) {
            int read = source.read(bytes, limit, bytes.length - limit);
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    /** Whether the stream has ended, which is asked when the buffer is empty. Waits for the next byte. */
    boolean isAtEnd() throws IOException {
        if (position < limit) {
            return false;
        }
        position = 0;
        limit = 0;
        int read = source.read(bytes, 0, bytes.length);
        if (read < 0) {
            return true;
        }
        limit = read;
        return read == 0 && isAtEnd();
    }

    /** Passes over bytes that {@link #require} has made appear. */
    void advance(int count) {
        position += count;
    }

    /** Takes up to {@code count} bytes, at least one, from the array or straight from the stream; -1 at its end. */
    int read(byte[] target, int offset, int count) throws IOException {
        if (position < limit) {
            int length = Math.min(count, limit - position);
            System.arraycopy(bytes, position, target, offset, length);
            position += length;
            return length;
        }
        return source.read(target, offset, count);
    }
}
