package io.syncpipeline.examples;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A table of the soak. Its rows are told apart by whole numbers, each of which has a key in the table's own types; where the collation
 * takes different texts for the same, so do some of the numbers.
 *
 * @param name the table's name
 * @param keyColumns the columns of its key
 * @param keyDefinition these columns and the key itself, as CREATE TABLE wants them
 * @param key the key of a number, as SQL literals
 * @param rekeying assignments that change a key without regard to what it was
 * @param moreColumns further columns, as CREATE TABLE wants them
 * @param moreValues assignments to these columns
 */
record SoakTable(
        String name,
        List<String> keyColumns,
        String keyDefinition,
        IntFunction<List<String>> key,
        List<String> rekeying,
        List<String> moreColumns,
        List<String> moreValues) {

    /** The numbers that have keys are 0 to this one, which is not one of them. */
    static final int KEYS = 1_200;

    /** Columns that every table has besides its key. */
    static final List<String> VALUE_COLUMNS = List.of("n", "s", "d", "t", "b");

    SoakTable(String name, List<String> keyColumns, String keyDefinition, IntFunction<List<String>> key) {
        this(name, keyColumns, keyDefinition, key, List.of(), List.of(), List.of());
    }

    /** The same table, with assignments that change its keys. */
    SoakTable rekeyedBy(String... assignments) {
        return new SoakTable(name, keyColumns, keyDefinition, key, List.of(assignments), moreColumns, moreValues);
    }

    /** The same table, with more columns. */
    SoakTable with(List<String> columns, List<String> values) {
        return new SoakTable(name, keyColumns, keyDefinition, key, rekeying, columns, values);
    }

    String create() {
        String more = moreColumns.isEmpty() ? "" : ", " + String.join(", ", moreColumns);
        return "CREATE TABLE " + name + " (" + keyDefinition
                + ", n INT NOT NULL DEFAULT 0, s VARCHAR(60) CHARACTER SET utf8mb4, d DECIMAL(12,2), t TIMESTAMP(3) NULL,"
                + " b VARBINARY(20)" + more + ")";
    }

    /** All columns that a row is inserted with. */
    String columns() {
        return String.join(", ", keyColumns) + ", " + String.join(", ", VALUE_COLUMNS);
    }

    /** The condition for the row of a number. */
    String is(int number) {
        return pairs(number, " AND ");
    }

    /** The assignments that give a row the key of a number. */
    String becomes(int number) {
        return pairs(number, ", ");
    }

    private String pairs(int number, String separator) {
        List<String> literals = key.apply(number);
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < keyColumns.size(); i++) {
            pairs.append(i == 0 ? "" : separator)
                    .append(keyColumns.get(i))
                    .append(" = ")
                    .append(literals.get(i));
        }
        return pairs.toString();
    }

    /** The columns by which rows are put in order. */
    String order() {
        return String.join(", ", keyColumns);
    }
}
