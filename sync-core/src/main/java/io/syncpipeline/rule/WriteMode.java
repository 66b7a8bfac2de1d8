package io.syncpipeline.rule;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How changes are written to a destination table. What goes together:
 *
 * <table>
 * <caption>Write modes</caption>
 * <tr><th>rows of the table are</th><th>write mode</th><th>kind of destination table</th><th>key</th></tr>
 * <tr><td>copied, and followed or not</td><td>{@link #replay()}</td><td>PK Delta</td><td>needed</td></tr>
 * <tr><td>only followed</td><td>{@link #replay()}</td><td>PK Delta</td><td>needed</td></tr>
 * <tr><td>only followed</td><td>{@link #appendFlattened()}, {@link #appendJson()}</td><td>regular, Append Delta</td><td>none</td></tr>
 * </table>
 *
 * Plans refuse everything else. A table is only followed in a pipeline whose {@link SyncMode} does not copy, or by {@link
 * MappingRule#skipCopy()}.
 */
public sealed interface WriteMode {

    /** Changes are made to the rows of the destination, so that it equals the source. */
    record Replay() implements WriteMode {

        @Override
        public String toString() {
            return "replay";
        }
    }

    /**
     * Changes are added to a log: one record for an insert or a delete, two for an update, with the columns of {@link LogColumn}.
     *
     * @param format how a record holds the row
     * @param names the names of the log's own columns, for each that a log of this form has
     */
    record Append(Format format, Map<LogColumn, String> names) implements WriteMode {

        /** The forms of a record. */
        public enum Format {
            /** Each column of the row is a column of the log. Statements leave no record. */
            FLATTENED,
            /** The row is one JSON object in {@link LogColumn#DATA_COLUMNS}. Statements leave a record of their own. */
            JSON
        }

        public Append {
            EnumMap<LogColumn, String> all = new EnumMap<>(LogColumn.class);
            for (LogColumn column : columns(format)) {
                all.put(column, names.getOrDefault(column, column.defaultName()));
            }
            names = Collections.unmodifiableMap(all);
        }

        private static List<LogColumn> columns(Format format) {
            return Arrays.stream(LogColumn.values())
                    .filter(column -> format == Format.JSON || !column.isJsonOnly())
                    .toList();
        }

        /**
         * The same log with another name for one of its own columns, for a source that has a column of that name itself.
         *
         * @throws IllegalArgumentException when the name is blank, or a log of this form has no such column
         */
        public Append named(LogColumn column, String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the log column " + column + " needs a name");
            }
            if (!names.containsKey(column)) {
                throw new IllegalArgumentException(
                        "a " + format + " log has no column " + column + "; it has " + names.keySet());
            }
            EnumMap<LogColumn, String> changed = new EnumMap<>(names);
            changed.put(column, name);
            return new Append(format, changed);
        }

        @Override
        public String toString() {
            return format == Format.JSON ? "append as JSON" : "append flattened";
        }
    }

    /** Changes are made to the rows of the destination, so that it equals the source: the default. */
    static WriteMode replay() {
        return new Replay();
    }

    /** Changes are added to a log whose columns are those of the row, behind those of {@link LogColumn}. */
    static Append appendFlattened() {
        return new Append(Append.Format.FLATTENED, Map.of());
    }

    /** Changes, and statements that change the table, are added to a log that holds each row as a JSON object. */
    static Append appendJson() {
        return new Append(Append.Format.JSON, Map.of());
    }
}
