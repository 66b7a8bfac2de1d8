package io.syncpipeline.maxcompute.local;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;

/** The way back to the client of one request. Used by one worker thread. */
@SuppressWarnings("FutureReturnValueIgnored") // when a write fails the channel closes, and the next one says so
final class Exchange {

    private final Channel channel;
    private final boolean keepAlive;

    Exchange(Channel channel, boolean keepAlive) {
        this.channel = channel;
        this.keepAlive = keepAlive;
    }

    /** Sends a reply; a streamed one blocks until the client has taken it. */
    void send(ServiceReply reply, String requestId) throws IOException {
        ServiceReply.Content content = reply.content();
        if (content == null) {
            sendWhole(reply, requestId);
        } else {
            sendStream(reply, content, requestId);
        }
    }

    private void sendWhole(ServiceReply reply, String requestId) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        addHeaders(response, reply, requestId);
        HttpUtil.setContentLength(response, reply.body().length);
        finish(channel.writeAndFlush(response));
    }

    private void sendStream(ServiceReply reply, ServiceReply.Content content, String requestId) throws IOException {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        addHeaders(response, reply, requestId);
        HttpUtil.setTransferEncodingChunked(response, true);
        channel.write(response);
        try (ReplyStream out = new ReplyStream(channel)) {
            content.writeTo(out);
        } catch (IOException | RuntimeException failure) {
            // The status is sent already; a broken chunked body is the only way left to say that it failed.
            channel.close();
            throw failure;
        }
        finish(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    private void addHeaders(HttpResponse response, ServiceReply reply, String requestId) {
        response.headers().set("x-odps-request-id", requestId);
        reply.headers().forEach((name, value) -> response.headers().set(name, value));
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void finish(ChannelFuture written) {
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Ends the connection without an answer. */
    void drop(boolean reset) {
        if (reset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }
}
