package io.syncpipeline.mysql.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.CopyRequest;
import io.syncpipeline.spi.SnapshotChunk;
import io.syncpipeline.spi.SnapshotReader;
import io.syncpipeline.spi.SourceSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotReaderIT {

    private final TestServer server = TestServer.shared();
    private final SourceSession session = TestSources.open(server);
    private String database = "";
    private TableId table = new TableId("", "");

    @BeforeEach
    void freshTable() {
        database = server.freshDatabase("snapshot");
        table = new TableId(database, "t");
    }

    @AfterEach
    void close() {
        session.close();
        server.execute("DROP DATABASE " + database);
    }

    private CopyRequest request(String condition, int chunkRows) {
        TableSchema schema = CopiedTable.schema(session, table);
        return new CopyRequest(schema, schema.primaryKey(), condition, chunkRows);
    }

    private void createNumbers(int rows) {
        server.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY AUTO_INCREMENT, v INT, filler VARCHAR(200))",
                "INSERT INTO " + table + " (v, filler) VALUES (0, REPEAT('x', 200))");
        for (int have = 1; have < rows; have *= 2) {
            server.execute("INSERT INTO " + table + " (v, filler) SELECT v + " + have + ", filler FROM " + table
                    + " LIMIT " + Math.min(have, rows - have));
        }
        server.execute("ANALYZE TABLE " + table);
    }

    @Test
    void rowsCarryTheirValuesTheirNumberAndThePlaceOfTheLog() throws InterruptedException {
        server.execute(
                "CREATE TABLE " + table
                        + " (id INT PRIMARY KEY, name VARCHAR(20), g INT AS (id * 2), h INT AS (id * 3) STORED)",
                "INSERT INTO " + table + " (id, name) VALUES (1, 'größer 中'), (2, NULL)");
        Instant before = Instant.now();

        CopiedTable copied = CopiedTable.copy(session, request("", 100));

        assertThat(copied.values("name")).containsExactly(Text.of("größer 中"), null);
        assertThat(copied.values("g")).containsExactly(2, 4);
        assertThat(copied.values("h")).containsExactly(3, 6);
        assertThat(copied.rows()).allSatisfy(row -> {
            assertThat(row.operation()).isEqualTo(RowChange.Operation.COPY);
            assertThat(row.transaction().segment()).isPositive();
            assertThat(row.transaction().offset()).isPositive();
            assertThat(row.transaction().time()).isBetween(before, Instant.now());
            assertThat(row.byteSize()).isGreaterThan(100);
        });
        assertThat(copied.rows()).extracting(RowChange::index).containsExactly(0L, 1L);
    }

    @Test
    void anEmptyTableIsOneEmptyChunk() {
        server.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, c VARCHAR(5))");

        CopiedTable copied = CopiedTable.copy(session, request("", 10));

        assertThat(copied.chunks()).containsExactly(new SnapshotChunk(table, 0, null, null));
        assertThat(copied.rows()).isEmpty();
    }

    @Test
    void onlyRowsThatMeetTheConditionAreCopied() {
        createNumbers(100);

        CopiedTable copied = CopiedTable.copy(session, request("v = 3 OR v = 77 -- two of them", 10));

        assertThat(copied.values("v")).containsExactlyInAnyOrder(3, 77);
    }

    @Test
    void aConditionThatIsNoSqlIsRefusedWithTheServersWords() {
        createNumbers(10);

        assertThatThrownBy(() -> CopiedTable.copy(session, request("v ==== 3", 10)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("reading chunk 0 of " + table)
                .hasMessageContaining("error 1064");
    }

    @Test
    void rowsArriveInBatchesThatAreBoundedByRowsAndBytes() throws InterruptedException {
        createNumbers(3000);
        List<Integer> sizes = new ArrayList<>();
        AtomicInteger largest = new AtomicInteger();
        try (SnapshotReader reader = session.snapshotReader()) {
            CopyRequest request = request("", 10_000);
            SnapshotChunk chunk = reader.nextChunk(request, null).orElseThrow();

            long rows = reader.read(request, chunk, batch -> {
                sizes.add(batch.size());
                largest.accumulateAndGet(
                        batch.stream().mapToInt(RowChange::byteSize).sum(), Math::max);
            });

            assertThat(rows).isEqualTo(3000);
        }
        assertThat(sizes).hasSizeGreaterThan(5).allMatch(size -> size <= 500);
        assertThat(largest.get()).isLessThan(300 << 10);
    }

    @Test
    void rowsThatWereThereThroughoutAreCopiedOnceWhileOthersComeAndGo() throws Exception {
        createNumbers(5000);
        server.execute("DELETE FROM " + table + " WHERE id % 7 = 0");
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<?> writer = executor.submit(() -> {
            try (Connection root = server.root();
                    Statement statement = root.createStatement()) {
                for (int i = 0; !stop.get(); i++) {
                    statement.execute("INSERT INTO " + table + " (v, filler) VALUES (" + (1_000_000 + i) + ", '')");
                    statement.execute("INSERT IGNORE INTO " + table + " VALUES (" + (i * 7 % 4900) + ", "
                            + (2_000_000 + i) + ", '')");
                    statement.execute("DELETE FROM " + table + " WHERE v = " + (2_000_000 + i - 3));
                }
            }
            return null;
        });
        CopiedTable copied;
        try {
            copied = CopiedTable.copy(session, request("", 100));
        } finally {
            stop.set(true);
            writer.get(20, TimeUnit.SECONDS);
            executor.shutdown();
        }

        assertThat(copied.values("id")).doesNotHaveDuplicates();
        List<Integer> stayed = copied.values("v").stream()
                .map(Integer.class::cast)
                .filter(v -> v < 1_000_000)
                .toList();
        assertThat(stayed).hasSize(count("v < 1000000"));
    }

    private int count(String condition) throws SQLException {
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + table + " WHERE " + condition)) {
            result.next();
            return result.getInt(1);
        }
    }

    @Test
    void boundariesAreFoundByARangeOfTheIndex() throws SQLException {
        server.execute("CREATE TABLE " + table
                + " (a INT NOT NULL, b VARCHAR(20) NOT NULL, c INT NOT NULL, x INT, PRIMARY KEY (a, b, c))");
        StringBuilder rows = new StringBuilder("INSERT INTO " + table + " VALUES ");
        for (int i = 0; i < 2000; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append("(")
                    .append(i / 500)
                    .append(", 'b")
                    .append(i % 50)
                    .append("', ")
                    .append(i)
                    .append(", 0)");
        }
        server.execute(rows.toString(), "ANALYZE TABLE " + table);
        SplitKey key = SplitKey.of(CopiedTable.schema(session, table), List.of("a", "b", "c"));
        Boundary after = new Boundary(List.of("1", "_utf8mb4 X'6232'", "5"));
        Boundary upTo = new Boundary(List.of("2", "_utf8mb4 X'6232'", "5"));

        String explain = server.isMariaDb() ? "EXPLAIN" : "EXPLAIN FORMAT=TRADITIONAL";
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet explained = statement.executeQuery(
                        explain + " SELECT * FROM " + table + key.indexHint() + " WHERE " + key.between(after, upTo))) {
            explained.next();
            assertThat(explained.getString("type")).isEqualTo("range");
            assertThat(explained.getString("key")).isEqualTo("PRIMARY");
        }
    }

    @Test
    void closingFromAnotherThreadEndsARunningRead() throws Exception {
        createNumbers(20_000);
        SnapshotReader reader = session.snapshotReader();
        CopyRequest request = request("", 100_000);
        SnapshotChunk chunk = reader.nextChunk(request, null).orElseThrow();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Long> read = executor.submit(() -> reader.read(request, chunk, rows -> {
            first.countDown();
            go.await();
        }));
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

        reader.close();
        go.countDown();

        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(SourceException.class)
                .hasMessageContaining("was ended, as the snapshot reader was closed");
        assertThatThrownBy(() -> reader.nextChunk(request, null)).hasMessageContaining("is closed");
        reader.close();
        executor.shutdown();
    }

    @Test
    void closingEndsAQueryThatFindsNoRowsAtTheServerToo() throws Exception {
        createNumbers(10);
        SnapshotReader reader = session.snapshotReader();
        CopyRequest request = request("SLEEP(100) = 5", 100);
        SnapshotChunk chunk = reader.nextChunk(request, null).orElseThrow();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Long> read = executor.submit(() -> reader.read(request, chunk, rows -> {}));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> running("%SLEEP(100)%") == 1);

        reader.close();

        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(SourceException.class);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> running("%SLEEP(100)%") == 0);
        executor.shutdown();
    }

    private int running(String like) throws SQLException {
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '"
                                + like + "' AND ID <> CONNECTION_ID()")) {
            result.next();
            return result.getInt(1);
        }
    }

    @Test
    void anInterruptedReadEndsAndTheReaderGoesOn() throws Exception {
        createNumbers(20_000);
        try (SnapshotReader reader = session.snapshotReader()) {
            CopyRequest request = request("", 100_000);
            SnapshotChunk chunk = reader.nextChunk(request, null).orElseThrow();

            assertThatThrownBy(() -> reader.read(
                            request, chunk, rows -> Thread.currentThread().interrupt()))
                    .isInstanceOf(InterruptedException.class);

            assertThat(reader.read(request, chunk, rows -> {})).isEqualTo(20_000);
        }
    }

    @Test
    void aHandlersFailureIsPassedOnAndTheReaderGoesOn() throws Exception {
        createNumbers(5000);
        try (SnapshotReader reader = session.snapshotReader()) {
            CopyRequest request = request("", 100_000);
            SnapshotChunk chunk = reader.nextChunk(request, null).orElseThrow();

            assertThatThrownBy(() -> reader.read(request, chunk, rows -> {
                        throw new IllegalStateException("full");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("full");

            assertThat(reader.read(request, chunk, rows -> {})).isEqualTo(5000);
        }
    }

    @Test
    void aLostConnectionIsARetryableFailureAndReplaced() throws Exception {
        createNumbers(20_000);
        try (SnapshotReader reader = session.snapshotReader()) {
            CopyRequest request = request("v >= 0 /* lost */", 100_000);
            SnapshotChunk chunk = reader.nextChunk(request, null).orElseThrow();

            // only at the first rows: the others are on their way, and the server may have ended the thread already
            AtomicBoolean killed = new AtomicBoolean();
            assertThatThrownBy(() -> reader.read(request, chunk, rows -> {
                        if (killed.compareAndSet(false, true)) {
                            killQueriesLike("%/* lost */%");
                        }
                    }))
                    .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.isRetryable())
                            .isTrue())
                    .hasMessageContaining("reading chunk 0 of " + table);

            assertThat(reader.read(request, chunk, rows -> {})).isEqualTo(20_000);
        }
    }

    private void killQueriesLike(String like) {
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '" + like
                                + "' AND ID <> CONNECTION_ID()")) {
            while (result.next()) {
                server.execute("KILL " + result.getLong(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theEstimateIsNearTheNumberOfRows() {
        createNumbers(4000);
        try (SnapshotReader reader = session.snapshotReader()) {
            assertThat(reader.estimateRows(request("", 10))).isBetween(2000L, 8000L);
        }
    }

    @Test
    void thePresentShapeIsSeenByAReaderThatWasOpenBefore() {
        createNumbers(1);
        TableSchema tracked = CopiedTable.schema(session, table);
        try (SnapshotReader reader = session.snapshotReader()) {
            assertThat(reader.currentSchema(tracked)).contains(tracked);

            server.execute("ALTER TABLE " + table + " ADD COLUMN added DATE");
            assertThat(reader.currentSchema(tracked)).hasValueSatisfying(now -> assertThat(now.columnNames())
                    .containsExactly("id", "v", "filler", "added"));

            server.execute("DROP TABLE " + table);
            assertThat(reader.currentSchema(tracked)).isEmpty();
        }
    }

    @Test
    void aTextThatIsNoBoundaryIsRefused() {
        createNumbers(10);
        CopyRequest request = request("", 5);
        try (SnapshotReader reader = session.snapshotReader()) {
            for (String token : List.of("[\"1 OR 1=1\"]", "[\"1\",\"2\"]", "nonsense", "[null]", "[\"'a' OR 'b'\"]")) {
                assertThatThrownBy(() -> reader.nextChunk(request, new SnapshotChunk(table, 0, null, token)))
                        .isInstanceOf(SourceException.class)
                        .hasMessageContaining("cannot be resumed after " + token);
            }
        }
    }

    @Test
    void whatWasCommittedBeforeAPositionIsVisible() throws InterruptedException {
        assumeVisibilityIsTold();
        createNumbers(10);
        try (SnapshotReader reader = session.snapshotReader()) {
            Position end = session.positionAt(StartPoint.latest());

            reader.awaitVisible(end);

            CopyRequest request = request("", 100);
            SnapshotChunk whole = reader.nextChunk(request, null).orElseThrow();
            assertThat(reader.read(request, whole, rows -> {})).isEqualTo(10);
        }
    }

    private void assumeVisibilityIsTold() {
        assumeThat(session.visibilityUncertainty())
                .as("a server without GTIDs does not tell what is visible")
                .isZero();
    }

    @Test
    void waitingForAPositionTheServerHasNotReachedLastsUntilItHas() throws Exception {
        assumeVisibilityIsTold();
        createNumbers(10);
        Position future = positionOfNextTransaction();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (SnapshotReader reader = session.snapshotReader()) {
            reader.awaitVisible(session.positionAt(StartPoint.latest()));
            CompletableFuture<Boolean> waiting = new CompletableFuture<>();
            Future<?> wait = executor.submit(() -> {
                waiting.complete(true);
                reader.awaitVisible(future);
                return null;
            });
            waiting.get(10, TimeUnit.SECONDS);
            assertThat(wait.isDone()).isFalse();

            server.execute("INSERT INTO " + table + " (v) VALUES (1)");

            wait.get(20, TimeUnit.SECONDS);
        } finally {
            executor.shutdown();
        }
    }

    private Position positionOfNextTransaction() {
        String now = session.positionAt(StartPoint.latest()).token();
        if (server.isMariaDb()) {
            int at = now.indexOf("offset=") + "offset=".length();
            int end = now.indexOf(';', at);
            long offset = Long.parseLong(now.substring(at, end));
            return new Position(now.substring(0, at) + (offset + 1) + now.substring(end));
        }
        int last = now.indexOf(";server=");
        String numbers = now.substring(0, last);
        int dash = Math.max(numbers.lastIndexOf('-'), numbers.lastIndexOf(':'));
        long next = Long.parseLong(numbers.substring(dash + 1)) + 1;
        return new Position(numbers.substring(0, dash + 1) + next + now.substring(last));
    }
}
