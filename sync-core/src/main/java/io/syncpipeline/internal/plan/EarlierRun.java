package io.syncpipeline.internal.plan;

import io.syncpipeline.model.TableId;
import java.util.Set;

/**
 * What a plan has to know of the run that it goes on from.
 *
 * @param written the tables of which it has written rows: what their destinations lack was left out, dropped or renamed by the policy for
 *     changes of shape, so it is not added
 * @param known the tables that it prepared, whether or not it wrote rows
 * @param changing the tables that a statement changes before anything else is written to them: their destinations may be as they are behind
 *     it, so they are not held against the shapes before it. Whoever carries the statement out does so
 */
public record EarlierRun(Set<TableId> written, Set<TableId> known, Set<TableId> changing) {

    /** There was none. */
    public static final EarlierRun NONE = new EarlierRun(Set.of(), Set.of(), Set.of());

    public EarlierRun {
        written = Set.copyOf(written);
        known = Set.copyOf(known);
        changing = Set.copyOf(changing);
    }
}
