package io.syncpipeline.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind: a thread whose name begins with {@code sync-}, or an open session, connection or server that
 * was put under watch. Register it as a field: {@code @RegisterExtension final LeakCheck leaks = new LeakCheck();}. Not for tests that run
 * beside each other in one process.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    /** A thread that has done its work may need a moment to end. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final Map<String, IntSupplier> watched = new LinkedHashMap<>();
    private final Set<Thread> before = new HashSet<>();

    /** Watches something that counts what of it is open; at the end of the test that has to be 0. */
    public LeakCheck watch(String name, IntSupplier openCount) {
        watched.put(name, openCount);
        return this;
    }

    /** Watches a source's sessions and readers. */
    public ScriptedSource watch(ScriptedSource source) {
        watch(source + "@" + watched.size(), source::openCount);
        return source;
    }

    /** Watches a sink's sessions and writers. */
    public RecordingSink watch(RecordingSink sink) {
        watch(sink + "@" + watched.size(), sink::openCount);
        return sink;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before.addAll(pipelineThreads());
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        List<String> leaks = new ArrayList<>();
        for (Thread thread : pipelineThreads()) {
            if (!before.contains(thread)) {
                thread.join(PATIENCE_MILLIS);
                if (thread.isAlive()) {
                    leaks.add("the thread " + thread.getName() + " is alive, at " + List.of(thread.getStackTrace()));
                }
            }
        }
        watched.forEach((name, openCount) -> {
            int open = openCount.getAsInt();
            if (open != 0) {
                leaks.add(name + " has " + open + " open sessions or connections");
            }
        });
        before.clear();
        watched.clear();
        if (!leaks.isEmpty()) {
            throw new AssertionError("the test left behind: " + String.join("; ", leaks));
        }
    }

    private static List<Thread> pipelineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("sync-"))
                .toList();
    }
}
