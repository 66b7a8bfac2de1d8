package io.syncpipeline.maxcompute.local;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults that are still to happen, in the order they were asked for. Thread-safe. */
final class FaultPlan {

    private final List<Pending> pending = new ArrayList<>();

    private static final class Pending {
        private final Fault fault;
        private int passing;
        private int left;

        Pending(Fault fault) {
            this.fault = fault;
            this.passing = fault.after();
            this.left = fault.times();
        }

        boolean fits(RequestKind kind, @Nullable String table) {
            boolean fitsKind = fault.kind() == RequestKind.ANY || fault.kind() == kind;
            return fitsKind && (fault.table() == null || fault.table().equalsIgnoreCase(table));
        }
    }

    synchronized void add(Fault fault) {
        pending.add(new Pending(fault));
    }

    synchronized void clear() {
        pending.clear();
    }

    /** How many requests will still be harmed. */
    synchronized int left() {
        return pending.stream().mapToInt(fault -> fault.left).sum();
    }

    /** The effect for a request, or null when nothing happens to it. */
    synchronized Fault.@Nullable Effect take(RequestKind kind, @Nullable String table) {
        for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
            Pending next = each.next();
            if (!next.fits(kind, table)) {
                continue;
            }
            if (next.passing > 0) {
                next.passing--;
                continue;
            }
            if (--next.left == 0) {
                each.remove();
            }
            return next.fault.effect();
        }
        return null;
    }
}
