package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.TableSelector;

/**
 * What becomes of statements that change tables. Unless told otherwise what adds is carried over, and what would destroy is only reported:
 * here dropped columns and truncated tables are carried over too, except for one table. New tables join.
 */
public final class TableChangesMain {

    private TableChangesMain() {}

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        Example.main(TableChangesMain::show, arguments);
    }

    static void show(Example example) throws Exception {
        example.database("example_shop");
        example.source(
                "CREATE TABLE example_shop.orders (id INT PRIMARY KEY, amount INT, note VARCHAR(20))",
                "CREATE TABLE example_shop.archive (id INT PRIMARY KEY)",
                "INSERT INTO example_shop.orders VALUES (1, 10, 'first')",
                "INSERT INTO example_shop.archive VALUES (1), (2)");

        SyncPipeline pipeline = example.pipeline()
                .tables(TableSelector.matching("example_shop", ".*").except("example_shop", "tmp_.*"))
                .onDdl(DdlKind.DROP_COLUMN, DdlAction.NORMAL)
                .onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.NORMAL)
                .rule(MappingRule.forTable("example_shop", "archive")
                        .onDdl(DdlKind.TRUNCATE_TABLE, DdlAction.IGNORE)
                        .onDdl(DdlKind.ADD_COLUMN, DdlAction.IGNORE))
                .build();

        example.start(pipeline);
        example.source(
                "ALTER TABLE example_shop.orders ADD COLUMN status VARCHAR(10)",
                "INSERT INTO example_shop.orders VALUES (2, 20, 'second', 'new')",
                "ALTER TABLE example_shop.orders MODIFY COLUMN amount BIGINT",
                "INSERT INTO example_shop.orders VALUES (3, 3000000000, 'third', 'new')",
                "ALTER TABLE example_shop.orders DROP COLUMN note",
                "ALTER TABLE example_shop.archive ADD COLUMN note VARCHAR(20)",
                "TRUNCATE TABLE example_shop.archive",
                "INSERT INTO example_shop.archive VALUES (3, 'after')",
                "CREATE TABLE example_shop.items (id INT PRIMARY KEY, article VARCHAR(20))",
                "INSERT INTO example_shop.items VALUES (7, 'apple')");
        example.show("example_shop_orders", "example_shop_archive", "example_shop_items");
    }
}
