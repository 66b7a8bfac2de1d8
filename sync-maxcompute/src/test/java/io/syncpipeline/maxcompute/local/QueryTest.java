package io.syncpipeline.maxcompute.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.odps.Instance;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries and the statements that change rows. */
final class QueryTest {

    private LocalMaxCompute server;
    private SdkClient client;

    @BeforeEach
    void start() throws Exception {
        server = LocalMaxCompute.builder().start();
        client = new SdkClient(server);
        client.sql("CREATE TABLE sales (id BIGINT, region STRING, amount DECIMAL(10,2), at DATETIME, `value` INT);");
        client.sql("INSERT INTO sales VALUES (1,'north',10.50,'2025-01-01 10:00:00',1),"
                + "(2,'south',20.00,'2025-01-02 10:00:00',2),(3,\"north\",5.25,NULL,NULL),"
                + "(4,'it\\'s; \\\\',0.01,'2025-06-01 00:00:00',4);");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void filtersGroupsOrdersAndLimits() throws Exception {
        assertThat(client.query("SELECT region, COUNT(*) AS n, SUM(amount) AS total FROM `local`.`sales`"
                        + " WHERE region == 'north' OR `id` = 2 GROUP BY region ORDER BY total DESC LIMIT 5;"))
                .containsExactly(List.of("south", "1", "20.00"), List.of("north", "2", "15.75"));
        assertThat(client.query("SELECT MAX(value), MIN(s.at) FROM local.sales s WHERE s.id < 3L;"))
                .containsExactly(List.of("2", "2025-01-01 10:00:00"));
    }

    @Test
    void showsNullAndQuotedText() throws Exception {
        assertThat(client.query("SELECT region, at, value FROM sales WHERE id >= 3 ORDER BY id;"))
                .containsExactly(List.of("north", "\\N", "\\N"), List.of("it's; \\", "2025-06-01 00:00:00", "4"));
    }

    @Test
    void namesAndTypesTheResultColumns() throws Exception {
        Instance instance = client.submit("SELECT id, COUNT(*), MAX(amount) AS most FROM sales GROUP BY id;");
        instance.waitForSuccess(50);
        var schema = com.aliyun.odps.task.SQLTask.getResultByInstanceTunnel(instance)
                .get(0)
                .getColumns();

        assertThat(schema)
                .extracting(
                        column -> column.getName() + " " + column.getTypeInfo().getTypeName())
                .containsExactly("id BIGINT", "_c1 BIGINT", "most DECIMAL(38,2)");
    }

    @Test
    void insertsIntoPartitionsAndOverwritesThem() throws Exception {
        client.sql("CREATE TABLE parts (id BIGINT, name STRING) PARTITIONED BY (dt STRING);");
        client.sql("INSERT INTO parts PARTITION (dt='a') VALUES (1,'x'),(2,'y');");
        client.sql("INSERT OVERWRITE TABLE parts PARTITION (dt='a') SELECT id, region FROM sales WHERE id = 3;");
        client.sql("INSERT INTO parts PARTITION (dt='b') (name) VALUES ('only');");

        assertThat(client.query("SELECT * FROM parts ORDER BY dt;"))
                .containsExactly(List.of("3", "north", "a"), List.of("\\N", "only", "b"));
        assertThat(client.sql("SHOW PARTITIONS parts;")).isEqualTo("dt=a\ndt=b\n");
    }

    @Test
    void updatesAndDeletesInTransactionalTablesOnly() throws Exception {
        client.sql(
                "CREATE TABLE tx (id BIGINT NOT NULL, n INT, PRIMARY KEY(id)) TBLPROPERTIES('transactional'='true');");
        client.sql("INSERT INTO tx VALUES (1,1),(2,2),(3,3);");
        client.sql("UPDATE tx SET n = n + 10 WHERE id = 1;");
        client.sql("DELETE FROM tx WHERE id = 3;");
        client.sql("INSERT INTO tx VALUES (2,22);");

        assertThat(client.rows("tx")).containsExactly("1|11", "2|22");
        assertThatThrownBy(() -> client.sql("DELETE FROM sales WHERE id = 1;"))
                .hasMessageContaining("need a transactional table");
    }

    @Test
    void understandsLiteralsOfTimes() throws Exception {
        client.sql("CREATE TABLE times (d DATE, dt DATETIME, n TIMESTAMP_NTZ);");
        client.sql("INSERT INTO times VALUES (DATE '2026-01-02', DATETIME '2026-01-02 03:04:05',"
                + " TIMESTAMP_NTZ '2026-01-02 03:04:05.678');");

        assertThat(client.query("SELECT d FROM times WHERE dt = datetime '2026-01-02 03:04:05';"))
                .containsExactly(List.of("2026-01-02"));
        assertThat(client.rows("times").get(0)).contains("2026-01-02T03:04:05.678");
    }

    @Test
    void givesAtMostTenThousandRowsAsText() throws Exception {
        assertThat(client.query("SELECT x FROM SYSTEM_RANGE(1, 10500);")).hasSize(10_000);
    }

    @Test
    void explainsWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> client.sql("SELECT FROM WHERE;")).hasMessageContaining("ODPS-0130161");
        assertThatThrownBy(() -> client.sql("SELECT nothing FROM sales;"))
                .hasMessageContaining("ODPS-0130071")
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> client.sql("SELECT 'open FROM sales;")).hasMessageContaining("without an end");
    }

    @Test
    void listsTheSourceOfAJob() throws Exception {
        Instance instance = client.submit("SELECT 1 < 2 AS yes;");
        instance.waitForSuccess(50);

        assertThat(instance.getTasks().get(0).toString()).isNotNull();
        assertThat(Arrays.asList(instance.isTerminated(), instance.isSuccessful()))
                .containsOnly(true);
    }
}
