package io.syncpipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the destination of a {@link RandomMapping} has to hold, by what the documentation says of the rules, change by change. It knows nothing
 * of mutations: a row is at one place, and is put there or taken away.
 */
final class MappedRows {

    private final RandomMapping mapping;
    private final Map<List<String>, Map<String, String>> rows = new HashMap<>();

    MappedRows(RandomMapping mapping) {
        this.mapping = mapping;
    }

    /** DML actions do not concern copied rows. */
    void copied(RandomMapping.Shard shard, MappedOrder row) {
        if (shard.copied().test(row)) {
            put(shard, row, "I", false);
        }
    }

    void inserted(RandomMapping.Shard shard, MappedOrder row) {
        if (shard.insert().wanted().test(row)) {
            put(shard, row, "I", false);
        }
    }

    /** An ignored update leaves the row; one that its condition refuses takes it away as a delete would, without being asked further. */
    void updated(RandomMapping.Shard shard, MappedOrder before, MappedOrder after) {
        if (shard.update().isIgnored()) {
            return;
        }
        boolean wanted = shard.update().wanted().test(after);
        rows.remove(mapping.place(shard, before));
        if (wanted || mapping.marksDeleted()) {
            put(shard, after, "U", !wanted);
        }
    }

    void deleted(RandomMapping.Shard shard, MappedOrder row) {
        if (mapping.marksDeleted()) {
            put(shard, row, "D", true);
        } else if (shard.delete().wanted().test(row)) {
            rows.remove(mapping.place(shard, row));
        }
    }

    private void put(RandomMapping.Shard shard, MappedOrder row, String change, boolean marked) {
        rows.put(mapping.place(shard, row), mapping.row(shard, row, change, marked));
    }

    /** All rows as text by column, in any order. */
    List<Map<String, String>> all() {
        return new ArrayList<>(rows.values());
    }
}
