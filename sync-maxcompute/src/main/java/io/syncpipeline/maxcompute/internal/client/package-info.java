/**
 * Talks to MaxCompute: the SDK set up the way a guest in somebody else's process needs it, the tunnel's HTTP requests, and what became
 * of those that failed. Entry types: {@link io.syncpipeline.maxcompute.internal.client.ServiceClient} and {@link
 * io.syncpipeline.maxcompute.internal.client.TunnelClient}.
 */
@NullMarked
package io.syncpipeline.maxcompute.internal.client;

import org.jspecify.annotations.NullMarked;
