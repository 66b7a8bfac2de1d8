package io.syncpipeline.maxcompute.internal.write;

import io.syncpipeline.maxcompute.internal.client.Codec;
import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.RequestFailure;
import io.syncpipeline.maxcompute.internal.record.TableLayout;
import java.util.Set;

/** A session at the tunnel: rows sent in it become visible together when it is committed. Thread-safe. */
sealed interface WriteSession permits UpsertSession, UploadSession {

    /** What it writes to. */
    TablePartition target();

    /** What records must look like. */
    TableLayout layout();

    /** The number under which the next block of a stream is sent, however often it is. */
    int blockOf(int stream);

    /** The kinds of failure after which a block is sent again. */
    Set<RequestFailure.Kind> retried();

    /** Sends a block, once. */
    void put(int block, Codec.Body body, String contentEncoding, long records)
            throws RequestFailure, InterruptedException;

    /** Makes the session's rows visible and waits until they are. */
    void commit(Deadline deadline) throws RequestFailure, InterruptedException;

    /** Whether it is known to be committed. */
    boolean isCommitted();

    /** Asks the tunnel for the session, so that it is kept, if the service wants that; returns whether it is alive. */
    boolean keepAlive() throws RequestFailure, InterruptedException;

    /** Gives the session up, if the service lets one. Nothing of it is visible, and it ends by itself. */
    void abort() throws RequestFailure, InterruptedException;

    /** What finds it in another process. */
    CommitToken token();
}
