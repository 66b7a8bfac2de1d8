package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.TableSelector;

/**
 * What becomes of inserted, updated and deleted rows. Drafts of orders stay away, an order that becomes a draft goes, and deleted orders
 * are only marked. Of the log of visits nothing is ever deleted. Copied rows are chosen by a condition of their own.
 */
public final class RowChangesMain {

    private RowChangesMain() {}

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        Example.main(RowChangesMain::show, arguments);
    }

    static void show(Example example) throws Exception {
        example.database("example_shop");
        example.source(
                "CREATE TABLE example_shop.orders (id INT PRIMARY KEY, status VARCHAR(10))",
                "CREATE TABLE example_shop.visits (id INT PRIMARY KEY, page VARCHAR(10))",
                "INSERT INTO example_shop.orders VALUES (1, 'new'), (2, 'new'), (3, 'draft')",
                "INSERT INTO example_shop.visits VALUES (1, 'home'), (2, 'cart')");

        SyncPipeline pipeline = example.pipeline()
                .tables(TableSelector.named("example_shop", "orders", "visits"))
                .rule(MappingRule.forTable("example_shop", "orders")
                        .destinationName(NameTemplate.of("example_orders"))
                        .copyCondition("status <> 'draft'")
                        .onInsert(DmlAction.where("status <> 'draft'"))
                        .onUpdate(DmlAction.where("status <> 'draft'"))
                        .onDelete(DmlAction.logicalDelete("is_deleted")))
                .rule(MappingRule.forTable("example_shop", "visits")
                        .destinationName(NameTemplate.of("example_visits"))
                        .skipCopy()
                        .onDelete(DmlAction.ignore()))
                .build();

        example.start(pipeline);
        example.source(
                "INSERT INTO example_shop.orders VALUES (4, 'draft'), (5, 'new')",
                "UPDATE example_shop.orders SET status = 'paid' WHERE id = 3",
                "UPDATE example_shop.orders SET status = 'draft' WHERE id = 2",
                "DELETE FROM example_shop.orders WHERE id = 1",
                "INSERT INTO example_shop.visits VALUES (3, 'home')",
                "DELETE FROM example_shop.visits");
        example.show("example_orders", "example_visits");
    }
}
