package io.syncpipeline.testkit.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as a scenario writes it: the names of the columns and, below, the rows in any order, parted by vertical bars. NULL is written
 * {@code NULL}; a text that is empty, is {@code NULL}, has blanks at its ends, a bar or a quote at its beginning stands in single quotes, in
 * which a quote is written twice.
 *
 * @param columns the columns in order
 * @param rows the rows' values in the same order, as they are written
 */
public record ScenarioTable(List<String> columns, List<List<String>> rows) {

    private static final String NULL = "NULL";
    private static final String RANKED = "#";
    private static final String UNCOMPARED = "?";

    public ScenarioTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** How a value is written. */
    public static String cell(@Nullable String value) {
        if (value == null) {
            return NULL;
        }
        boolean plain = !value.isEmpty()
                && !value.equals(NULL)
                && value.equals(value.strip())
                && value.indexOf('|') < 0
                && value.charAt(0) != '\'';
        return plain ? value : "'" + value.replace("'", "''") + "'";
    }

    /**
     * The table as one with these columns is compared with it. A column that has a mark there has it here, too: behind {@code #} each
     * value is its rank among the column's values, as {@code #1} for the least text, and behind {@code ?} each value is a question mark.
     * NULL stays NULL.
     *
     * @param header names of columns, some with a mark before them
     */
    ScenarioTable comparedAs(List<String> header) {
        List<String> names = new ArrayList<>(columns);
        List<List<String>> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(new ArrayList<>(row)));
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            List<String> values = rows.stream()
                    .map(row -> row.get(column))
                    .filter(v -> !v.equals(NULL))
                    .distinct()
                    .sorted()
                    .toList();
            boolean ranked = header.contains(RANKED + columns.get(i));
            if (ranked || header.contains(UNCOMPARED + columns.get(i))) {
                names.set(i, (ranked ? RANKED : UNCOMPARED) + columns.get(i));
                cells.forEach(row -> {
                    int rank = values.indexOf(row.get(column));
                    row.set(column, rank < 0 ? NULL : ranked ? RANKED + (rank + 1) : UNCOMPARED);
                });
            }
        }
        return new ScenarioTable(names, cells);
    }

    static ScenarioTable of(List<Line> lines) {
        List<List<String>> rows = lines.stream().map(ScenarioTable::cells).toList();
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).size() != rows.get(0).size()) {
                throw lines.get(i)
                        .wrong("a row of " + rows.get(i).size() + " values below "
                                + rows.get(0).size() + " columns");
            }
        }
        return new ScenarioTable(rows.get(0), rows.subList(1, rows.size()));
    }

    private static List<String> cells(Line line) {
        String text = line.text().strip();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            // Of a quote that is written twice the first one closes, and the second one opens again.
            boolean opens = !quoted && (cell.toString().isBlank() || cell.charAt(cell.length() - 1) == '\'');
            quoted = c == '\'' ? opens : quoted;
            if (c == '|' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        if (cells.contains("")) {
            throw line.wrong("a value is missing; an empty text is written ''");
        }
        return cells;
    }

    /** The table with its rows in the order of their texts, aligned, so that two that are alike have the same text. */
    @Override
    public String toString() {
        List<List<String>> all = new ArrayList<>();
        all.add(columns);
        rows.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).forEach(all::add);
        int[] width = new int[columns.size()];
        for (List<String> row : all) {
            Arrays.setAll(width, i -> Math.max(width[i], row.get(i).length()));
        }
        return all.stream().map(row -> aligned(row, width)).collect(Collectors.joining("\n"));
    }

    private static String aligned(List<String> row, int[] width) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            text.append(i == 0 ? "" : " | ").append(Objects.requireNonNull(row.get(i)));
            text.append(" ".repeat(width[i] - row.get(i).length()));
        }
        return text.toString().stripTrailing();
    }
}
