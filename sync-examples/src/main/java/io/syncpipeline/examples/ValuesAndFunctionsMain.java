package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;

/**
 * Columns that no source column has: constants, what is known of the change, expressions, and functions in Java, either called by
 * expressions or given the whole row.
 */
public final class ValuesAndFunctionsMain {

    private ValuesAndFunctionsMain() {}

    /** Runs the example; {@code --help} shows its options. */
    public static void main(String[] arguments) throws Exception {
        Example.main(ValuesAndFunctionsMain::show, arguments);
    }

    /** Of an address such as {@code ada@example.org} only the first letter and the domain. */
    private static Text masked(Text address) {
        return Text.of(address.toString().replaceFirst("(?<=.).*(?=@)", "***"));
    }

    static void show(Example example) throws Exception {
        example.database("example_shop");
        example.source(
                "CREATE TABLE example_shop.orders (id INT PRIMARY KEY, first_name VARCHAR(20), last_name VARCHAR(20),"
                        + " email VARCHAR(40), net DECIMAL(10,2))",
                "INSERT INTO example_shop.orders VALUES (1, 'Ada', 'Lovelace', 'ada@example.org', 100.00),"
                        + " (2, NULL, 'Hopper', NULL, NULL)");

        NamedFunction mask = NamedFunction.of(
                        "MASK_ADDRESS", DataType.of(Kind.TEXT), arguments -> masked((Text) arguments.get(0)))
                .arguments(1);
        SyncPipeline pipeline = example.pipeline()
                .function(mask)
                .tables(TableSelector.named("example_shop", "orders"))
                .rule(MappingRule.forTable("example_shop", "orders")
                        .destinationName(NameTemplate.of("example_orders"))
                        .excludeColumns("first_name", "last_name", "email")
                        .addColumn("origin", "STRING", ValueAssigner.constant("shop"))
                        .addColumn("op", "STRING", ValueAssigner.variable(Variable.OPERATION_TYPE))
                        .addColumn(
                                "buyer",
                                "STRING",
                                ValueAssigner.function("TRIM(CONCAT(#{first_name}, ' ', UPPER(#{last_name})))"))
                        .addColumn("class", "STRING", ValueAssigner.function("IF(#{net} >= 100, 'large', 'small')"))
                        .addColumn("address", "STRING", ValueAssigner.function("MASK_ADDRESS(#{email})"))
                        .addColumn(
                                "complete",
                                "BOOLEAN",
                                ValueAssigner.computed("no NULL", DataType.of(Kind.BOOLEAN), schema -> {
                                    int columns = schema.columns().size();
                                    return (change, row) -> {
                                        boolean complete = true;
                                        for (int i = 0; i < columns; i++) {
                                            complete &= row.get(i) != null;
                                        }
                                        return complete;
                                    };
                                })))
                .build();

        example.start(pipeline);
        example.source(
                "UPDATE example_shop.orders SET net = 99.99 WHERE id = 1",
                "INSERT INTO example_shop.orders VALUES (3, 'Jean', 'Bartik', 'jean@example.org', 500.00)");
        example.show("example_orders");
    }
}
