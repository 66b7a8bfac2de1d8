package io.syncpipeline.maxcompute.local;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The HTTP server: takes requests apart on two event loops and has each answered by a worker thread. Netty is used
 * because the SDK reads some reply headers in their exact case.
 */
final class FrontEnd implements AutoCloseable {

    private static final int EVENT_LOOPS = 2;
    private static final int WORKERS = 48;
    private static final int LONGEST_LINE_BYTES = 64 * 1024;
    private static final long CLOSE_SECONDS = 20;

    private final Path spool;
    private final BiConsumer<ServiceRequest, Exchange> service;
    private final EventLoopGroup loops;
    private final ExecutorService workers;
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final Channel listener;

    /**
     * Starts to listen on loopback.
     *
     * @param port 0 for any
     * @param spool the directory for large request bodies
     * @param service answers requests
     */
    FrontEnd(int port, Path spool, BiConsumer<ServiceRequest, Exchange> service) {
        this.spool = spool;
        this.service = service;
        this.loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("local-maxcompute-io", true));
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("local-maxcompute-worker", true));
        pool.allowCoreThreadTimeOut(true);
        this.workers = pool;
        this.listener = listen(port);
    }

    private Channel listen(int port) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connected(channel);
                    }
                });
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            workers.shutdown();
            throw new IllegalStateException("cannot listen on " + address, bound.cause());
        }
        return bound.channel();
    }

    private void connected(SocketChannel channel) {
        connections.add(channel);
        channel.closeFuture().addListener(closed -> connections.remove(channel));
        channel.pipeline()
                .addLast(new HttpServerCodec(LONGEST_LINE_BYTES, LONGEST_LINE_BYTES, LONGEST_LINE_BYTES))
                .addLast(new HttpServerExpectContinueHandler())
                .addLast(new ConnectionHandler(
                        spool,
                        (request, exchange) -> workers.execute(() -> {
                            service.accept(request, exchange);
                        })));
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The threads that answer requests, for work that outlives one. */
    ExecutorService workers() {
        return workers;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the end of the event loops is waited for
    public void close() {
        listener.close().syncUninterruptibly();
        // No interrupts: H2's file channels would be closed by them in the middle of a commit.
        workers.shutdown();
        connections.forEach(Channel::close);
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("requests still run " + CLOSE_SECONDS + " s after the close");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
