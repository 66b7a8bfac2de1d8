package io.syncpipeline.examples;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SettledWrites;
import io.syncpipeline.spi.Sink;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import io.syncpipeline.spi.TableWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A sink and a checkpoint store that end the process, as SIGKILL does, at one step of what they do. Thread-safe. */
final class DyingEnds {

    /** Where the process can end. */
    enum Step {
        BEFORE_A_WRITE,
        AFTER_A_WRITE,
        AFTER_A_SEAL,
        BEFORE_A_FLUSH,
        AFTER_A_FLUSH,
        BEFORE_A_COMMIT,
        AFTER_A_COMMIT,
        BEFORE_A_SAVE,
        AFTER_A_SAVE,
        BEFORE_SETTLING,
        AFTER_SETTLING
    }

    private final @Nullable Step step;
    private final AtomicInteger left;

    /**
     * Ends the process at a step.
     *
     * @param text the step and the how many-th time that it is come to, as in {@code AFTER_A_FLUSH 2}; empty for never
     */
    DyingEnds(String text) {
        String[] words = text.split(" ");
        this.step = text.isEmpty() ? null : Step.valueOf(words[0]);
        this.left = new AtomicInteger(text.isEmpty() ? 0 : Integer.parseInt(words[1]));
    }

    private void reach(Step reached) {
        if (reached == step && left.decrementAndGet() == 0) {
            // Like SIGKILL: no hook runs, and nothing is closed
            Runtime.getRuntime().halt(137);
        }
    }

    Sink sink(Sink sink) {
        return new Sink() {
            @Override
            public String name() {
                return sink.name();
            }

            @Override
            public SinkSession open(SessionOptions options) {
                return session(sink.open(options));
            }
        };
    }

    private SinkSession session(SinkSession session) {
        return new SinkSession() {
            @Override
            public List<Finding> check() {
                return session.check();
            }

            @Override
            public String typeFor(Column column) {
                return session.typeFor(column);
            }

            @Override
            public List<Finding> validate(DestinationTable table) {
                return session.validate(table);
            }

            @Override
            public Optional<DestinationTable> describe(String table) {
                return session.describe(table);
            }

            @Override
            public Map<String, DestinationTable> describe(Collection<String> tables) {
                return session.describe(tables);
            }

            @Override
            public void create(DestinationTable table) {
                session.create(table);
            }

            @Override
            public void alter(String table, TableAlteration alteration) {
                session.alter(table, alteration);
            }

            @Override
            public TableWriter writer(DestinationTable table) {
                return DyingEnds.this.writer(session.writer(table));
            }

            @Override
            public SettledWrites settle(List<String> tokens) throws InterruptedException {
                reach(Step.BEFORE_SETTLING);
                SettledWrites settled = session.settle(tokens);
                reach(Step.AFTER_SETTLING);
                return settled;
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    private TableWriter writer(TableWriter writer) {
        return new TableWriter() {
            @Override
            public void write(List<Mutation> mutations) throws InterruptedException {
                reach(Step.BEFORE_A_WRITE);
                writer.write(mutations);
                reach(Step.AFTER_A_WRITE);
            }

            @Override
            public Optional<PendingCommit> seal() {
                Optional<PendingCommit> pending = writer.seal().map(DyingEnds.this::pending);
                if (pending.isPresent()) {
                    reach(Step.AFTER_A_SEAL);
                }
                return pending;
            }

            @Override
            public boolean isFull() {
                return writer.isFull();
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private PendingCommit pending(PendingCommit pending) {
        return new PendingCommit() {
            @Override
            public void flush() throws InterruptedException {
                reach(Step.BEFORE_A_FLUSH);
                pending.flush();
                reach(Step.AFTER_A_FLUSH);
            }

            @Override
            public List<String> tokens() {
                return pending.tokens();
            }

            @Override
            public void commit() throws InterruptedException {
                reach(Step.BEFORE_A_COMMIT);
                pending.commit();
                reach(Step.AFTER_A_COMMIT);
            }
        };
    }

    CheckpointStore store(CheckpointStore store) {
        return new CheckpointStore() {
            @Override
            public Optional<Checkpoint> load(String pipeline) {
                return store.load(pipeline);
            }

            @Override
            public void save(String pipeline, Checkpoint checkpoint) {
                reach(Step.BEFORE_A_SAVE);
                store.save(pipeline, checkpoint);
                reach(Step.AFTER_A_SAVE);
            }

            @Override
            public void delete(String pipeline) {
                store.delete(pipeline);
            }
        };
    }
}
