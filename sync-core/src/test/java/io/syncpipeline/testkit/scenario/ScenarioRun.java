package io.syncpipeline.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SourceSession;
import io.syncpipeline.status.SyncState;
import io.syncpipeline.status.SyncStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Carries a scenario out, section by section. Before anything is looked at at the destination, the run has saved a position that is behind
 * everything that the source was asked to do: what is not there then will not come.
 */
public final class ScenarioRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);

    private final Scenario scenario;
    private final ScenarioServers servers;
    private final SourceSession session;
    private final CheckpointStore store = CheckpointStore.inMemory();
    private final TreeSet<String> shown = new TreeSet<>();
    private @Nullable PipelineText text;
    private @Nullable SyncRun run;
    private boolean follows;
    private int restarts;

    private ScenarioRun(Scenario scenario, ScenarioServers servers) {
        this.scenario = scenario;
        this.servers = servers;
        this.session = servers.source().open(new SessionOptions("scenario-check", 1 << 20, 1, Clock.systemUTC()));
    }

    /**
     * Carries a scenario out.
     *
     * @throws AssertionError when what comes is not what the scenario expects
     * @throws ScenarioException when something in it is not understood
     */
    public static void of(Scenario scenario, ScenarioServers servers) throws InterruptedException {
        servers.createDatabases(scenario.databases());
        try (ScenarioRun run = new ScenarioRun(scenario, servers)) {
            run.carryOut();
        }
    }

    private void carryOut() throws InterruptedException {
        List<ScenarioStep> steps = scenario.steps();
        for (int i = 0; i < steps.size(); i++) {
            boolean mayFail = i + 1 < steps.size() && steps.get(i + 1) instanceof ScenarioStep.Stops;
            step(steps.get(i), mayFail);
        }
        stop();
        assertThat(servers.destinationTables().stream()
                        .map(t -> withoutPrefix(t).toLowerCase(Locale.ROOT)))
                .as("the destination's tables after %s", scenario)
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    private void step(ScenarioStep step, boolean mayFail) throws InterruptedException {
        if (step instanceof ScenarioStep.Rules rules) {
            stop();
            text = rules.pipeline();
        } else if (step instanceof ScenarioStep.Statements statements) {
            if (statements.running()) {
                start(step, false);
                statements.statements().forEach(servers::execute);
                settle(step, mayFail);
            } else {
                stop();
                statements.statements().forEach(servers::execute);
            }
        } else if (step instanceof ScenarioStep.Refused refused) {
            assertThatThrownBy(this::planAndStart)
                    .as(step.where())
                    .isInstanceOfAny(SyncException.class, IllegalArgumentException.class, IllegalStateException.class)
                    .satisfies(e -> assertThat(withoutPrefix(String.valueOf(e.getMessage())))
                            .contains(refused.text()));
        } else if (step instanceof ScenarioStep.Warns warns) {
            SyncPlan plan = define().pipeline().plan().orThrow();
            assertThat(plan.findings())
                    .as(step.where())
                    .filteredOn(f -> f.severity() == Finding.Severity.WARNING)
                    .extracting(f -> withoutPrefix(f.toString()))
                    .anyMatch(f -> f.contains(warns.text()));
        } else if (step instanceof ScenarioStep.Stops stops) {
            stops(stops);
        } else if (step instanceof ScenarioStep.Rows rows) {
            start(step, mayFail);
            rows(rows);
        } else if (step instanceof ScenarioStep.Created created) {
            start(step, mayFail);
            created(created);
        } else if (step instanceof ScenarioStep.Columns columns) {
            start(step, mayFail);
            assertThat(servers.destinationColumns(atDestination(step, columns.table())))
                    .as("%s: columns of %s", step.where(), columns.table())
                    .isEqualTo(columns.columns());
        }
    }

    private PipelineText.Defined define() {
        PipelineText given = text;
        if (given == null) {
            throw new ScenarioException(scenario.name(), "the section rules is missing");
        }
        SyncPipeline.Builder builder = servers.pipeline().checkpointStore(store);
        return given.define(builder, servers.prefix());
    }

    /** A start point of its own is looked at when a run is started, before anything is done. */
    private void planAndStart() {
        PipelineText.Defined defined = define();
        defined.pipeline().plan().orThrow();
        if (!(defined.start() instanceof StartPoint.Resume)) {
            defined.pipeline().start(defined.start()).close();
        }
    }

    /** Starts a run unless one was started since the last stop, and waits until all that is there is copied and committed. */
    private void start(ScenarioStep step, boolean mayFail) throws InterruptedException {
        if (run != null) {
            return;
        }
        PipelineText.Defined defined = define();
        follows = defined.mode().follows();
        SyncRun started = defined.pipeline().start(defined.start());
        run = started;
        restarts = started.status().restarts();
        // A run that begins now has to have begun before anything else is done at the source.
        awaitCopied(step, started);
        settle(step, mayFail);
    }

    /** Waits until a position is saved that is behind everything that the source has been asked to do by now, or until the run is over. */
    private void settle(ScenarioStep step, boolean mayFail) {
        SyncRun running = Objects.requireNonNull(run);
        if (follows) {
            awaitEndOfLog(step, running);
        }
        awaitCopied(step, running);
        if (follows && restarts != running.status().restarts()) {
            // Tables that joined may have been copied when the position was saved, and their rows not yet committed.
            restarts = running.status().restarts();
            awaitEndOfLog(step, running);
        }
        SyncStatus status = running.status();
        if (status.state() == SyncState.FAILED && !mayFail) {
            Assertions.fail(
                    step.where() + ": the run has failed", status.failure().orElse(null));
        }
    }

    private void awaitCopied(ScenarioStep step, SyncRun running) {
        await(step, "all tables are copied", () -> isOver(running.status()) || isCopied(running.status()));
    }

    private void awaitEndOfLog(ScenarioStep step, SyncRun running) {
        servers.commitSomethingElse();
        Position end = session.positionAt(StartPoint.latest());
        await(
                step,
                "the run has come to " + end,
                () -> isOver(running.status())
                        || running.status()
                                .position()
                                .filter(p -> session.covers(p, end))
                                .isPresent());
    }

    private static void await(ScenarioStep step, String what, Callable<Boolean> condition) {
        Awaitility.await(step.where() + ": " + what)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(condition);
    }

    private boolean isCopied(SyncStatus status) {
        return follows && status.state() == SyncState.RUNNING && status.allTablesCopied();
    }

    private static boolean isOver(SyncStatus status) {
        return status.state().isEnd();
    }

    private void stops(ScenarioStep.Stops step) throws InterruptedException {
        start(step, true);
        SyncStatus status = Objects.requireNonNull(run).status();
        assertThat(status.state()).as(step.where()).isEqualTo(SyncState.FAILED);
        assertThat(withoutPrefix(String.valueOf(status.failure().orElseThrow().getMessage())))
                .as(step.where())
                .contains(step.text());
    }

    private void rows(ScenarioStep.Rows step) {
        ScenarioTable there = servers.destinationRows(atDestination(step, step.table()));
        List<List<String>> rows = new ArrayList<>();
        there.rows().forEach(r -> rows.add(r.stream().map(this::withoutPrefix).toList()));
        ScenarioTable shown = new ScenarioTable(there.columns(), rows);
        assertThat(shown.comparedAs(step.rows().columns()).toString())
                .as("%s: rows of %s", step.where(), step.table())
                .isEqualTo(step.rows().toString());
    }

    /** Compares what is named, and nothing else: destinations have properties of their own. */
    private void created(ScenarioStep.Created step) {
        DestinationTable table = servers.destinationTable(atDestination(step, step.table()));
        Words words = Words.of(step.wanted());
        do {
            String what = words.next("kind, buckets, or a property");
            String value = words.next("a value");
            String there =
                    switch (what) {
                        case "kind" -> table.kind().toString();
                        case "buckets" -> String.valueOf(table.bucketCount());
                        default -> String.valueOf(table.properties().get(what));
                    };
            assertThat(there).as("%s: %s of %s", step.where(), what, table).isEqualTo(value);
        } while (words.hasNext());
    }

    /** A table's name at the destination, where it has to be. Destinations may fold names to lower case. */
    private String atDestination(ScenarioStep step, String table) {
        shown.add(table.toLowerCase(Locale.ROOT));
        List<String> there = servers.destinationTables();
        return there.stream()
                .filter(t -> withoutPrefix(t).equalsIgnoreCase(table))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        step.where() + ": the destination has no table " + table + ", but " + there));
    }

    private String withoutPrefix(String text) {
        return servers.prefix().isEmpty()
                ? text
                : Pattern.compile(servers.prefix(), Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll("");
    }

    /** A run that has failed is only forgotten. */
    private void stop() throws InterruptedException {
        SyncRun running = run;
        run = null;
        if (running != null) {
            try (running) {
                if (running.status().state() != SyncState.FAILED) {
                    running.stop();
                }
            }
        }
    }

    @Override
    public void close() {
        try (SourceSession closed = session) {
            SyncRun running = run;
            if (running != null) {
                running.close();
            }
        }
    }
}
