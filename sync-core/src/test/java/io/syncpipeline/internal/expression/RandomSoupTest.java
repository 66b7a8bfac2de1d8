package io.syncpipeline.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.DirtyRowException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes, an expression is refused with an error of the definition, fails with a dirty row, or has a value of its type. */
class RandomSoupTest {

    private static final int CASES = Integer.getInteger("sync.test.fuzz.cases", 20_000);
    private static final long SEED = Long.getLong("sync.test.seed", 20_240_131L);

    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "(",
            ")",
            ",",
            ",",
            "=",
            "<>",
            "<",
            ">=",
            "+",
            "-",
            "*",
            "/",
            "%",
            " AND ",
            " OR ",
            " NOT ",
            " IN (",
            " BETWEEN ",
            " LIKE ",
            " ESCAPE ",
            " IS NULL",
            " IS NOT NULL",
            "CAST(",
            " AS INT)",
            " AS TEXT)",
            " AS DATE)",
            " AS DECIMAL(10,2))",
            "TRUE",
            "FALSE",
            "NULL",
            "1",
            "0",
            "2.50",
            "-9223372036854775808",
            "9223372036854775807",
            "'a'",
            "'2024-01-31'",
            "'%a_'",
            "'yyyy-MM-dd'",
            "'UTC'",
            "'unix'",
            "'$.a'",
            "'!'",
            "'",
            "\"",
            "`",
            "#{id}",
            "#{amount}",
            "#{price}",
            "#{name}",
            "#{active}",
            "#{day}",
            "#{created}",
            "#{moment}",
            "#{bad_day}",
            "#{note}",
            "#{bytes}",
            "#{doc}",
            "#{span}",
            "#{vector}",
            "#{tiny}",
            "#{x}",
            "#{",
            "${EVENT_TIME}",
            "${x}",
            "name",
            " ",
            "\n",
            ".",
            "\\",
            "é",
            "𝒵",
            "\uD800",
            "CONCAT(",
            "SUBSTRING(",
            "LOWER(",
            "LPAD(",
            "LENGTH(",
            "COALESCE(",
            "IF(",
            "NULLIF(",
            "ABS(",
            "ROUND(",
            "CEIL(",
            "MOD(",
            "DATE_FORMAT(",
            "TO_TIMESTAMP(",
            "NOW()",
            "DATE_ADD(",
            "MD5(",
            "HASH_MOD(",
            "REGEXP_REPLACE(",
            "JSON_VALUE(",
            "TWICE(",
            "COUNT_NULLS(");

    @Test
    @Timeout(120)
    void randomTokens() {
        Random random = new Random(SEED);
        int compiled = 0;
        for (int i = 0; i < CASES; i++) {
            StringBuilder soup = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int j = 0; j < length; j++) {
                soup.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            compiled += survives(soup.toString(), random.nextBoolean()) ? 1 : 0;
        }
        assertThat(compiled).isPositive();
    }

    @Test
    @Timeout(120)
    void damagedExpressions() {
        List<String> whole = List.of(
                "IF(#{id} > 1 AND #{name} LIKE '%a!_' ESCAPE '!', CONCAT(#{name}, '_', NOW()), COALESCE(#{note}, 'x'))",
                "DATE_FORMAT(#{millis}, \"millis\", \"Asia/Shanghai\", \"yyyy-MM-dd HH:mm:ss.SSS ZZ\")",
                "ROUND(#{amount} * 1.07 / NULLIF(#{tiny} + 7, 0), 2) NOT BETWEEN 1 AND CAST('2.5' AS DECIMAL(5,2))",
                "#{day} NOT IN ('2024-01-01', '2024-01-31') OR NOT #{active} OR #{moment} >= '2024-01-31T00:00:00+08:00'");
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            StringBuilder damaged = new StringBuilder(whole.get(random.nextInt(whole.size())));
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.setCharAt(at, (char) (32 + random.nextInt(95)));
                    default -> damaged.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                }
            }
            survives(damaged.toString(), random.nextBoolean());
        }
    }

    @Test
    void theLongestTextsAreRefusedQuickly() {
        int most = ExpressionText.MOST_CHARACTERS;
        for (String piece : List.of(
                "(",
                "'",
                "''",
                "-",
                "- ",
                "NOT ",
                "a",
                "1",
                "1+",
                "#{",
                "ABS(",
                "TRUE OR ",
                "1,",
                "\\",
                ".",
                "`",
                "CAST(1 AS ",
                "IN(",
                "\n")) {
            String text = piece.repeat(most / piece.length());
            assertThat(Duration.ofNanos(nanosOf(text))).as(piece).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static long nanosOf(String text) {
        long start = System.nanoTime();
        survives(text, true);
        return System.nanoTime() - start;
    }

    /** Whether the text is an expression; anything but the two exceptions of the contract ends the test. */
    private static boolean survives(String text, boolean filter) {
        try {
            Expression expression = Expression.compile(text, filter ? SampleRow.filters() : SampleRow.values());
            // Checks the value's class too.
            assertThat(Outcome.of(text, filter ? SampleRow.filters() : SampleRow.values(), SampleRow.ROW))
                    .isNotNull();
            return expression.type() != null;
        } catch (DefinitionException e) {
            assertThat(e.getMessage()).startsWith("line ");
            return false;
        } catch (DirtyRowException e) {
            return true;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            throw new AssertionError("seed " + SEED + ", expression: " + text, e);
        }
    }
}
