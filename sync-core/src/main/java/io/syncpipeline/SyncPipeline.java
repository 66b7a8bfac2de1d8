package io.syncpipeline;

import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.internal.engine.Inspection;
import io.syncpipeline.internal.engine.PipelineRun;
import io.syncpipeline.internal.plan.Definition;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.plan.CheckReport;
import io.syncpipeline.plan.SyncPlan;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.Source;
import io.syncpipeline.status.SyncListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a pipeline: which tables of a source are kept in step with which destination, and how. Immutable and thread-safe;
 * making one does no I/O. {@link #check()} looks at the environment, {@link #plan()} says what a run would do, {@link #start()} runs.
 *
 * <pre>{@code
 * SyncPipeline pipeline = SyncPipeline.builder()
 *     .name("shop-to-dw")
 *     .source(source)
 *     .sink(sink)
 *     .mode(SyncMode.FULL_AND_INCREMENTAL)
 *     .tables(TableSelector.named("shop", "customers", "orders"))
 *     .checkpointStore(CheckpointStore.file(Path.of("checkpoints")))
 *     .build();
 * pipeline.check().orThrow();
 * try (SyncRun run = pipeline.start()) {
 *     run.await();
 * }
 * }</pre>
 */
public final class SyncPipeline {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Definition definition;

    private SyncPipeline(Definition definition) {
        this.definition = definition;
    }

    /** Starts a definition. */
    public static Builder builder() {
        return new Builder();
    }

    Definition definition() {
        return definition;
    }

    /** The pipeline's name. */
    public String name() {
        return definition.name();
    }

    /**
     * Looks at everything that has to be right before the pipeline can run: connections, grants, settings of the source and the
     * destination, the tables. Blocks while it asks both.
     *
     * @throws io.syncpipeline.model.SourceException when the source cannot be reached
     * @throws io.syncpipeline.model.SinkException when the destination cannot be reached
     */
    public CheckReport check() {
        return Inspection.check(definition);
    }

    /**
     * What a run that starts now, without a checkpoint, would do. Changes nothing. Blocks while it reads the shapes of the tables on
     * both sides.
     *
     * @throws io.syncpipeline.model.SourceException when the source fails
     * @throws io.syncpipeline.model.SinkException when the destination fails
     */
    public SyncPlan plan() {
        return Inspection.plan(definition);
    }

    /**
     * Starts a run on threads of its own and returns at once: from the checkpoint if there is one, otherwise anew. Only one run of a
     * pipeline's name may be alive at a time, wherever it runs.
     */
    public SyncRun start() {
        return start(StartPoint.resume());
    }

    /**
     * Starts a run as {@link #start()} does, which begins to follow at the given place instead of the checkpoint's position. Copies that
     * are finished stay finished; a table whose copy is not finished is copied from its beginning, unless the checkpoint is resumed. A
     * place that the source does not have ends the run with an error that says what it has.
     *
     * @throws DefinitionException when the pipeline's mode does not follow changes, unless the checkpoint is to be resumed
     */
    public SyncRun start(StartPoint from) {
        Objects.requireNonNull(from, "from");
        if (!(from instanceof StartPoint.Resume) && !definition.mode().follows()) {
            throw new DefinitionException("pipeline '" + definition.name() + "' cannot begin at " + from + ": its mode "
                    + definition.mode()
                    + " follows no changes; use start() without a start point, or another mode");
        }
        return new SyncRun(PipelineRun.start(definition, from));
    }

    @Override
    public String toString() {
        return "pipeline '" + definition.name() + "': " + definition.mode() + ", " + definition.source() + " -> "
                + definition.sink() + ", tables " + definition.selectors();
    }

    /**
     * Collects a definition. Not thread-safe. An option that holds one value may be set once; {@link #tables}, {@link #rule}, {@link
     * #function}, {@link #listener} add. {@link #build()} reports all contradictions at once.
     */
    public static final class Builder {

        private final List<TableSelector> selectors = new ArrayList<>();
        private final List<MappingRule> rules = new ArrayList<>();
        private final List<NamedFunction> functions = new ArrayList<>();
        private final List<SyncListener> listeners = new ArrayList<>();
        private final Map<DdlKind, DdlAction> ddlActions = new EnumMap<>(DdlKind.class);
        private @Nullable String name;
        private @Nullable Source source;
        private @Nullable Sink sink;
        private @Nullable SyncMode mode;
        private @Nullable Tuning tuning;
        private @Nullable CheckpointStore checkpointStore;
        private @Nullable Clock clock;

        private Builder() {}

        /**
         * The pipeline's name: the key of its checkpoint, the first word of its log lines, part of its threads' names. Required; 1 to
         * 64 letters, digits, dots, hyphens and underscores.
         */
        public Builder name(String value) {
            name = once("name", name, value);
            if (!NAME.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "name must be 1 to 64 letters, digits, '.', '-' or '_': '" + value + "'");
            }
            return this;
        }

        /** Where tables come from. Required. */
        public Builder source(Source value) {
            source = once("source", source, value);
            return this;
        }

        /** Where tables go. Required. */
        public Builder sink(Sink value) {
            sink = once("sink", sink, value);
            return this;
        }

        /** Which steps the pipeline takes. Default {@link SyncMode#FULL_AND_INCREMENTAL}. */
        public Builder mode(SyncMode value) {
            mode = once("mode", mode, value);
            return this;
        }

        /** Adds tables. At least one selector is required. */
        public Builder tables(TableSelector selector) {
            selectors.add(Objects.requireNonNull(selector, "selector"));
            return this;
        }

        /** Adds a rule. Later rules win over earlier ones. */
        public Builder rule(MappingRule rule) {
            rules.add(Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /** Adds a function of the user's own, which expressions can call by its name. */
        public Builder function(NamedFunction function) {
            functions.add(Objects.requireNonNull(function, "function"));
            return this;
        }

        /**
         * What becomes of a kind of change to a source table's shape. Defaults: added, modified and renamed columns and new tables are
         * carried over ({@link DdlAction#NORMAL}); what would destroy something, dropping, truncating or renaming, only raises an
         * {@link DdlAction#ALERT}.
         */
        public Builder onDdl(DdlKind kind, DdlAction action) {
            DdlAction present = ddlActions.putIfAbsent(kind, Objects.requireNonNull(action, "action"));
            if (present != null) {
                throw new IllegalStateException("onDdl(" + kind + ") was already set to " + present);
            }
            return this;
        }

        /** The numbers that seldom need changing. Default {@link Tuning#defaults()}. */
        public Builder tuning(Tuning value) {
            tuning = once("tuning", tuning, value);
            return this;
        }

        /**
         * Where the pipeline keeps how far it has come. Default {@link CheckpointStore#inMemory()}, with which a new process starts
         * anew; use {@link CheckpointStore#file} for a pipeline that has to survive one.
         */
        public Builder checkpointStore(CheckpointStore value) {
            checkpointStore = once("checkpointStore", checkpointStore, value);
            return this;
        }

        /** Adds somebody who is told what happens. */
        public Builder listener(SyncListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Tells the time. Default the system's UTC clock; others are for tests. */
        public Builder clock(Clock value) {
            clock = once("clock", clock, value);
            return this;
        }

        /**
         * The definition.
         *
         * @throws DefinitionException with every contradiction and missing part, when there is one
         */
        public SyncPipeline build() {
            List<String> problems = new ArrayList<>();
            require(name != null, "name is missing", problems);
            require(source != null, "source is missing", problems);
            require(sink != null, "sink is missing", problems);
            require(!selectors.isEmpty(), "no tables are selected; add tables(TableSelector...)", problems);
            for (MappingRule rule : rules) {
                rule.named().stream()
                        .filter(t -> selectors.stream().noneMatch(s -> s.accepts(t)))
                        .forEach(t -> problems.add("the rule for " + t + " concerns a table that no selector takes"));
            }
            String givenName = name;
            Source givenSource = source;
            Sink givenSink = sink;
            if (!problems.isEmpty() || givenName == null || givenSource == null || givenSink == null) {
                throw new DefinitionException("the definition of the pipeline is not complete or contradicts itself: "
                        + String.join("; ", problems));
            }
            return new SyncPipeline(new Definition(
                    givenName,
                    givenSource,
                    givenSink,
                    mode == null ? SyncMode.FULL_AND_INCREMENTAL : mode,
                    selectors,
                    rules,
                    functions,
                    ddlActions,
                    tuning == null ? Tuning.defaults() : tuning,
                    checkpointStore == null ? CheckpointStore.inMemory() : checkpointStore,
                    listeners,
                    clock == null ? Clock.systemUTC() : clock));
        }

        private static void require(boolean met, String problem, List<String> problems) {
            if (!met) {
                problems.add(problem);
            }
        }

        private static <T> T once(String option, @Nullable T present, T value) {
            if (present != null) {
                throw new IllegalStateException(option + " was already set to " + present);
            }
            return Objects.requireNonNull(value, option);
        }
    }
}
