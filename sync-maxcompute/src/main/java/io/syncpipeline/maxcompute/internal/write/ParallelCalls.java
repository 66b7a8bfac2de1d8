package io.syncpipeline.maxcompute.internal.write;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Makes several calls at the same time and waits for all of them. */
final class ParallelCalls {

    private ParallelCalls() {}

    /**
     * Makes the calls. When the waiting thread is interrupted, so are they.
     *
     * @return their results in the order of the calls
     * @throws ExecutionException with the first failure in that order, when all have ended
     * @throws java.util.concurrent.RejectedExecutionException when the executor was told to stop
     */
    static <T> List<T> all(ExecutorService executor, List<Callable<T>> calls)
            throws ExecutionException, InterruptedException {
        List<Future<T>> running = new ArrayList<>();
        try {
            for (Callable<T> call : calls) {
                running.add(executor.submit(call));
            }
            return results(running);
        } finally {
            running.forEach(call -> call.cancel(true));
        }
    }

    private static <T> List<T> results(List<Future<T>> running) throws ExecutionException, InterruptedException {
        List<T> results = new ArrayList<>();
        ExecutionException failure = null;
        for (Future<T> call : running) {
            try {
                results.add(call.get());
            } catch (ExecutionException e) {
                failure = failure == null ? e : failure;
            } catch (CancellationException e) {
                failure = failure == null ? new ExecutionException(e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }
}
