package io.syncpipeline.mysql.internal.ddl;

import org.jspecify.annotations.Nullable;

/**
 * A column as a clause defines it.
 *
 * @param name its name
 * @param type its type, with what is said of its character set
 * @param nullable whether it says NULL (true) or NOT NULL (false); null when it says neither
 * @param autoIncrement whether it counts up, which makes it NOT NULL
 * @param primary whether it is the primary key
 * @param unique whether it is a unique key
 * @param comment its comment; empty when it has none
 * @param place where it goes
 */
record ColumnDefinition(
        String name,
        DeclaredType type,
        @Nullable Boolean nullable,
        boolean autoIncrement,
        boolean primary,
        boolean unique,
        String comment,
        Place place) {

    /**
     * Where a column goes.
     *
     * @param first whether before all others
     * @param after the column it goes behind; null when none is named
     */
    record Place(boolean first, @Nullable String after) {
        static final Place UNSAID = new Place(false, null);

        boolean isSaid() {
            return first || after != null;
        }
    }
}
