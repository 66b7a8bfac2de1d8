package io.syncpipeline.mysql.internal.session;

import static org.awaitility.Awaitility.await;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.Source;
import io.syncpipeline.testkit.SourceContract;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class MySqlSourceContractIT extends SourceContract {

    private final TestServer server = TestServer.shared();
    private final String database = server.freshDatabase("contract");

    /** Another test may have reset the log, and of the second in which a log begins it is not certain that it has all of it. */
    @BeforeAll
    static void letTheLogBeASecondOld() {
        Instant begun = Instant.now();
        await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(begun.plusSeconds(2)));
    }

    @AfterEach
    void dropDatabase() {
        server.execute("DROP DATABASE " + database);
    }

    @Override
    protected Source source() {
        return TestSources.source(server).build();
    }

    @Override
    protected TableId emptyTable() {
        TableId table = new TableId(database, "contract_rows");
        server.execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, name VARCHAR(100))");
        return table;
    }

    @Override
    protected void insert(TableId id, long key, String name) {
        server.execute("INSERT INTO " + id + " (id, name) VALUES (" + key + ", '" + name + "')");
    }

    @Override
    protected void update(TableId id, long key, long newKey, String name) {
        server.execute("UPDATE " + id + " SET id = " + newKey + ", name = '" + name + "' WHERE id = " + key);
    }

    @Override
    protected void delete(TableId id, long key) {
        server.execute("DELETE FROM " + id + " WHERE id = " + key);
    }

    @Override
    protected void insertAll(TableId id, long from, long to) {
        server.execute("INSERT INTO " + id + " VALUES "
                + LongStream.range(from, to)
                        .mapToObj(key -> "(" + key + ", 'row " + key + "')")
                        .collect(Collectors.joining(", ")));
    }

    @Override
    protected void addColumn(TableId id, String name) {
        server.execute("ALTER TABLE " + id + " ADD COLUMN " + name + " VARCHAR(100)");
    }
}
