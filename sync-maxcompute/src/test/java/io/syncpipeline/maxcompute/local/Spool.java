package io.syncpipeline.maxcompute.local;

import io.netty.buffer.ByteBuf;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are written once and read any number of times, such as the body of a request: in memory while they are
 * few, then in a temporary file that goes with {@link #close}. Not thread-safe while it is written.
 */
final class Spool implements AutoCloseable {

    private static final int MOST_IN_MEMORY = 256 * 1024;

    private final Path directory;
    private @Nullable ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
    private @Nullable Path file;
    private @Nullable OutputStream fileOut;
    private long size;

    /**
     * An empty spool.
     *
     * @param directory where the temporary file would be
     */
    Spool(Path directory) {
        this.directory = directory;
    }

    void append(ByteBuf part) throws IOException {
        int length = part.readableBytes();
        part.getBytes(part.readerIndex(), target(length), length);
    }

    /** A stream that appends; closing it ends the writing. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                target(1).write(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                target(length).write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                complete();
            }
        };
    }

    private OutputStream target(int length) throws IOException {
        if (memory != null && size + length > MOST_IN_MEMORY) {
            moveToFile(memory);
        }
        size += length;
        OutputStream target = memory != null ? memory : fileOut;
        if (target == null) {
            throw new IOException("the spool is complete");
        }
        return target;
    }

    private void moveToFile(ByteArrayOutputStream small) throws IOException {
        Path target = Files.createTempFile(directory, "spool", ".bytes");
        file = target;
        OutputStream out = Files.newOutputStream(target);
        fileOut = out;
        small.writeTo(out);
        memory = null;
    }

    /** Ends the writing. */
    void complete() throws IOException {
        if (fileOut != null) {
            fileOut.close();
        }
    }

    long size() {
        return size;
    }

    InputStream open() throws IOException {
        if (file != null) {
            return new BufferedInputStream(Files.newInputStream(file));
        }
        return new ByteArrayInputStream(memory == null ? new byte[0] : memory.toByteArray());
    }

    /** All bytes as UTF-8 text; for what is known to be small. */
    String text() throws IOException {
        try (InputStream in = open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        complete();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
