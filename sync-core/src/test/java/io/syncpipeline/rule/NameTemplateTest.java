package io.syncpipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.TableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of destination tables: variables, groups of the selector's expressions, and changes to both. */
class NameTemplateTest {

    private static final TableId ORDERS = new TableId("shop", "orders");
    private static final TableSelector ANY = TableSelector.matching(".*", ".*");
    private static final TableId SHARD = new TableId("shop_eu_07", "Order_2024_03");
    private static final TableSelector SHARDS =
            TableSelector.matching("shop_(?<region>\\w+)_(\\d+)", "(Order)_(?<year>\\d+)_(\\d+)(x)?");

    private static String named(NameTemplate template) {
        return template.apply("db1:3306", ORDERS, ANY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${table_name} | orders",
                "${source_database_name}_${table_name} | shop_orders",
                "${source_datasource_name}-${table_name}-${table_name} | db1:3306-orders-orders",
                "fixed | fixed",
                "a$b{c} | a$b{c}"
            })
    void variablesAreReplaced(String template, String name) {
        assertThat(named(NameTemplate.of(template))).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders_${source_database_name.region} | orders_eu",
                "${table_name.year}${table_name.3}_${source_database_name.2} | 202403_07",
                "${table_name.1}s | Orders",
                "${table_name.0} | Order_2024_03"
            })
    void groupsOfTheSelectorsExpressionsAreVariablesToo(String template, String name) {
        assertThat(NameTemplate.of(template).apply("s", SHARD, SHARDS)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"${table_name.9}", "${table_name.region}", "${table_name.4}", "${source_database_name.year}"})
    void aGroupThatTheExpressionDoesNotHaveIsAnErrorOfTheDefinition(String template) {
        assertThatThrownBy(() -> NameTemplate.of(template).apply("s", SHARD, SHARDS))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(
                        "the name template '" + template + "' takes " + template + " from shop_eu_07.Order_2024_03")
                .hasMessageContaining("has no such group, or it matched nothing");
        assertThatThrownBy(() -> NameTemplate.of(template).apply("s", ORDERS, TableSelector.named("shop", "orders")))
                .isInstanceOf(DefinitionException.class);
    }

    @Test
    void changesAreMadeInTheOrderInWhichTheyWereAdded() {
        NameTemplate template = NameTemplate.of("${table_name}");
        assertThat(named(template.replace("or", "x").replace("x", "yy"))).isEqualTo("yyders");
        assertThat(named(template.upper().prefix("ods_").suffix("_V1"))).isEqualTo("ods_ORDERS_V1");
        assertThat(named(template.prefix("ODS_").lower())).isEqualTo("ods_orders");
        assertThat(named(template.replaceRegex("(o)(r)", "$2$1_").replaceRegex("s$", "")))
                .isEqualTo("ro_der");
        assertThat(named(template)).as("templates do not change").isEqualTo("orders");
    }

    @Test
    void aVariableIsChangedBeforeItIsPutIn() {
        NameTransform transform =
                NameTransform.none().replace("shop", "dev_shop").upper();
        NameTemplate template = NameTemplate.of("${source_database_name}_${table_name}")
                .transform(NameVariable.SOURCE_DATABASE_NAME, transform)
                .transform(
                        NameVariable.TABLE_NAME,
                        NameTransform.none().prefix("t_").suffix("_x"))
                .replace("DEV_", "prd_");
        assertThat(named(template)).isEqualTo("prd_SHOP_t_orders_x");
        assertThat(template.value(NameVariable.SOURCE_DATABASE_NAME, "s", ORDERS))
                .isEqualTo("DEV_SHOP");
        assertThat(template.value(NameVariable.SOURCE_DATASOURCE_NAME, "s", ORDERS))
                .isEqualTo("s");
        assertThatThrownBy(() -> template.transform(NameVariable.TABLE_NAME, transform))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the transform of ${table_name} was already set to prefix 't_', suffix '_x'");
    }

    @Test
    void aTableNamedLikeAVariableIsNotExpandedAgain() {
        TableId tricky = new TableId("${table_name}", "orders");
        assertThat(NameTemplate.of("${source_database_name}").apply("s", tricky, ANY))
                .isEqualTo("${table_name}");
    }

    @Test
    void itSaysWhatItDoes() {
        assertThat(NameTemplate.DEFAULT).hasToString("${source_database_name}_${table_name}");
        assertThat(NameTemplate.of("ods_${table_name}")
                        .transform(NameVariable.TABLE_NAME, NameTransform.none().upper())
                        .replace("a", "b")
                        .replaceRegex("\\d+", "")
                        .lower()
                        .named("ods"))
                .hasToString(
                        "ods: ods_${table_name}, ${table_name} with upper case, then 'a' becomes 'b', /\\d+/ becomes"
                                + " '', lower case");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameTemplate.of(" "))
                .withMessage("a name template must not be empty");
        for (String unknown :
                new String[] {"ods_${table}", "${table_name", "${source_datasource_name.1}", "${table_name.}"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NameTemplate.of(unknown))
                    .withMessageStartingWith("unknown variable in the name template '" + unknown + "'; there are");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameTemplate.DEFAULT.replace("", "x"))
                .withMessage("the text to replace must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameTemplate.DEFAULT.replaceRegex("(", "x"))
                .withMessage("the expression '(' is no regular expression: Unclosed group");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameTemplate.DEFAULT.replaceRegex("(a)", "$2"))
                .withMessageStartingWith("the replacement '$2' does not fit the expression '(a)'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameTemplate.DEFAULT.named("x".repeat(51)))
                .withMessageStartingWith("the name of a name template has 1 to 50 characters");
    }
}
