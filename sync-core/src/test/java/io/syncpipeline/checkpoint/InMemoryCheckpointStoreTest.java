package io.syncpipeline.checkpoint;

import io.syncpipeline.testkit.CheckpointStoreContract;

class InMemoryCheckpointStoreTest extends CheckpointStoreContract {

    @Override
    protected CheckpointStore store() {
        return CheckpointStore.inMemory();
    }

    @Override
    protected CheckpointStore reopened(CheckpointStore store) {
        return store;
    }
}
