package io.syncpipeline.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tables in the folder {@code expressions} of the test resources, one test a line: {@code expression => outcome}, where the
 * outcome is a type and a value, or a part of an error. A filter begins with {@code filter: }.
 */
class CasesTest {

    private static final String FILTER = "filter: ";
    private static final String ARROW = " => ";

    @TestFactory
    Stream<DynamicContainer> tables() {
        return Stream.of("operators", "functions", "errors")
                .map(name -> DynamicContainer.dynamicContainer(name, cases(name)));
    }

    private static Stream<DynamicTest> cases(String name) {
        return lines(name)
                .filter(line -> !line.isBlank() && !line.startsWith("## "))
                .map(line -> DynamicTest.dynamicTest(line, () -> check(line)));
    }

    private static Stream<String> lines(String name) {
        try (InputStream file = CasesTest.class.getResourceAsStream("/expressions/" + name + ".txt")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(String line) {
        boolean filter = line.startsWith(FILTER);
        int arrow = line.lastIndexOf(ARROW);
        String expression = line.substring(filter ? FILTER.length() : 0, arrow).strip();
        String expected = line.substring(arrow + ARROW.length()).strip();
        String outcome = Outcome.of(expression, filter ? SampleRow.filters() : SampleRow.values(), SampleRow.ROW);
        if (expected.startsWith("dirty row: ") || expected.startsWith("refused at ")) {
            int part = expected.indexOf(": ") + 2;
            assertThat(outcome).startsWith(expected.substring(0, part)).contains(expected.substring(part));
        } else {
            assertThat(outcome).isEqualTo(expected);
        }
    }
}
