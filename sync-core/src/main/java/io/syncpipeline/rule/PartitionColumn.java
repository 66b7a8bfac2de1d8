package io.syncpipeline.rule;

import java.util.Objects;

/**
 * A column by whose values a destination table is partitioned.
 *
 * @param name its name
 * @param value where its values come from
 * @param comment its comment; empty for none
 */
public record PartitionColumn(String name, ValueAssigner value, String comment) {

    public PartitionColumn {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a partition column needs a name");
        }
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(comment, "comment");
    }

    @Override
    public String toString() {
        return name + " = " + value;
    }
}
