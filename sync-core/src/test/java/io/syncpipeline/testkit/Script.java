package io.syncpipeline.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * What shall happen when something comes to a step: an action that throws makes the step fail, one that waits makes it last. Thread-safe;
 * actions run on the thread that came to the step, without any lock being held.
 *
 * @param <S> the steps
 */
public final class Script<S extends Enum<S>> {

    /** What is done at a step. */
    @FunctionalInterface
    public interface Action {
        /** Does it. What it throws, the step throws. */
        void run() throws InterruptedException;
    }

    private final Map<S, Deque<Action>> next;
    private final Map<S, Action> always;
    private final Map<S, Integer> reached;

    /** A script in which nothing happens at any of these steps. */
    public Script(Class<S> steps) {
        next = new EnumMap<>(steps);
        always = new EnumMap<>(steps);
        reached = new EnumMap<>(steps);
    }

    /** Does this the next time the step is come to, once. A second call concerns the time after. */
    public Script<S> next(S step, Action action) {
        return nth(step, 1, action);
    }

    /** Does this the n-th time from now, after what was asked for already, once; 1 is the next time. */
    public synchronized Script<S> nth(S step, int n, Action action) {
        Deque<Action> actions = next.computeIfAbsent(step, s -> new ArrayDeque<>());
        for (int i = 1; i < n; i++) {
            actions.add(() -> {});
        }
        actions.add(action);
        return this;
    }

    /** Does this every time for which nothing else was asked. */
    public synchronized Script<S> always(S step, Action action) {
        always.put(step, action);
        return this;
    }

    /** Forgets everything that was asked for and has not happened yet. */
    public synchronized void clear() {
        next.clear();
        always.clear();
    }

    /** How many times the step has been come to. */
    public synchronized int count(S step) {
        return reached.getOrDefault(step, 0);
    }

    /** Comes to a step. */
    public void reach(S step) throws InterruptedException {
        take(step).run();
    }

    /** Comes to a step in a method that may not be interrupted. */
    public void reachUninterrupted(S step) {
        try {
            reach(step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the step " + step, e);
        }
    }

    private synchronized Action take(S step) {
        reached.merge(step, 1, Integer::sum);
        Deque<Action> actions = next.get(step);
        if (actions != null && !actions.isEmpty()) {
            return actions.remove();
        }
        return always.getOrDefault(step, () -> {});
    }
}
