package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;

/** What the soaks of several seeds did together. Not thread-safe. */
final class SoakTotals {

    /** A single seed may happen to copy faster than it kills. */
    private static final int SEEDS_TO_KILL_A_COPY = 3;

    private final Map<Disturbance, Integer> disturbances = new EnumMap<>(Disturbance.class);
    private int seeds;
    private int tables;
    private long transactions;
    private long completed;
    private long rows;
    private int killedWhileCopying;

    void add(Soak soak, ComparisonResult result) {
        seeds++;
        transactions += soak.outcomes().transactions();
        completed += soak.outcomes().completed();
        tables += result.tables();
        rows += result.rows();
        killedWhileCopying += soak.killedWhileCopying();
        soak.disturbances().forEach(d -> disturbances.merge(d, 1, Integer::sum));
    }

    /** A soak in which little happened would prove little. */
    void requireEnough() {
        assertThat(completed).as("completed of %d transactions", transactions).isGreaterThan(transactions * 3 / 4);
        assertThat(rows).as("rows compared").isGreaterThan(1_000L * seeds);
        if (seeds >= SEEDS_TO_KILL_A_COPY) {
            assertThat(killedWhileCopying).as("kills while copying").isPositive();
        }
    }

    @Override
    public String toString() {
        return seeds + " seeds, " + completed + " transactions completed of " + transactions + ", " + disturbances
                + " ("
                + killedWhileCopying + " kills while copying), " + tables + " tables with " + rows
                + " rows compared, no difference";
    }
}
