package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.NameTransform;
import io.syncpipeline.rule.NameVariable;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;

/**
 * Names at the destination, and many tables that become one. Orders lie in shards, whose keys are not unique over all of them: a column
 * tells the shard, and is part of the key. Customers get a name from a template.
 */
public final class NamesAndMergingMain {

    private NamesAndMergingMain() {}

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        Example.main(NamesAndMergingMain::show, arguments);
    }

    static void show(Example example) throws Exception {
        example.database("example_dev_1", "example_dev_2");
        example.source(
                "CREATE TABLE example_dev_1.orders (id BIGINT PRIMARY KEY, amount DECIMAL(10,2))",
                "CREATE TABLE example_dev_2.orders (id BIGINT PRIMARY KEY, amount DECIMAL(12,2))",
                "CREATE TABLE example_dev_1.customers (id INT PRIMARY KEY, name VARCHAR(40))",
                "INSERT INTO example_dev_1.orders VALUES (1, 10.50), (2, 20.00)",
                "INSERT INTO example_dev_2.orders VALUES (1, 99.99)",
                "INSERT INTO example_dev_1.customers VALUES (1, 'Ada Lovelace')");

        TableSelector shards = TableSelector.matching("example_dev_\\d+", "orders.*");
        SyncPipeline pipeline = example.pipeline()
                .tables(shards.mergedInto("example_orders"))
                .tables(TableSelector.matching("example_dev_(?<shard>\\d+)", "customers"))
                .rule(MappingRule.forTables(shards)
                        .addColumn("shard", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC))
                        .primaryKey("id", "shard"))
                .rule(MappingRule.forTable("example_dev_1", "customers")
                        .destinationName(NameTemplate.of("example_${table_name}_of_shard_${source_database_name.shard}")
                                .transform(
                                        NameVariable.TABLE_NAME,
                                        NameTransform.none().replace("customers", "people"))
                                .suffix("_v1")))
                .build();

        example.start(pipeline);
        example.source(
                "UPDATE example_dev_2.orders SET amount = 0.99 WHERE id = 1",
                "CREATE TABLE example_dev_2.orders_2026 (id BIGINT PRIMARY KEY, amount DECIMAL(12,2))",
                "INSERT INTO example_dev_2.orders_2026 VALUES (7, 7.00)",
                "DELETE FROM example_dev_1.orders WHERE id = 2");
        example.show("example_orders", "example_people_of_shard_1_v1");
    }
}
