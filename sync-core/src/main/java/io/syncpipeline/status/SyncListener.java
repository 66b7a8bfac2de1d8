package io.syncpipeline.status;

import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.DdlAction;

/**
 * Is told what happens in a run. Calls come from the run's threads, one at a time; they must return quickly and must not call the
 * run's blocking methods. An exception is logged and otherwise ignored.
 */
public interface SyncListener {

    /** The run came into another state. */
    default void stateChanged(SyncStatus status) {}

    /** A table's copy is done. */
    default void tableCopied(TableId table, long rows) {}

    /** A table's shape changed at the source, and this was done about it. */
    default void schemaChanged(SchemaChange change, DdlAction action) {}

    /** An interval was committed and its position saved. */
    default void committed(SyncStatus status) {}
}
