package io.syncpipeline.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.Variable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What callers see of an expression, and its limits. */
class ExpressionTest {

    @Test
    void onlyTrueIsTrue() {
        assertThat(isTrue("id = 42")).isTrue();
        assertThat(isTrue("id = 41")).isFalse();
        assertThat(isTrue("none = 41")).isFalse();
        assertThat(isTrue("NOT none = 41")).isFalse();
        assertThat(isTrue("NULL")).isFalse();
    }

    @Test
    void aValueIsNoCondition() {
        Expression value = Expression.compile("#{id}", SampleRow.values());

        assertThatThrownBy(() -> value.isTrue(SampleRow.ROW, SampleRow.VARIABLES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("#{id}");
    }

    @Test
    void theTextIsKept() {
        assertThat(Expression.compile(" #{id}  + 1 ", SampleRow.values())).hasToString(" #{id}  + 1 ");
    }

    @Test
    void errorsOfADefinitionHaveThePlaceAndTheText() {
        assertThatThrownBy(() -> Expression.compile("CONCAT('ä',\r\n\r  '𝒵', #{x})", SampleRow.values()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("line 3, column 8: found the column 'x', expected one of shop.orders")
                .hasMessageEndingWith("In the expression: CONCAT('ä',\r\n\r  '𝒵', #{x})");
    }

    @Test
    void errorsOfARowHaveTheValueAndTheText() {
        Expression cast = Expression.compile("CAST(#{name} AS INT)", SampleRow.values());

        assertThatThrownBy(() -> cast.evaluate(SampleRow.ROW, SampleRow.VARIABLES))
                .isInstanceOf(DirtyRowException.class)
                .hasMessage("CAST: 'Zoë 𝒵ed' is no number. In the expression: CAST(#{name} AS INT)");
    }

    @Test
    void errorsDoNotRepeatLongValues() {
        Expression cast = Expression.compile("CAST(LPAD('', 100000, '𝒵') AS INT)", SampleRow.values());

        assertThatThrownBy(() -> cast.evaluate(SampleRow.ROW, SampleRow.VARIABLES))
                .isInstanceOf(DirtyRowException.class)
                .hasMessageContaining("𝒵...' (100000 characters)");
    }

    @Test
    void saysWhatItReads() {
        Expression expression =
                Expression.compile("IF(#{id} > 1, CONCAT(#{name}, NOW(), ${EVENT_TIME}), #{NAME})", SampleRow.values());

        assertThat(expression.columns()).containsExactlyInAnyOrder(0, 3);
        assertThat(expression.variables()).containsExactlyInAnyOrder(Variable.UPDATE_TIME, Variable.EVENT_TIME);
        assertThat(expression.isDeterministic()).isTrue();
        assertThat(Expression.compile("THROWS(1) IS NULL", SampleRow.values()).isDeterministic())
                .isFalse();
    }

    @Test
    void aTextMayHave65536Characters() {
        String longest = "'" + "x".repeat(65_534) + "'";

        assertThat(Expression.compile(longest, SampleRow.values()).type()).isEqualTo(DataType.of(Kind.TEXT));
        assertThatThrownBy(() -> Expression.compile(longest + " ", SampleRow.values()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("line 1, column 1: the expression has 65537 characters; at most 65536");
    }

    @Test
    void partsMayNest64Deep() {
        assertThat(outcome("(".repeat(64) + "1" + ")".repeat(64))).isEqualTo("INT64 1");
        assertThat(outcome("(".repeat(65) + "1")).contains("1:65: the expression is nested more than 64 deep");
        assertThat(outcome("- ".repeat(63) + "1")).isEqualTo("INT64 -1");
        assertThat(outcome("NOT ".repeat(5_000) + "TRUE")).contains("nested more than 64 deep");
        assertThat(outcome("1 IN (".repeat(5_000))).contains("nested more than 64 deep");
        assertThat(outcome("ABS(".repeat(5_000))).contains("nested more than 64 deep");
        assertThat(outcome("CAST(".repeat(5_000))).contains("nested more than 64 deep");
        assertThat(outcome("+".repeat(5_000))).contains("nested more than 64 deep");
        assertThat(outcome("1" + " + 1".repeat(63))).isEqualTo("INT64 64");
        assertThat(outcome("1" + " + 1".repeat(64))).contains("nested more than 64 deep");
    }

    @Test
    void patternsThatNestTooDeepAreRefused() {
        assertThat(outcome("REGEXP_REPLACE('a', '" + "(".repeat(30_000) + ")".repeat(30_000) + "', 'b')"))
                .startsWith("refused at 1:21: ")
                .contains("expected a regular expression: ");
        assertThat(outcome("DATE_FORMAT(#{day}, '" + "[".repeat(30_000) + "yyyy')"))
                .startsWith("refused at 1:21: ")
                .contains("at most 200 characters");
    }

    @Test
    void manyThreadsEvaluateOneExpression() {
        Expression expression = Expression.compile(
                "CONCAT(SHA256(#{name}), DATE_FORMAT(#{moment}, #{pattern}), REGEXP_REPLACE(#{name}, 'e', 'i'))",
                SampleRow.values());
        Object expected = expression.evaluate(SampleRow.ROW, SampleRow.VARIABLES);

        assertThat(IntStream.range(0, 10_000)
                        .parallel()
                        .mapToObj(i -> expression.evaluate(SampleRow.ROW, SampleRow.VARIABLES))
                        .distinct())
                .containsExactly(expected);
    }

    @Test
    void longChainsOfConditionsAreNotNested() {
        assertThat(outcome("FALSE" + " OR #{id} = 1".repeat(4_000) + " OR TRUE"))
                .isEqualTo("BOOLEAN true");
        assertThat(outcome("TRUE" + " AND #{id} = 42".repeat(4_000))).isEqualTo("BOOLEAN true");
    }

    @Test
    void namesThatAreManyAreCutInErrors() {
        List<Column> columns = IntStream.range(0, 1_000)
                .mapToObj(i -> new Column("c" + i, DataType.of(Kind.INT64), "bigint", "", true, ""))
                .toList();
        TableSchema wide = new TableSchema(new TableId("shop", "wide"), columns, List.of(), List.of(), "");

        assertThatThrownBy(() -> Expression.compile("#{c77x}", Scope.ofValue(wide, List.of())))
                .hasMessageContaining("which has c77, ")
                .hasMessageContaining(" and 960 more");
    }

    @Test
    void functionsHaveNamesOfTheirOwn() {
        NamedFunction mask = NamedFunction.of("mask", DataType.of(Kind.TEXT), a -> a.get(0));
        NamedFunction again = NamedFunction.of("MASK", DataType.of(Kind.TEXT), a -> a.get(0));
        NamedFunction lower = NamedFunction.of("lower", DataType.of(Kind.TEXT), a -> a.get(0));
        NamedFunction keyword = NamedFunction.of("between", DataType.of(Kind.TEXT), a -> a.get(0));

        assertThatThrownBy(() -> Scope.ofValue(SampleRow.SCHEMA, List.of(mask, again)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("two functions named MASK");
        assertThatThrownBy(() -> Scope.ofValue(SampleRow.SCHEMA, List.of(lower)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("lower");
        assertThatThrownBy(() -> Scope.ofFilter(SampleRow.SCHEMA, List.of(keyword)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("between");
    }

    @Test
    void patternsOfColumnsFollowTheRow() {
        TableSchema schema = new TableSchema(
                new TableId("shop", "t"),
                List.of(new Column("zone", DataType.of(Kind.TEXT), "text", "", true, "")),
                List.of(),
                List.of(),
                "");
        Expression expression =
                Expression.compile("DATE_FORMAT(0, 'unix', #{zone}, 'HH')", Scope.ofValue(schema, List.of()));

        assertThat(List.of("UTC", "+08:00", "+08:00", "UTC"))
                .map(zone -> expression.evaluate(new Row(new Object[] {Text.of(zone)}, 0), SampleRow.VARIABLES))
                .map(String::valueOf)
                .containsExactly("00", "08", "08", "00");
    }

    private static boolean isTrue(String filter) {
        return Expression.compile(filter, SampleRow.filters()).isTrue(SampleRow.ROW, SampleRow.VARIABLES);
    }

    private static String outcome(String expression) {
        return Outcome.of(expression, SampleRow.values(), SampleRow.ROW);
    }
}
