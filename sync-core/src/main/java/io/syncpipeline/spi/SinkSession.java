package io.syncpipeline.spi;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Finding;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An open connection to a destination. Thread-safe. All methods block and throw {@link io.syncpipeline.model.SinkException} when the
 * destination fails; its request id is in the message.
 */
public interface SinkSession extends AutoCloseable {

    /** Looks at everything that has to be right before tables can be created and written. */
    List<Finding> check();

    /** The destination's type for the values of a source column when no rule says otherwise. No I/O. */
    String typeFor(Column column);

    /**
     * Looks at whether the destination can have such a table and store its values: limits, reserved words, types of values that do not
     * fit the declared type. No I/O.
     */
    List<Finding> validate(DestinationTable table);

    /** The table as it is at the destination, or empty when there is none of that name. */
    Optional<DestinationTable> describe(String table);

    /**
     * Those of the tables that are there, by the names asked for. By default one look after the other; a destination that is far away
     * looks at several at the same time, because a plan may ask for thousands.
     */
    default Map<String, DestinationTable> describe(Collection<String> tables) {
        Map<String, DestinationTable> present = new HashMap<>();
        for (String table : tables) {
            describe(table).ifPresent(found -> present.put(table, found));
        }
        return present;
    }

    /** What {@link #create} would run for a table, for people; by default nothing, as when there is no such language. No I/O. */
    default List<String> statements(DestinationTable table) {
        return List.of();
    }

    /** What {@link #alter} would run for a change that was not made before, likewise. */
    default List<String> statements(String table, TableAlteration alteration) {
        return List.of();
    }

    /** Creates a table. Does nothing when one with the same columns, key and kind exists already; fails when it differs. */
    void create(DestinationTable table);

    /**
     * Changes a table. Describes it first and does only what is missing, so that a change carried out before does no harm.
     *
     * @throws io.syncpipeline.model.SinkException fatal when the destination cannot make the change
     */
    void alter(String table, TableAlteration alteration);

    /** Opens a writer for a table that exists. The caller closes it. */
    TableWriter writer(DestinationTable table);

    /**
     * Settles writes that were recorded before a crash and whose commit is in doubt, before anything else is written. What can be committed
     * is, unless another write to the same table is lost.
     *
     * @param tokens what {@link PendingCommit#tokens()} gave for one interval
     * @return which tables are written and which are not; each table of the tokens is in one of its sets
     */
    SettledWrites settle(List<String> tokens) throws InterruptedException;

    @Override
    void close();
}
