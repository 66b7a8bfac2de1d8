package io.syncpipeline.model;

import java.util.Objects;

/**
 * One column of a destination table.
 *
 * @param name its name
 * @param type its type in the sink's own words, such as {@code DECIMAL(20,0)}
 * @param valueType what the values written to it are; a described table has none of its own and reports the type it stores
 * @param nullable whether it may hold NULL
 * @param comment its comment; empty for none
 */
public record DestinationColumn(String name, String type, DataType valueType, boolean nullable, String comment) {

    public DestinationColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(valueType, "valueType");
        Objects.requireNonNull(comment, "comment");
    }

    @Override
    public String toString() {
        return name + " " + type + (nullable ? "" : " NOT NULL");
    }
}
