package io.syncpipeline.mysql.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.Position;
import io.syncpipeline.model.Progress;
import io.syncpipeline.model.RowChange;
import io.syncpipeline.model.SourceEvent;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.mysql.SslMode;
import io.syncpipeline.mysql.TestSources;
import io.syncpipeline.mysql.internal.snapshot.CopiedTable;
import io.syncpipeline.mysql.testserver.TestServer;
import io.syncpipeline.spi.ChangeReader;
import io.syncpipeline.spi.FollowedTable;
import io.syncpipeline.spi.SourceSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A source that is read through a tap on its connections, with a table whose rows the tap would recognise. */
final class TappedSource implements AutoCloseable {

    private static final String MARKER = "seen-on-the-wire";
    private static final int MAX_POLLS = 100;

    private final TestServer server;
    private final WireTap tap;
    private final TableId table;
    private int version;

    TappedSource(TestServer server) throws IOException {
        this.server = server;
        this.tap = new WireTap(server.host(), server.port(), MARKER);
        this.table = new TableId(server.freshDatabase("tls"), "t");
        server.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, name VARCHAR(40))",
                "INSERT INTO " + table + " VALUES (1, '" + MARKER + "-1-0'), (2, '" + MARKER + "-2-0')");
    }

    /** A description of the server behind the tap. */
    MySqlSource.Builder source(String host, SslMode mode, String user, String password) {
        return MySqlSource.builder()
                .hostname(host)
                .port(tap.port())
                .username(user)
                .password(password)
                .sslMode(mode);
    }

    MySqlSource.Builder source(String host, SslMode mode) {
        return source(host, mode, server.user(), server.password());
    }

    /** The tap's port, on 127.0.0.1. */
    int port() {
        return tap.port();
    }

    /** What could be read on the wire. */
    record Seen(boolean copied, boolean followed) {}

    static final Seen PLAIN = new Seen(true, true);
    static final Seen ENCRYPTED = new Seen(false, false);

    /** Copies the table and follows a change, checks the rows, and tells what could be read on the wire meanwhile. */
    Seen copyAndFollow(MySqlSource source) throws InterruptedException {
        return copyAndFollow(source, () -> {});
    }

    /**
     * The same.
     *
     * @param beforeFollowing done after the copy, before the connection that follows is made
     */
    Seen copyAndFollow(MySqlSource source, Runnable beforeFollowing) throws InterruptedException {
        try (SourceSession session = source.open(TestSources.options())) {
            tap.sightings();
            CopiedTable copied = CopiedTable.copy(session, table, List.of("id"), 1);
            assertThat(copied.values("name"))
                    .extracting(Object::toString)
                    .containsExactly(MARKER + "-1-" + version, MARKER + "-2-" + version);
            boolean copiedSeen = tap.sightings() > 0;
            beforeFollowing.run();
            boolean followedSeen = follow(session);
            return new Seen(copiedSeen, followedSeen);
        }
    }

    private boolean follow(SourceSession session) throws InterruptedException {
        Position from = session.positionAt(StartPoint.latest());
        try (ChangeReader changes = session.follow(
                from, List.of(FollowedTable.fromStart(CopiedTable.schema(session, table))), joining -> false)) {
            version++;
            tap.sightings();
            server.execute("UPDATE " + table + " SET name = CONCAT('" + MARKER + "-', id, '-" + version + "')");
            List<String> names = new ArrayList<>();
            boolean ended = false;
            for (int i = 0; i < MAX_POLLS && !ended; i++) {
                for (SourceEvent event : changes.poll(Duration.ofMillis(200))) {
                    if (event instanceof RowChange change) {
                        names.add(String.valueOf(change.after().get(1)));
                    }
                    ended |= event instanceof Progress && names.size() == 2;
                }
            }
            assertThat(names).containsExactly(MARKER + "-1-" + version, MARKER + "-2-" + version);
            return tap.sightings() > 0;
        }
    }

    @Override
    public void close() throws IOException {
        tap.close();
        server.execute("DROP DATABASE " + table.database());
    }
}
