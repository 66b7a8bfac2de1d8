package io.syncpipeline.examples;

import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.TableSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The data of the quick start: a small shop in three databases. {@code shop} holds customers, products, order lines, page views and a
 * table with every column type; the orders are sharded over {@code shop_1} and {@code shop_2}.
 */
final class Shop {

    /** The source tables, and the destination tables they are to be written to. */
    static final List<ComparedTable> TABLES = List.of(
            new ComparedTable("shop_customers", List.of(new TableId("shop", "customers"))),
            new ComparedTable("shop_every_type", List.of(new TableId("shop", "every_type"))),
            new ComparedTable("shop_order_lines", List.of(new TableId("shop", "order_lines"))),
            new ComparedTable("shop_page_views", List.of(new TableId("shop", "page_views"))),
            new ComparedTable("shop_products", List.of(new TableId("shop", "products"))),
            new ComparedTable("orders_all", List.of(new TableId("shop_1", "orders"), new TableId("shop_2", "orders"))));

    /** Where the last of the changes shows. */
    static final ComparedTable CHANGED_LAST = TABLES.get(TABLES.size() - 1);

    private Shop() {}

    /** All tables of the database {@code shop}; each becomes a destination table of its own. */
    static TableSelector tables() {
        return TableSelector.matching("shop", ".*");
    }

    /** The orders of all shards; they become one destination table. */
    static TableSelector shards() {
        return TableSelector.matching("shop_\\d", "orders").mergedInto("orders_all");
    }

    /** Makes the databases and fills them. */
    static void create(Connection connection, int pageViews) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Step step : script("shop.sql")) {
                for (String sql : step.statements()) {
                    statement.execute(sql.replace("${pageViews}", Integer.toString(pageViews)));
                }
            }
        }
    }

    /** What happens in the shop afterwards, step by step. */
    static List<Step> changes() {
        return script("changes.sql");
    }

    /**
     * Statements that belong together.
     *
     * @param title what they do; {@code stop} or {@code start}: what is to be done with the pipeline; empty: not worth a word
     * @param statements the statements, in order
     */
    record Step(String title, List<String> statements) {

        void execute(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static List<Step> script(String resource) {
        List<Step> steps = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        steps.add(new Step("", statements));
        StringBuilder statement = new StringBuilder();
        for (String line : text(resource).lines().toList()) {
            if (line.startsWith("--- ")) {
                statements = new ArrayList<>();
                steps.add(new Step(line.substring(4), statements));
            } else if (!line.startsWith("--")) {
                statement.append(line).append('\n');
                if (line.endsWith(";")) {
                    statements.add(statement.toString());
                    statement.setLength(0);
                }
            }
        }
        return steps;
    }

    private static String text(String resource) {
        try (InputStream in = Shop.class.getResourceAsStream(resource)) {
            return new String(
                    Objects.requireNonNull(in, () -> "the class path lacks " + resource)
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
