package io.syncpipeline.examples;

import org.jspecify.annotations.Nullable;

/** Takes rows one at a time, each as one text per compared column. The array is the receiver's to keep. */
@FunctionalInterface
interface RowReceiver {

    void row(@Nullable String[] values);
}
