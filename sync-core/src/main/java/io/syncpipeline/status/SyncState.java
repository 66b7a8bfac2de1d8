package io.syncpipeline.status;

/** Where a run is in its life. */
public enum SyncState {
    /** It connects, plans and creates destination tables. */
    STARTING,
    /** It copies or follows. */
    RUNNING,
    /** Something failed that may pass; it waits before it starts again from the last checkpoint. */
    RESTARTING,
    /** It was asked to stop and commits what it has. */
    STOPPING,
    /** It was stopped. It can be started again from its checkpoint. */
    STOPPED,
    /** It has done all it had to do. */
    FINISHED,
    /** It gave up; {@link SyncStatus#failure()} says why. */
    FAILED;

    /** Whether the run is over. */
    public boolean isEnd() {
        return this == STOPPED || this == FINISHED || this == FAILED;
    }
}
