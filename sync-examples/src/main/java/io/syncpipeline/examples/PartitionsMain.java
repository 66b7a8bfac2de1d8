package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.TimeFormat;
import io.syncpipeline.rule.ValueAssigner;
import java.time.ZoneId;

/**
 * Partitions by the day of a time, in a zone of one's own, and by an expression. A row whose partition changes leaves its old one; rows
 * without a time have a partition, too.
 */
public final class PartitionsMain {

    private PartitionsMain() {}

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        Example.main(PartitionsMain::show, arguments);
    }

    static void show(Example example) throws Exception {
        example.database("example_shop");
        example.source(
                "CREATE TABLE example_shop.orders (id INT PRIMARY KEY, amount INT, paid_at BIGINT)",
                "INSERT INTO example_shop.orders VALUES (1, 500, 1709222400), (2, 5, 1709222399), (3, 7, NULL)");

        TimeFormat dayInShanghai = TimeFormat.of("yyyyMMdd").fromUnixSeconds().inZone(ZoneId.of("Asia/Shanghai"));
        SyncPipeline pipeline = example.pipeline()
                .tables(TableSelector.named("example_shop", "orders"))
                .rule(MappingRule.forTable("example_shop", "orders")
                        .destinationName(NameTemplate.of("example_orders"))
                        .partition(
                                "paid_on",
                                ValueAssigner.column("paid_at")
                                        .asTime(dayInShanghai)
                                        .orElse("not_yet"))
                        .partition("size", ValueAssigner.function("IF(#{amount} >= 100, 'large', 'small')")))
                .build();

        example.start(pipeline);
        example.show("example_orders");
        example.source(
                "UPDATE example_shop.orders SET paid_at = 1709308800 WHERE id = 3",
                "UPDATE example_shop.orders SET amount = 50 WHERE id = 1",
                "DELETE FROM example_shop.orders WHERE id = 2");
        example.show("example_orders");
    }
}
