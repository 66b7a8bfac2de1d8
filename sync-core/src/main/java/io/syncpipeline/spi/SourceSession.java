package io.syncpipeline.spi;

import io.syncpipeline.model.Finding;
import io.syncpipeline.model.Position;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An open connection to a source. Methods may be called by any thread, one at a time; what they return ({@link ChangeReader}, {@link
 * SnapshotReader}) belongs to one thread each and may be used beside the session. All methods block and throw {@link
 * io.syncpipeline.model.SourceException} when the source fails.
 */
public interface SourceSession extends AutoCloseable {

    /**
     * Looks at everything that has to be right before the given tables can be copied and followed: the account's grants, the server's
     * settings, how long it keeps its log.
     *
     * @param tables the tables that will be read
     * @param following whether changes are to be followed, not only rows copied
     * @return what was found; an exception is only thrown when a check could not be carried out
     */
    List<Finding> check(Collection<TableId> tables, boolean following);

    /** All tables (no views, no system tables) that the filter accepts, in order. */
    List<TableId> tables(Predicate<TableId> filter);

    /** The present shapes of the given tables; one that does not exist is missing in the result. */
    Map<TableId, TableSchema> schemas(Collection<TableId> tables);

    /**
     * About how many bytes the given tables take at the source, by its statistics; one of which they say nothing is missing in the result. By
     * default they say nothing.
     */
    default Map<TableId, Long> sizes(Collection<TableId> tables) {
        return Map.of();
    }

    /**
     * The place in the log of changes from which to follow.
     *
     * @param start what is sought. {@link StartPoint.Latest}, and {@link StartPoint.Resume} when there is nothing to resume: the end of the
     *     log; following from there misses nothing that happens after this call. {@link StartPoint.AtTime}: a transaction's beginning before
     *     which everything was committed earlier than that, or the end of the log
     * @return a position that {@link #follow} can start from
     * @throws io.syncpipeline.model.DefinitionException when the start point means nothing to this source, or lies in the future
     * @throws io.syncpipeline.model.SourceException when the source does not have that place, or not any more
     */
    Position positionAt(StartPoint start);

    /**
     * How long a change may have been dispatched by a {@link ChangeReader} without being visible to a read, when {@link
     * SnapshotReader#awaitVisible} cannot tell: the engine hands changes of that age on once more after a chunk. Zero when it can tell.
     */
    Duration visibilityUncertainty();

    /**
     * Starts following changes. Closing the reader stops it.
     *
     * @param from where to start: a position of this source
     * @param tables the followed tables; changes of others are dropped, except that a {@link io.syncpipeline.model.SchemaChange} is
     *     reported for a table that {@code joining} accepts when it is created or renamed. Of a table that joins at a later place nothing
     *     is reported before that place, neither rows nor changes of its shape
     * @param joining the tables that shall be followed from the moment they come into being
     */
    ChangeReader follow(Position from, Collection<FollowedTable> tables, Predicate<TableId> joining);

    /**
     * Whether everything before one position is also before another. Does no I/O.
     *
     * @return false also when the two cannot be compared
     */
    boolean covers(Position position, Position other);

    /**
     * Opens a reader with a connection of its own for copying tables. Several may be open at the same time.
     */
    SnapshotReader snapshotReader();

    @Override
    void close();
}
