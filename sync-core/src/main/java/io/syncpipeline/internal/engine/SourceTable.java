package io.syncpipeline.internal.engine;

import io.syncpipeline.checkpoint.TableProgress;
import io.syncpipeline.internal.plan.RowMapper;
import io.syncpipeline.internal.plan.TableRules;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.plan.SourceTablePlan;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.status.TablePhase;
import io.syncpipeline.status.TableStatus;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One source table in a run. Its shape is changed by the stream thread, and only while no chunk of it is being read. */
final class SourceTable {

    private final SourceTablePlan plan;
    private final Function<TableId, TableRules> rulesOf;
    private final Destination destination;
    private final TableCopy copy;
    private final TableGate gate;
    private final Counters counters = new Counters();
    private volatile TableRules rules;
    private volatile RowMapper mapper;

    /** The mapper for rows of the last shape that was not the present one. */
    private @Nullable RowMapper foreign;

    private volatile boolean copyBegun;
    private volatile boolean gone;
    private @Nullable Position since;
    private boolean changing;
    private boolean statementDue;
    private boolean unsettled;

    /**
     * A table.
     *
     * @param progress how far its copy is, and its shape there
     * @param plan how it is copied
     * @param rulesOf the rules for a table: this one may be given another name
     */
    SourceTable(
            TableProgress progress,
            SourceTablePlan plan,
            Function<TableId, TableRules> rulesOf,
            Destination destination,
            TableGate gate) {
        this.plan = plan;
        this.rulesOf = rulesOf;
        this.destination = destination;
        this.copy = new TableCopy(progress);
        this.gate = gate;
        this.rules = rulesOf.apply(progress.schema().table());
        this.mapper = rules.mapper(progress.schema(), destination.table());
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
        return new CopyRequest(schema(), plan.splitKey(), plan.copyCondition(), chunkRows);
    }

    /** The mapper for rows of this shape, which is nearly always the present one. Stream thread only. */
    RowMapper mapperFor(TableSchema shape) {
        RowMapper present = mapper;
        if (present.fits(shape)) {
            return present;
        }
        RowMapper other = foreign;
        if (other == null || !other.fits(shape)) {
            other = rulesOf.apply(shape.table()).mapper(shape, destination.table());
            foreign = other;
        }
        return other;
    }

    /** Goes on with another shape, at the source, the destination, or both. */
    void reshape(TableSchema shape) {
        if (!shape.table().equals(id())) {
            rules = rulesOf.apply(shape.table());
        }
        mapper = rules.mapper(shape, destination.table());
        foreign = null;
    }

    /** The rules for it under its present name. */
    TableRules rules() {
        return rules;
    }

    /**
     * Whether nothing of the table was copied yet and all of its rows will be: until the first chunk is admitted its changes need not be
     * written, since the chunks will see them. Only deletes are, because an earlier attempt may have left rows of an unfinished chunk. Where
     * rules say what becomes of changes, they do so from the first one on.
     */
    boolean isUntouched() {
        return !gate.wasOpened() && plan.copyCondition().isEmpty() && rules.carriesEveryChange() && copy.isUntouched();
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

    /** Whether its changes are added to a log. */
    boolean isLog() {
        return rules.log().isPresent();
    }

    /** How far it is. */
    TableProgress progress() {
        return progress(since);
    }

    /**
     * How far it is.
     *
     * @param from the place in the log of changes before which none counts any more; null: the checkpoint's own position
     */
    TableProgress progress(@Nullable Position from) {
        TableCopy.Prefix prefix = copy.prefix();
        return new TableProgress(
                schema(), prefix.done(), prefix.chunks(), prefix.copiedUpTo(), prefix.rows(), from, changing);
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
