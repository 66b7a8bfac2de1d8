package io.syncpipeline.testkit;

/** The steps of a {@link ScriptedStore} at which a {@link Script} can act. */
public enum StoreStep {
    /** A checkpoint is about to be loaded. */
    LOAD,
    /** A checkpoint is about to be saved. */
    SAVE,
    /** A checkpoint has been saved, and only the answer is still to be given. */
    SAVED
}
