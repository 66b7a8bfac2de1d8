package io.syncpipeline.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.testkit.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scenarios must not get away with. */
class ScenarioParserTest {

    private static final String GOOD = """
            # A table is copied

            rules:
                tables named shop orders

            before:
                CREATE TABLE shop.orders (id INT PRIMARY KEY, v VARCHAR(5));
                INSERT INTO shop.orders VALUES (1, 'a');

            while running:
                UPDATE shop.orders SET v = 'b' WHERE id = 1;

            destination shop_orders:
                id | v
                1  | b
            """;

    private static final String LOG = """
            # Changes are added to a log

            rules:
                mode INCREMENTAL
                tables named shop orders
                rule forTable shop orders
                    writeMode appendFlattened named SOURCE_NAME at
                    lifecycle 30

            before:
                CREATE TABLE shop.orders (id INT PRIMARY KEY, v VARCHAR(5));

            while running:
                INSERT INTO shop.orders VALUES (1, 'a'), (2, NULL);

            created shop_orders: kind APPEND lifecycle 30

            destination shop_orders:
                #_sequence_id_ | _operation_type_ | ?_execute_time_ | _before_image_ | _after_image_ | at       | _src_database_ | _src_table_ | id | ?v
                #1             | I                | ?               | N              | Y             | scripted | shop           | orders      | 1  | ?
                #2             | I                | ?               | N              | Y             | scripted | shop           | orders      | 2  | NULL
            """;

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private void carryOut(String text) throws InterruptedException {
        ScenarioRun.of(Scenario.parse("x.scenario", text), new ScriptedServers(leaks));
    }

    @Test
    void aScenarioThatIsRightPasses() throws InterruptedException {
        carryOut(GOOD);
        assertThat(Scenario.parse("x.scenario", GOOD)).hasToString("x: A table is copied");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "# A table ! A table ! x.scenario line 1: the first line is the title",
                "while running: ! while runing: ! x.scenario line 10: there is no such section",
                "while running: ! While running ! x.scenario line 11: this belongs to no section",
                "tables named ! table named ! x.scenario line 4: 'table' is none of [mode, start, tables,",
                "named shop ! like shop ! x.scenario line 4: 'like' is none of [named, matching]",
                "shop orders ! shop orders customers ! x.scenario line 4: 'customers' is not understood here",
                "shop orders ! shop \"orders ! x.scenario line 4: a double quote is missing",
                "VALUES ! SELECT ! x.scenario line 8: expected VALUES, found 'SELECT'",
                "WHERE id = 1 ! WHERE id LIKE 1 ! x.scenario line 11: 'LIKE' is no comparison",
                "WHERE id = 1; ! WHERE id = 1 ! x.scenario line 11: the statement's semicolon is missing",
                "VARCHAR(5) ! VARCHAR(5) DEFAULT 'x' ! x.scenario line 7: expected ), found 'DEFAULT'",
                "VARCHAR(5) ! GEOMETRY ! x.scenario line 7: scenarios do not know the type geometry",
                "(1, 'a') ! (1, 'abcdef') ! is too short for 'abcdef'",
                "(1, 'a') ! ('1', 'a') ! does not take the text '1'",
                "(1, 'a') ! (1, 'a', 2) ! are 2 columns, the row",
                "(1, 'a') ! (1, 'a'), (1, 'b') ! shop.orders has a row of the key [1]",
                "SET v ! SET w ! shop.orders has no column w",
                "1  | b ! 1  | b | c ! x.scenario line 15: a row of 3 values below 2 columns",
            })
    void whatIsNotUnderstoodIsAnError(String part, String changed, String message) {
        String text = GOOD.replace(part, changed);
        assertThat(text).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> carryOut(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "1  | b ! 1  | c ! rows of shop_orders",
                "id | v ! id | w ! rows of shop_orders",
                "destination shop_orders ! destination orders ! the destination has no table orders, but [shop_orders]",
                "named shop orders ! matching shop .* mergedInto m ! the destination has no table shop_orders, but [m]",
            })
    void whatComesOtherwiseFails(String part, String changed, String message) {
        String text = GOOD.replace(part, changed);
        assertThat(text).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> carryOut(text))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    @Test
    void aLogThatIsRightPasses() throws InterruptedException {
        carryOut(LOG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "#2 ! #1",
                "#2 ! #3",
                "#1 ! #2",
                "?_execute_time_ ! _execute_time_",
                "#_sequence_id_ ! _sequence_id_",
                "#_sequence_id_ ! ?_sequence_id_",
                "2  | NULL ! 2  | ?",
                "1  | ? ! 1  | NULL",
                "1  | ? ! 1  | a",
                "| ?v ! | ?w",
            })
    void whatIsOtherwiseInALogFails(String part, String changed) {
        assertLogFails(part, changed, "rows of shop_orders");
    }

    @Test
    void aTableThatWasCreatedOtherwiseFails() {
        assertLogFails("kind APPEND", "kind APPEND_DELTA", "kind of");
        assertLogFails("APPEND lifecycle 30", "APPEND lifecycle 31", "lifecycle of");
        assertLogFails("APPEND lifecycle 30", "APPEND lifecycles 30", "lifecycles of");
        assertLogFails("APPEND lifecycle 30", "APPEND buckets 2", "buckets of");
    }

    private void assertLogFails(String part, String changed, String message) {
        String text = LOG.replace(part, changed);
        assertThat(text).isNotEqualTo(LOG);
        assertThatThrownBy(() -> carryOut(text))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "appendFlattened ! append ! x.scenario line 7: 'append' is none of [replay, appendFlattened, appendJson]",
                "SOURCE_NAME ! SOURCE ! x.scenario line 7: 'SOURCE' is none of [SEQUENCE_ID,",
                "named SOURCE_NAME at ! naming ! x.scenario line 7: 'naming' is not understood here",
                "    lifecycle 30 ! lifecycle long ! x.scenario line 8: 'long' is not a number of days",
                "kind APPEND lifecycle 30 ! kind ! x.scenario line 16: a value is missing at the end",
                "created shop_orders ! created ! x.scenario line 16: there is no such section",
            })
    void whatIsNotUnderstoodInALogIsAnError(String part, String changed, String message) {
        String text = LOG.replaceFirst(part, changed);
        assertThat(text).isNotEqualTo(LOG);
        assertThatThrownBy(() -> carryOut(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTableThatIsNotShownFails() {
        String text = GOOD.replace("shop orders", "shop orders,more")
                .replace("before:\n", "before:\n    CREATE TABLE shop.more (id INT PRIMARY KEY);\n");
        assertThatThrownBy(() -> carryOut(text))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("shop_more");
    }

    @Test
    void anExpectedRefusalOrEndThatDoesNotComeFails() {
        int destination = GOOD.indexOf("destination");
        assertThatThrownBy(() -> carryOut(GOOD.substring(0, destination) + "refused: no\n"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> carryOut(GOOD.substring(0, destination) + "stops: no\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FAILED");
        assertThatThrownBy(() -> carryOut(GOOD.substring(0, destination)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("it expects nothing");
    }
}
