package io.syncpipeline.maxcompute.local;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the requests of one connection and hands each on when it is complete. */
final class ConnectionHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final Path spool;
    private final BiConsumer<ServiceRequest, Exchange> service;
    private @Nullable HttpRequest head;
    private @Nullable Spool body;

    ConnectionHandler(Path spool, BiConsumer<ServiceRequest, Exchange> service) {
        this.spool = spool;
        this.service = service;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
        if (part instanceof HttpRequest request) {
            head = request;
            body = new Spool(spool);
        }
        if (part instanceof HttpContent content && body != null) {
            body.append(content.content());
            if (part instanceof LastHttpContent && head != null) {
                complete(context, head, body);
            }
        }
    }

    private void complete(ChannelHandlerContext context, HttpRequest request, Spool complete) throws IOException {
        head = null;
        body = null;
        complete.complete();
        service.accept(
                new ServiceRequest(request.method().name(), request.uri(), request.headers(), complete),
                new Exchange(context.channel(), HttpUtil.isKeepAlive(request)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws IOException {
        if (body != null) {
            body.close();
            body = null;
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        LOG.debug("connection {} failed", context.channel(), failure);
        context.close();
    }
}
