package io.syncpipeline.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps one checkpoint per pipeline. Implementations are thread-safe; their methods may block and throw {@link
 * io.syncpipeline.model.CheckpointException}, after which what was stored before is still there.
 */
public interface CheckpointStore {

    /** The last checkpoint saved for a pipeline, if any. */
    Optional<Checkpoint> load(String pipeline);

    /** Replaces a pipeline's checkpoint, wholly or not at all. When it returns, the new one survives a crash as far as the store does. */
    void save(String pipeline, Checkpoint checkpoint);

    /** Forgets a pipeline's checkpoint: the pipeline starts anew next time. Does nothing when there is none. */
    void delete(String pipeline);

    /** A store that is forgotten with the process: for tests, and for pipelines that only copy. */
    static CheckpointStore inMemory() {
        return new InMemoryCheckpointStore();
    }

    /**
     * A store in a directory, which is created when it is missing: one file per pipeline, written beside the old one, forced to the
     * disk and moved into its place, so that a crash or a full disk leaves the old one.
     */
    static CheckpointStore file(Path directory) {
        return new FileCheckpointStore(directory);
    }
}
