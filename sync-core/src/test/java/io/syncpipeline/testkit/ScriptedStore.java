package io.syncpipeline.testkit;

import io.syncpipeline.checkpoint.Checkpoint;
import io.syncpipeline.checkpoint.CheckpointStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A checkpoint store in memory that fails when told to, and remembers everything that was saved. Thread-safe. */
public final class ScriptedStore implements CheckpointStore {

    private final CheckpointStore store = CheckpointStore.inMemory();
    private final Script<StoreStep> script = new Script<>(StoreStep.class);
    private final List<Checkpoint> saved = new CopyOnWriteArrayList<>();

    /** What shall happen at its steps. */
    public Script<StoreStep> script() {
        return script;
    }

    /** Every checkpoint saved, in order. */
    public List<Checkpoint> saved() {
        return List.copyOf(saved);
    }

    @Override
    public Optional<Checkpoint> load(String pipeline) {
        script.reachUninterrupted(StoreStep.LOAD);
        return store.load(pipeline);
    }

    @Override
    public void save(String pipeline, Checkpoint checkpoint) {
        script.reachUninterrupted(StoreStep.SAVE);
        store.save(pipeline, checkpoint);
        saved.add(checkpoint);
        script.reachUninterrupted(StoreStep.SAVED);
    }

    @Override
    public void delete(String pipeline) {
        store.delete(pipeline);
    }

    @Override
    public String toString() {
        return "scripted store";
    }
}
