package io.syncpipeline.maxcompute.local;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The body of a streamed reply: sends chunks and waits while the client reads more slowly than they come. */
final class ReplyStream extends OutputStream {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Channel channel;
    private byte @Nullable [] chunk;
    private int length;

    ReplyStream(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            byte[] target = chunk == null ? new byte[CHUNK_BYTES] : chunk;
            chunk = target;
            int part = Math.min(count - done, CHUNK_BYTES - length);
            System.arraycopy(bytes, offset + done, target, length, part);
            length += part;
            done += part;
            if (length == CHUNK_BYTES) {
                send();
            }
        }
    }

    private void send() throws IOException {
        if (chunk == null || length == 0) {
            return;
        }
        ChannelFuture written = channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(chunk, 0, length)));
        chunk = null;
        length = 0;
        if (!channel.isWritable()) {
            await(written);
        }
        if (!channel.isActive()) {
            throw new IOException("the client has closed the connection");
        }
    }

    private static void await(ChannelFuture written) throws IOException {
        try {
            written.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending");
        }
    }

    @Override
    public void close() throws IOException {
        send();
    }
}
