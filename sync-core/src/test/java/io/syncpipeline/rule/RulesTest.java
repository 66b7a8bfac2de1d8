package io.syncpipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.TableId;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Selectors and mapping rules: what they do and what they refuse. */
class RulesTest {

    private static final TableId ORDERS = new TableId("shop", "orders");

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static void refusedTwice(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    @Test
    void aSelectorByNamesTakesThoseTablesAndRequiresThem() {
        TableSelector selector = TableSelector.named("shop", "orders", "customers");
        assertThat(selector.accepts(ORDERS)).isTrue();
        assertThat(selector.accepts(new TableId("shop", "Orders"))).isFalse();
        assertThat(selector.accepts(new TableId("shop2", "orders"))).isFalse();
        assertThat(selector.required()).containsExactlyInAnyOrder(ORDERS, new TableId("shop", "customers"));
    }

    @Test
    void aSelectorByExpressionsMatchesWholeNames() {
        TableSelector selector = TableSelector.matching("shop_\\d+", "order");
        assertThat(selector.accepts(new TableId("shop_1", "order"))).isTrue();
        assertThat(selector.accepts(new TableId("shop_1", "orders"))).isFalse();
        assertThat(selector.accepts(new TableId("my_shop_1", "order"))).isFalse();
        assertThat(selector.required()).isEmpty();
    }

    @Test
    void exceptionsTakeTablesOut() {
        TableSelector selector =
                TableSelector.matching("shop", ".*").except("shop", "tmp_.*").except(".*", "log");
        assertThat(selector.accepts(ORDERS)).isTrue();
        assertThat(selector.accepts(new TableId("shop", "tmp_1"))).isFalse();
        assertThat(selector.accepts(new TableId("shop", "log"))).isFalse();
        assertThat(TableSelector.named("shop", "orders", "log")
                        .except("shop", "log")
                        .required())
                .containsExactly(ORDERS);
    }

    @Test
    void selectorsRefuseWhatCannotBeMeant() {
        refused(
                () -> TableSelector.named("shop"),
                "name at least one table of shop; for all of them use TableSelector.matching(\"\\Qshop\\E\", \".*\")");
        refused(
                () -> TableSelector.matching("shop", "or(ders"),
                "the table expression 'or(ders' is no regular expression: Unclosed group");
        refused(
                () -> TableSelector.matching("[", ".*"),
                "the database expression '[' is no regular expression: Unclosed character class");
        refusedTwice(
                () -> TableSelector.matching("a", "b").mergedInto("x").mergedInto("y"),
                "mergedInto was already set to x");
        refused(() -> TableSelector.matching("a", "b").mergedInto(" "), "mergedInto needs the name of a table");
    }

    @Test
    void selectorsSayWhatTheySelect() {
        assertThat(TableSelector.named("shop", "orders")).hasToString("shop.[orders]");
        assertThat(TableSelector.matching("s", "o.*").except("s", "x").mergedInto("all"))
                .hasToString("s.o.* except [s.x] into all");
    }

    @Test
    void rulesRefuseWhatCannotBeMeant() {
        MappingRule rule = MappingRule.forAllTables();
        refused(() -> rule.primaryKey(new String[0]), "primaryKey needs at least one column");
        refused(() -> rule.copyCondition(" "), "copyCondition must not be empty; leave it out to copy all rows");
        refusedTwice(() -> rule.primaryKey("a").primaryKey("b"), "primaryKey was already set to [a]");
        refusedTwice(() -> rule.splitKey("a").splitKey("b"), "splitKey was already set to [a]");
        refusedTwice(() -> rule.copyCondition("a").copyCondition("b"), "copyCondition was already set to a");
        refusedTwice(
                () -> rule.destinationName(NameTemplate.of("a")).destinationName(NameTemplate.of("b")),
                "destinationName was already set to a");
    }

    @Test
    void aRuleHoldsWhatItSaysAndNothingElse() {
        MappingRule rule = MappingRule.forTable("shop", "orders").primaryKey("a", "b");
        assertThat(rule.named()).containsExactly(ORDERS);
        assertThat(rule.concerns(ORDERS)).isTrue();
        assertThat(rule.concerns(new TableId("shop", "customers"))).isFalse();
        assertThat(rule.said(Aspect.PRIMARY_KEY)).contains(List.of("a", "b"));
        assertThat(rule.said(Aspect.SPLIT_KEY)).isEmpty();
        assertThat(rule.said(Aspect.COPY_CONDITION)).isEmpty();
        assertThat(rule.said(Aspect.DESTINATION_NAME)).isEmpty();
        assertThat(rule).hasToString("rule for shop.orders");
        assertThat(MappingRule.forAllTables()).hasToString("rule for all tables");
        assertThat(MappingRule.forAllTables().concerns(ORDERS)).isTrue();
        assertThat(MappingRule.forAllTables().named()).isEmpty();
    }

    @Test
    void aRuleForSomeTablesConcernsThoseThatItsSelectorTakes() {
        MappingRule rule =
                MappingRule.forTables(TableSelector.matching("shop", "or.*").except("shop", "orphans"));
        assertThat(rule.concerns(ORDERS)).isTrue();
        assertThat(rule.concerns(new TableId("shop", "orphans"))).isFalse();
        assertThat(rule.named()).as("nothing that has to be there").isEmpty();
        assertThat(rule).hasToString("rule for shop.or.* except [shop.orphans]");
    }

    @Test
    void whatIsSaidOfSingleKindsOfChangeIsPutTogether() {
        MappingRule rule =
                MappingRule.forAllTables().onInsert(DmlAction.ignore()).onDelete(DmlAction.logicalDelete("gone"));
        assertThat(rule.said(Aspect.DML))
                .contains(Map.of(DmlKind.INSERT, DmlAction.ignore(), DmlKind.DELETE, DmlAction.logicalDelete("gone")));
        refusedTwice(() -> rule.onInsert(DmlAction.normal()), "on(INSERT) was already set to IGNORE");
        refused(
                () -> rule.onUpdate(DmlAction.logicalDelete("gone")),
                "only a DELETE can be a logical deletion, not an UPDATE");
        refused(
                () -> DmlAction.logicalDelete(" "),
                "logicalDelete needs the name of the column that marks deleted rows");
        refused(
                () -> DmlAction.when("", schema -> (change, row) -> true),
                "a condition needs a description, which plans and messages show");
        MappingRule shape = MappingRule.forAllTables().onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL);
        refusedTwice(
                () -> shape.onDdl(DdlKind.DROP_COLUMN, DdlAction.ERROR),
                "onDdl(DROP_COLUMN) was already set to NORMAL");
    }
}
