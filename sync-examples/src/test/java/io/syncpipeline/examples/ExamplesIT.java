package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.mysql.testserver.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The small examples on the server of the tests, and one that starts servers of its own. */
@Timeout(300)
class ExamplesIT {

    private static final Pattern PRINTED =
            Pattern.compile("maxcompute> SELECT .+ FROM (\\w+)(?: ORDER BY .+)?;\n((?:  .*\n)+)");

    private static String output(Example.Script script, String... arguments) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int exitCode = Example.run(script, new PrintStream(output, true, StandardCharsets.UTF_8), arguments);
        assertThat(exitCode).as(output.toString(StandardCharsets.UTF_8)).isZero();
        return output.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** Runs an example and compares all tables that it prints, each with its name and all its rows, with these. */
    private static void prints(Example.Script script, String... tables) throws Exception {
        TestServer server = TestServer.shared();
        String output = output(
                script,
                "--mysql-host",
                server.host(),
                "--mysql-port",
                String.valueOf(server.port()),
                "--mysql-user",
                server.rootUser(),
                "--mysql-password",
                server.rootPassword());
        List<String> printed = PRINTED.matcher(output)
                .results()
                .map(r -> r.group(1) + "\n" + r.group(2))
                .toList();
        assertThat(printed).as(output).containsExactly(tables);
    }

    @Test
    void namesAndMerging() throws Exception {
        prints(NamesAndMergingMain::show, """
                example_orders
                  id | amount | shard
                  1  | 0.99   | example_dev_2
                  1  | 10.50  | example_dev_1
                  7  | 7.00   | example_dev_2
                """, """
                example_people_of_shard_1_v1
                  id | name
                  1  | Ada Lovelace
                """);
    }

    @Test
    void typesAndColumns() throws Exception {
        prints(TypesAndColumnsMain::show, """
                example_customers
                  id | name     | active | visits               | credit | debt    | seen
                  1  | Ada King | true   | 18446744073709551615 | 10.50  | 0.0001  | 2024-02-29 10:11:12.345
                  2  | Grace    | false  | 0                    | NULL   | -1.5000 | NULL
                """);
    }

    @Test
    void valuesAndFunctions() throws Exception {
        prints(ValuesAndFunctionsMain::show, """
                example_orders
                  id | net    | origin | op | buyer        | class | address          | complete
                  1  | 99.99  | shop   | U  | Ada LOVELACE | small | a***@example.org | true
                  2  | NULL   | shop   | I  | HOPPER       | small | NULL             | false
                  3  | 500.00 | shop   | I  | Jean BARTIK  | large | j***@example.org | true
                """);
    }

    @Test
    void partitions() throws Exception {
        prints(PartitionsMain::show, """
                example_orders
                  id | amount | paid_at    | paid_on  | size
                  1  | 500    | 1709222400 | 20240301 | large
                  2  | 5      | 1709222399 | 20240229 | small
                  3  | 7      | NULL       | not_yet  | small
                """, """
                example_orders
                  id | amount | paid_at    | paid_on  | size
                  1  | 50     | 1709222400 | 20240301 | small
                  3  | 7      | 1709308800 | 20240302 | small
                """);
    }

    @Test
    void rowChanges() throws Exception {
        prints(RowChangesMain::show, """
                example_orders
                  id | status | is_deleted
                  1  | new    | true
                  2  | draft  | true
                  3  | paid   | false
                  5  | new    | false
                """, """
                example_visits
                  id | page
                  3  | home
                """);
    }

    @Test
    void tableChanges() throws Exception {
        prints(TableChangesMain::show, """
                example_shop_orders
                  id | amount     | status
                  1  | 10         | NULL
                  2  | 20         | new
                  3  | 3000000000 | new
                """, """
                example_shop_archive
                  id
                  1
                  2
                  3
                """, """
                example_shop_items
                  id | article
                  7  | apple
                """);
    }

    @Test
    void changeLogs() throws Exception {
        prints(ChangeLogsMain::show, """
                example_orders_log
                  _operation_type_ | _before_image_ | _after_image_ | id | status
                  I                | N              | Y             | 3  | new
                  U                | Y              | N             | 1  | new
                  U                | N              | Y             | 1  | paid
                  U                | Y              | N             | 3  | new
                  U                | N              | Y             | 3  | paid
                  D                | Y              | N             | 2  | new
                """, """
                example_articles_log
                  _operation_type_ | _after_image_ | origin   | _data_columns_                      | _ddl_sql_
                  U                | N             | articles | {"id":7,"price":1.50}               | NULL
                  U                | Y             | articles | {"id":7,"price":1.75}               | NULL
                  ALTER            | N             | articles | NULL                                | ALTER TABLE example_shop.articles ADD COLUMN name VARCHAR(20)
                  I                | Y             | articles | {"id":8,"price":2.00,"name":"pear"} | NULL
                """);
    }

    @Test
    void anExampleNeedsNothingButItsOwnServers() throws Exception {
        assertThat(output(PartitionsMain::show))
                .contains("MariaDB")
                .contains("LocalMaxCompute of its own")
                .endsWith("  3  | 7      | 1709308800 | 20240302 | small\n");
    }

    @Test
    void optionsOfTheQuickStartAloneAreRefused() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        assertThat(Example.run(
                        PartitionsMain::show,
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        "--databases",
                        "shop"))
                .isEqualTo(2);
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("there is no option --databases");
    }
}
