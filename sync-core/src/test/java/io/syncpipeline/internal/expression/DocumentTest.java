package io.syncpipeline.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/expressions.md} says what is true: its row is the row of the tests, and its examples give what it says. */
class DocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "expressions.md");
    private static final int LEAST_EXAMPLES = 100;

    /** One row of a table with the names of its columns. */
    private record Line(List<String> header, List<String> cells) {}

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        List<Line> examples = lines().stream()
                .filter(l -> l.header().contains("example"))
                .filter(l -> !l.cells().get(l.header().indexOf("example")).isEmpty())
                .toList();
        assertThat(examples).hasSizeGreaterThan(LEAST_EXAMPLES);
        return examples.stream().map(line -> {
            int at = line.header().indexOf("example");
            String expression = code(line.cells().get(at));
            String expected = line.cells().get(at + 1);
            return DynamicTest.dynamicTest(expression, () -> check(expression, expected));
        });
    }

    private static void check(String expression, String expected) {
        String outcome = Outcome.of(expression, SampleRow.values(), SampleRow.ROW);
        if (expected.startsWith("`")) {
            assertThat(outcome.substring(outcome.indexOf(' ') + 1)).isEqualTo(code(expected));
            assertThat(outcome).doesNotStartWith("refused").doesNotStartWith("dirty");
        } else {
            assertThat(expected).isIn("refused", "dirty row");
            assertThat(outcome).startsWith(expected);
        }
    }

    @Test
    void theRowIsTheOneOfTheTests() throws IOException {
        List<Line> columns = lines().stream()
                .filter(l -> l.header().equals(List.of("column", "type", "value")))
                .toList();
        assertThat(columns).isNotEmpty();
        for (Line line : columns) {
            String name = code(line.cells().get(0));
            Column column = SampleRow.SCHEMA
                    .columns()
                    .get(SampleRow.SCHEMA.indexOf(name).orElseThrow());
            assertThat(Outcome.of("#{" + name + "}", SampleRow.values(), SampleRow.ROW))
                    .isEqualTo(line.cells().get(1) + " " + code(line.cells().get(2)));
            assertThat(column.type()).hasToString(line.cells().get(1));
        }
    }

    @Test
    void everyFunctionIsThere() throws IOException {
        Pattern call = Pattern.compile("([A-Z_0-9]+)\\(");
        String documented = lines().stream()
                .filter(l -> l.header().get(0).equals("function"))
                .flatMap(l -> call.matcher(l.cells().get(0)).results())
                .map(r -> r.group(1))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        assertThat(documented).isEqualTo(String.join(" ", BuiltIns.names()));
    }

    private static String code(String cell) {
        Matcher matcher = Pattern.compile("`(.*)`").matcher(cell);
        assertThat(matcher.matches()).as(cell).isTrue();
        return matcher.group(1);
    }

    private static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        List<String> header = null;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (!line.startsWith("|")) {
                header = null;
            } else if (header == null) {
                header = cells(line);
            } else if (!line.startsWith("|---")) {
                List<String> cells = cells(line);
                assertThat(cells).as(line).hasSameSizeAs(header);
                lines.add(new Line(header, cells));
            }
        }
        return lines;
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
