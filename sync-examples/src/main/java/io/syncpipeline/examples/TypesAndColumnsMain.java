package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.TableSelector;

/**
 * Types of the user's choice, and columns that have other names or are left out. The plan that is printed shows what becomes of each
 * column; what no rule concerns has the type that loses nothing.
 */
public final class TypesAndColumnsMain {

    private TypesAndColumnsMain() {}

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        Example.main(TypesAndColumnsMain::show, arguments);
    }

    static void show(Example example) throws Exception {
        example.database("example_shop");
        example.source("""
                CREATE TABLE example_shop.customers (
                  number   INT NOT NULL,
                  name     VARCHAR(40),
                  password VARCHAR(40),
                  active   TINYINT(1),
                  visits   BIGINT UNSIGNED,
                  credit   DECIMAL(10,2),
                  debt     DECIMAL(12,4),
                  seen     DATETIME(3))""", """
                INSERT INTO example_shop.customers VALUES
                  (1, 'Ada', 'secret', 1, 18446744073709551615, 10.50, 0.0001, '2024-02-29 10:11:12.345')""");

        SyncPipeline pipeline = example.pipeline()
                .tables(TableSelector.named("example_shop", "customers"))
                .rule(MappingRule.forAllTables()
                        .typeMapping("tinyint(1)", "BOOLEAN")
                        .typeMapping("datetime", "STRING")
                        .typeMapping("decimal(*,s<=2)", "DECIMAL(18,2)")
                        .typeMapping("decimal(*,s>2)", "STRING"))
                .rule(MappingRule.forTable("example_shop", "customers")
                        .destinationName(NameTemplate.of("example_customers"))
                        .primaryKey("number")
                        .renameColumn("number", "id")
                        .excludeColumns("password")
                        .columnType("number", "BIGINT"))
                .build();

        example.start(pipeline);
        example.source(
                "INSERT INTO example_shop.customers VALUES (2, 'Grace', 'secret', 0, 0, NULL, -1.5, NULL)",
                "UPDATE example_shop.customers SET name = 'Ada King', password = 'other' WHERE number = 1");
        example.show("example_customers");
    }
}
