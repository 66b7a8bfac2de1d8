package io.syncpipeline.model;

import java.util.Objects;

/**
 * One column of a source table.
 *
 * @param name its name, spelled as the source spells it
 * @param type what its values are
 * @param nativeType its type as declared at the source, in the source's own normal form, such as {@code bigint unsigned}, {@code
 *     varchar(20)} or {@code enum('a','b')}
 * @param charset the source's name of the character set its bytes are in; empty for types without one
 * @param nullable whether it may hold NULL
 * @param comment its comment at the source; empty when it has none
 */
public record Column(String name, DataType type, String nativeType, String charset, boolean nullable, String comment) {

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(nativeType, "nativeType");
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(comment, "comment");
    }

    /** This column under another name. */
    public Column renamed(String newName) {
        return new Column(newName, type, nativeType, charset, nullable, comment);
    }

    @Override
    public String toString() {
        return name + " " + nativeType + (nullable ? "" : " not null");
    }
}
