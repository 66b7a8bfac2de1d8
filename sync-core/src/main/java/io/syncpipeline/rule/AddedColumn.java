package io.syncpipeline.rule;

import java.util.Objects;

/**
 * A destination column that no source column has.
 *
 * @param name its name
 * @param type its type in the sink's own words
 * @param value where its values come from
 * @param comment its comment; empty for none
 */
public record AddedColumn(String name, String type, ValueAssigner value, String comment) {

    public AddedColumn {
        if (name.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException(
                    "an added column needs a name and a type, not '" + name + "' '" + type + "'");
        }
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(comment, "comment");
    }

    @Override
    public String toString() {
        return name + " " + type + " = " + value;
    }
}
