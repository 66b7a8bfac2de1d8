package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.rule.LogColumn;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.rule.WriteMode;

/**
 * Logs of changes instead of rows: each insert or delete is a record, an update is two, and nothing is ever overwritten. The log of the
 * orders is flattened, and partitioned by the day on which a change was committed. The log of the articles holds rows as JSON, and the
 * statements that change the table; one of its own columns has another name. Only changes can be logged, not copied rows.
 */
public final class ChangeLogsMain {

    private ChangeLogsMain() {}

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        Example.main(ChangeLogsMain::show, arguments);
    }

    static void show(Example example) throws Exception {
        example.database("example_shop");
        example.source(
                "CREATE TABLE example_shop.orders (id INT PRIMARY KEY, status VARCHAR(10))",
                "CREATE TABLE example_shop.articles (id INT PRIMARY KEY, price DECIMAL(10,2))",
                "INSERT INTO example_shop.orders VALUES (1, 'new'), (2, 'new')",
                "INSERT INTO example_shop.articles VALUES (7, 1.50)");

        SyncPipeline pipeline = example.pipeline()
                .mode(SyncMode.INCREMENTAL)
                .tables(TableSelector.named("example_shop", "orders", "articles"))
                .rule(MappingRule.forAllTables().destinationName(NameTemplate.of("example_${table_name}_log")))
                .rule(MappingRule.forTable("example_shop", "orders")
                        .writeMode(WriteMode.appendFlattened())
                        .partition(
                                "dt",
                                ValueAssigner.variable(Variable.EVENT_TIME).asTime("yyyyMMdd"))
                        .lifecycle(365))
                .rule(MappingRule.forTable("example_shop", "articles")
                        .writeMode(WriteMode.appendJson().named(LogColumn.SOURCE_TABLE, "origin")))
                .build();

        example.start(pipeline);
        example.source(
                "INSERT INTO example_shop.orders VALUES (3, 'new')",
                "UPDATE example_shop.orders SET status = 'paid' WHERE id IN (1, 3)",
                "DELETE FROM example_shop.orders WHERE id = 2",
                "UPDATE example_shop.articles SET price = 1.75 WHERE id = 7",
                "ALTER TABLE example_shop.articles ADD COLUMN name VARCHAR(20)",
                "INSERT INTO example_shop.articles VALUES (8, 2.00, 'pear')");
        example.showLog("example_orders_log", "_operation_type_", "_before_image_", "_after_image_", "id", "status");
        example.showLog(
                "example_articles_log", "_operation_type_", "_after_image_", "origin", "_data_columns_", "_ddl_sql_");
    }
}
