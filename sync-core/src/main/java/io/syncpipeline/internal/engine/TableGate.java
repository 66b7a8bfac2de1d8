package io.syncpipeline.internal.engine;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.RowChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the chunk reads and the change events of one table apart in time, so that the destination never ends with an older image. While
 * a window is open chunks are read and changes are held; when its last chunk has been handed on, the held changes follow. A window opens
 * at a position that covers every change dispatched before it, and a chunk is read only when all of those are visible.
 *
 * <p>Where the source cannot tell what is visible, the changes of the last moments before the window are handed on once more after it.
 *
 * <p>Used by the stream thread only.
 */
final class TableGate {

    private final long uncertaintyMillis;
    private final int chunksPerWindow;
    private final ArrayDeque<RowChange> held = new ArrayDeque<>();
    private final ArrayDeque<Recent> recent = new ArrayDeque<>();
    private final List<RowChange> again = new ArrayList<>();
    private long notBefore;
    private boolean opened;
    private int reading;
    private int admitted;
    private long heldBytes;
    private long recentBytes;
    private @Nullable Position openedAt;
    private @Nullable Mark heldFrom;

    private record Recent(long millis, RowChange change) {}

    /**
     * A closed gate.
     *
     * @param uncertaintyMillis how long a dispatched change may stay invisible without the source being able to tell; 0: it can tell
     * @param chunksPerWindow how many chunks may be read in one window
     * @param nowMillis when the table joined
     */
    TableGate(long uncertaintyMillis, int chunksPerWindow, long nowMillis) {
        this.uncertaintyMillis = uncertaintyMillis;
        this.chunksPerWindow = chunksPerWindow;
        this.notBefore = nowMillis + uncertaintyMillis;
    }

    boolean isOpen() {
        return reading > 0;
    }

    /** Whether a chunk was admitted at any time. */
    boolean wasOpened() {
        return opened;
    }

    /** Whether another chunk may be read now, in a new window or in the one that is open. */
    boolean admits(long nowMillis) {
        return nowMillis >= notBefore && admitted < chunksPerWindow;
    }

    /**
     * Admits a chunk.
     *
     * @param dispatched a position that covers every change dispatched so far
     * @return the position that must be visible before the chunk is read
     */
    Position admit(Position dispatched, long nowMillis) {
        Position visible = openedAt;
        if (reading == 0 || visible == null) {
            visible = dispatched;
            openedAt = dispatched;
            forgetOld(nowMillis);
            recent.forEach(r -> again.add(r.change()));
        }
        opened = true;
        reading++;
        admitted++;
        return visible;
    }

    /**
     * A chunk has been handed on (or given up). Returns whether the window is closed now, so that {@link #replay} and {@link #release} have
     * to be called.
     */
    boolean chunkEnded() {
        reading--;
        return reading == 0;
    }

    /** Holds a change that came while the window is open. */
    void hold(RowChange change, Mark last) {
        if (heldFrom == null) {
            heldFrom = last;
        }
        held.add(change);
        heldBytes += change.byteSize();
    }

    /** Notes a change that was handed on, in case the source cannot tell whether a read would see it. */
    void passed(RowChange change, long nowMillis) {
        if (uncertaintyMillis > 0) {
            recent.add(new Recent(nowMillis, change));
            recentBytes += change.byteSize();
            forgetOld(nowMillis);
        }
    }

    /** Takes what may not have been visible to the window's chunks: it has to be handed on once more. */
    List<RowChange> replay() {
        List<RowChange> changes = List.copyOf(again);
        again.clear();
        return changes;
    }

    /** Takes what was held: it has to be handed on after {@link #replay}. */
    List<RowChange> release() {
        List<RowChange> changes = List.copyOf(held);
        held.clear();
        heldBytes = 0;
        heldFrom = null;
        openedAt = null;
        admitted = 0;
        return changes;
    }

    /** The table's shape changed: what is kept has the old one. No window opens before everything from now on is visible. */
    void shapeChanged(long nowMillis) {
        recent.clear();
        recentBytes = 0;
        notBefore = nowMillis + uncertaintyMillis;
    }

    /** The place up to which everything of this table was handed on, if it is behind the stream. */
    @Nullable
    Mark heldFrom() {
        return heldFrom;
    }

    /** The memory that held and recent changes take now. */
    long bytes(long nowMillis) {
        forgetOld(nowMillis);
        return heldBytes + recentBytes;
    }

    private void forgetOld(long nowMillis) {
        while (!recent.isEmpty() && recent.element().millis() < nowMillis - uncertaintyMillis) {
            recentBytes -= recent.remove().change().byteSize();
        }
    }
}
