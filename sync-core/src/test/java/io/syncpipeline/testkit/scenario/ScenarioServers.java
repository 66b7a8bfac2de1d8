package io.syncpipeline.testkit.scenario;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.spi.Source;
import java.util.List;
import java.util.Set;

/** Both ends of a scenario, made for it alone: nothing is there when it begins. */
public interface ScenarioServers {

    /**
     * What stands before the scenario's names of databases on the server, lower-case letters only; empty when the names are used as they
     * are. It is taken out of whatever the destination shows.
     */
    String prefix();

    /** Makes empty databases, by the names that they have on the server. */
    void createDatabases(Set<String> names);

    /** A builder that has everything but the mode, the tables, the rules and the checkpoint store. */
    SyncPipeline.Builder pipeline();

    /** The source that the builder has. */
    Source source();

    /** Executes a statement at the source. */
    void execute(SqlStatement statement);

    /** Commits something at the source that concerns no table of the scenario, so that there is a place in the log behind all else. */
    void commitSomethingElse();

    /** The destination's tables. */
    List<String> destinationTables();

    /** The columns of a destination table in order, those of its partitions last: each as its name, its type, and NOT NULL where it is so. */
    List<String> destinationColumns(String table);

    /** A destination table as the sink describes it. */
    DestinationTable destinationTable(String table);

    /**
     * The committed rows of a destination table, with the values as {@link ScenarioTable#cell} writes them: truth values as {@code true} and
     * {@code false}, times as {@code 2026-01-31 10:20:30.4}, without zeros at the end of the fraction.
     */
    ScenarioTable destinationRows(String table);
}
