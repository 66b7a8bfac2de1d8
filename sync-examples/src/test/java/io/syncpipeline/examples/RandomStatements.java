package io.syncpipeline.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Statements that change rows of a table at random. The same random numbers give the same statements. Not thread-safe. */
final class RandomStatements {

    /** Columns that {@link RandomDefinitions} adds and drops. */
    private static final List<String> PASSING_VALUES =
            List.of("ext_i = 7", "ext_v = 'ß'", "ext_d = 1.25", "ext_t = '2024-05-06 07:08:09.123'", "ren_v = 'é '");

    private static final List<String> VALUES = List.of(
            "n = n + 1",
            "n = -n, d = NULL",
            "s = CONCAT(LEFT(COALESCE(s, 'größe'), 40), '気')",
            "s = NULL",
            "s = 'trailing  '",
            "d = d - 0.01",
            "d = -9999999.99, t = NULL",
            "t = '2038-01-19 03:14:07.999'",
            "t = '2024-10-27 01:30:00.5', b = X'00FF00'",
            "b = X'20', s = ''",
            "b = NULL");

    private final Random random;

    RandomStatements(Random random) {
        this.random = random;
    }

    /** One change of a table: mostly one statement. */
    List<String> change(SoakTable table) {
        int key = random.nextInt(SoakTable.KEYS);
        int other = random.nextInt(SoakTable.KEYS);
        return switch (random.nextInt(20)) {
            case 0, 1 -> List.of("INSERT IGNORE INTO " + values(table, 1 + random.nextInt(20)));
            case 2, 3 -> List.of("REPLACE INTO " + values(table, 1 + random.nextInt(6)));
            case 4, 5 ->
                List.of("INSERT INTO " + values(table, 1 + random.nextInt(8)) + " ON DUPLICATE KEY UPDATE "
                        + assignment(table));
            case 6 ->
                List.of("INSERT IGNORE INTO " + values(table, 2) + " ON DUPLICATE KEY UPDATE " + table.becomes(other));
            case 7, 8, 9 -> List.of("UPDATE " + table.name() + " SET " + assignment(table) + " WHERE " + table.is(key));
            case 10, 11 ->
                List.of("UPDATE " + table.name() + " SET " + assignment(table) + " ORDER BY " + table.order()
                        + " LIMIT " + (2 + random.nextInt(30)));
            case 12, 13 -> List.of("DELETE FROM " + table.name() + " WHERE " + table.is(key));
            case 14 ->
                List.of("DELETE FROM " + table.name() + " ORDER BY " + table.order() + " DESC LIMIT "
                        + (2 + random.nextInt(6)));
            case 15 ->
                List.of("UPDATE IGNORE " + table.name() + " SET " + table.becomes(other) + ", n = n + 1 WHERE "
                        + table.is(key));
            case 16 -> swap(table, key, other);
            case 17 -> rekey(table, "WHERE " + table.is(key));
            case 18 -> rekey(table, "ORDER BY " + table.order() + " DESC LIMIT " + (2 + random.nextInt(12)));
            default ->
                List.of(
                        "DELETE FROM " + table.name() + " WHERE " + table.is(key),
                        "INSERT IGNORE INTO " + values(table, 1));
        };
    }

    /** Changes of thousands of rows. */
    List<String> large(SoakTable table) {
        return switch (random.nextInt(3)) {
            case 0 -> List.of("UPDATE " + table.name() + " SET " + assignment(table));
            case 1 -> List.of("REPLACE INTO " + values(table, SoakTable.KEYS));
            default ->
                List.of(
                        "DELETE FROM " + table.name() + " WHERE n % 3 = 0",
                        "INSERT IGNORE INTO " + values(table, SoakTable.KEYS / 2),
                        "UPDATE " + table.name() + " SET n = n + 1");
        };
    }

    /** Two rows exchange their keys by way of a third. */
    private List<String> swap(SoakTable table, int one, int other) {
        int spare = SoakTable.KEYS + random.nextInt(20);
        List<String> statements = new ArrayList<>();
        int[][] moves = {{one, spare}, {other, one}, {spare, other}};
        for (int[] move : moves) {
            statements.add(
                    "UPDATE IGNORE " + table.name() + " SET " + table.becomes(move[1]) + " WHERE " + table.is(move[0]));
        }
        return statements;
    }

    private List<String> rekey(SoakTable table, String which) {
        String assignment = table.rekeying().isEmpty()
                ? assignment(table)
                : table.rekeying().get(random.nextInt(table.rekeying().size()));
        return List.of("UPDATE IGNORE " + table.name() + " SET " + assignment + " " + which);
    }

    private String assignment(SoakTable table) {
        if (random.nextInt(80) == 0) {
            return PASSING_VALUES.get(random.nextInt(PASSING_VALUES.size()));
        }
        if (!table.moreValues().isEmpty() && random.nextBoolean()) {
            return table.moreValues().get(random.nextInt(table.moreValues().size()));
        }
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private String values(SoakTable table, int rows) {
        StringBuilder values = new StringBuilder(table.name())
                .append(" (")
                .append(table.columns())
                .append(") VALUES ");
        for (int i = 0; i < rows; i++) {
            int key = random.nextInt(SoakTable.KEYS);
            values.append(i == 0 ? "" : ", ").append(row(table, key));
        }
        return values.toString();
    }

    /** All rows that a table begins with: those of the even numbers. */
    static String firstRows(SoakTable table) {
        StringBuilder values = new StringBuilder("INSERT IGNORE INTO ")
                .append(table.name())
                .append(" (")
                .append(table.columns())
                .append(") VALUES ");
        for (int key = 0; key < SoakTable.KEYS; key += 2) {
            values.append(key == 0 ? "" : ", ").append(row(table, key));
        }
        return values.toString();
    }

    private static String row(SoakTable table, int key) {
        return "(" + String.join(", ", table.key().apply(key)) + ", " + key + ", 'nëw " + key + "', " + key
                + ".25, '2024-01-01 00:00:00." + key % 10 + "', X'0" + key % 10 + "FF')";
    }
}
