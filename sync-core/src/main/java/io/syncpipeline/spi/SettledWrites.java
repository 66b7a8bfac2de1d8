package io.syncpipeline.spi;

import java.util.Map;
import java.util.Set;

/**
 * What became of the writes of an interval whose process died.
 *
 * @param committed the destination tables all of whose writes are committed
 * @param lost those of which at least one write is not committed and never will be: everything since the position before has to be written
 *     to them again. Of a table without a key nothing is visible then
 * @param unclear those without a key of which a part is committed and another is lost, or nobody knows, with the reason: writing again
 *     would double rows, and not doing so would lose some
 */
public record SettledWrites(Set<String> committed, Set<String> lost, Map<String, String> unclear) {

    /** There was nothing to settle. */
    public static final SettledWrites NONE = new SettledWrites(Set.of(), Set.of(), Map.of());

    public SettledWrites {
        committed = Set.copyOf(committed);
        lost = Set.copyOf(lost);
        unclear = Map.copyOf(unclear);
    }

    /** Whether all writes are committed. */
    public boolean isComplete() {
        return lost.isEmpty() && unclear.isEmpty();
    }
}
