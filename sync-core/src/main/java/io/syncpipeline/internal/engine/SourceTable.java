package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.RowMapper;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.status.TablePhase;
import io.syncpipeline.status.TableStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One source table in a run. Its shape is changed by the stream thread, and only while no chunk of it is being read. */
final class SourceTable {

    private final List<String> splitKey;
    private final String copyCondition;
    private final Destination destination;
    private final TableCopy copy;
    private final TableGate gate;
    private final Counters counters = new Counters();
    private volatile RowMapper mapper;
    private volatile boolean copyBegun;
    private volatile boolean gone;
    private @Nullable Position since;
    private boolean changing;
    private boolean statementDue;
    private boolean unsettled;

    SourceTable(
            TableProgress progress,
            List<String> splitKey,
            String copyCondition,
            Destination destination,
            TableGate gate) {
        this.splitKey = splitKey;
        this.copyCondition = copyCondition;
        this.destination = destination;
        this.copy = new TableCopy(progress);
        this.gate = gate;
        this.mapper = RowMapper.compile(progress.schema(), destination.table());
        this.since = progress.sinceOrNull();
        this.changing = progress.changing();
        this.statementDue = progress.changing();
        counters.copied(progress.rows());
    }

    TableId id() {
        return mapper.schema().table();
    }

    TableSchema schema() {
        return mapper.schema();
    }

    RowMapper mapper() {
        return mapper;
    }

    Destination destination() {
        return destination;
    }

    TableCopy copy() {
        return copy;
    }

    TableGate gate() {
        return gate;
    }

    Counters counters() {
        return counters;
    }

    CopyRequest copyRequest(int chunkRows) {
        return new CopyRequest(schema(), splitKey, copyCondition, chunkRows);
    }

    /** The mapper for rows of this shape, which is nearly always the present one. */
    RowMapper mapperFor(TableSchema shape) {
        RowMapper present = mapper;
        return present.fits(shape) ? present : RowMapper.compile(shape, destination.table());
    }

    /** Goes on with another shape, at the source, the destination, or both. */
    void reshape(TableSchema shape) {
        mapper = RowMapper.compile(shape, destination.table());
    }

    /**
     * Whether nothing of the table was copied yet and all of its rows will be: until the first chunk is admitted its changes need not be
     * written, since the chunks will see them. Only deletes are, because an earlier attempt may have left rows of an unfinished chunk.
     */
    boolean isUntouched() {
        return !gate.wasOpened() && copyCondition.isEmpty() && copy.isUntouched();
    }

    /** The table's shape changed while it was untouched, and its destination need not fit it yet. Stream thread only. */
    void unsettled() {
        unsettled = true;
    }

    void settled() {
        unsettled = false;
    }

    boolean isUnsettled() {
        return unsettled;
    }

    void copyBegins() {
        copyBegun = true;
    }

    /** The table was dropped at the source. */
    void goes() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** The place at which the table joins, as long as that is not known to be behind. Stream thread only. */
    @Nullable
    Position since() {
        return since;
    }

    void joined() {
        since = null;
    }

    /** A statement on the table is about to be carried out at the destination. Stream thread only. */
    void statementBegins() {
        changing = true;
        statementDue = false;
    }

    /** The position lies behind the statement. */
    void statementEnded() {
        changing = false;
    }

    /**
     * Whether the destination may have been changed by a statement that comes first now: until it has, the destination need not fit the
     * table's shape.
     */
    boolean isStatementDue() {
        return statementDue;
    }

    TableProgress progress() {
        TableCopy.Prefix prefix = copy.prefix();
        return new TableProgress(
                schema(), prefix.done(), prefix.chunks(), prefix.copiedUpTo(), prefix.rows(), since, changing);
    }

    TableStatus status(boolean following) {
        return new TableStatus(
                id(),
                destination.table().name(),
                phase(following),
                counters.estimatedRows(),
                counters.copiedRows(),
                counters.inserts(),
                counters.updates(),
                counters.deletes());
    }

    private TablePhase phase(boolean following) {
        if (gone || (copy.isDone() && !following)) {
            return TablePhase.DONE;
        }
        if (copy.isDone()) {
            return TablePhase.LIVE;
        }
        return copyBegun ? TablePhase.COPYING : TablePhase.WAITING;
    }
}
