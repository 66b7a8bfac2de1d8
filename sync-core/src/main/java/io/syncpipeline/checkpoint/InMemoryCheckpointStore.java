package io.syncpipeline.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps documents, not objects, so that what a test stores went through the format. */
final class InMemoryCheckpointStore implements CheckpointStore {

    private final Map<String, String> documents = new ConcurrentHashMap<>();

    @Override
    public Optional<Checkpoint> load(String pipeline) {
        return Optional.ofNullable(documents.get(pipeline)).map(Checkpoint::fromJson);
    }

    @Override
    public void save(String pipeline, Checkpoint checkpoint) {
        documents.put(pipeline, checkpoint.toJson());
    }

    @Override
    public void delete(String pipeline) {
        documents.remove(pipeline);
    }

    @Override
    public String toString() {
        return "checkpoints in memory";
    }
}
