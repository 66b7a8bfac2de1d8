package io.syncpipeline.status;

/** What a run does with one source table. */
public enum TablePhase {
    /** Its copy has not begun. */
    WAITING,
    /** Its rows are being copied; its changes are followed at the same time. */
    COPYING,
    /** Its copy is done, or was not asked for; only changes are followed. */
    LIVE,
    /** Nothing more is done with it in this run. */
    DONE
}
