package io.syncpipeline.examples;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.testserver.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The soak of one seed: a workload, a pipeline, and what happens to both. Used once, by one thread. */
final class Soak implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final Duration LONGEST_CATCH_UP = Duration.ofSeconds(180);
    private static final String HIDDEN = "hidden_.*";
    private static final int MOST_LEFTOVERS = 3;
    private static final int LEAST_TRANSACTIONS = 10;
    private static final int MORE_TRANSACTIONS = 70;

    private final SoakServer soakServer;
    private final TestServer server;
    private final DestinationProject destination;
    private final SourceDatabase source;
    private final String database;
    private final SoakWorkload workload;
    private final PipelineProcess.Settings settings;
    private final List<Disturbance> schedule;
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final long begin = System.nanoTime();
    private @Nullable PipelineProcess process;
    private int killedWhileCopying;

    Soak(SoakServer soakServer, DestinationProject destination, Path directory, long seed) {
        this.soakServer = soakServer;
        this.server = soakServer.server();
        this.destination = destination;
        this.source = new SourceDatabase(server.host(), server.port(), server.user(), server.password(), "DISABLED");
        this.database = server.freshDatabase("soak");
        this.workload = new SoakWorkload(new SoakWorkload.Place(server, database, SoakTables.all(), seed));
        this.settings = new PipelineProcess.Settings(
                source, destination, directory, database, 200, Duration.ofMillis(200), "256m", HIDDEN);
        this.random = new Random(seed);
        this.schedule = Disturbance.schedule(random);
    }

    /** Runs everything, waits until the pipeline has caught up, and compares. */
    ComparisonResult run() throws Exception {
        workload.prepare();
        workload.start();
        PipelineProcess running = startProcess();
        if (!crashesSpoilXa()) {
            workload.followed();
        }
        for (int i = 0; i < schedule.size(); i++) {
            if (i == schedule.size() / 2) {
                running.await(running.tell("when-copied"), LONGEST_CATCH_UP);
                tell("copied");
            }
            workload.await(i == 0 ? 1 : LEAST_TRANSACTIONS + random.nextInt(MORE_TRANSACTIONS));
            running.live(Duration.ZERO);
            running = disturb(schedule.get(i), running);
        }
        workload.await(LEAST_TRANSACTIONS);
        workload.stop();
        tell("workload stopped: " + workload.outcomes());
        awaitMarker(running);
        running.await(running.tell("when-copied"), LONGEST_CATCH_UP);
        running.stop(LONGEST_CATCH_UP);
        tell("caught up and stopped");
        ComparisonResult result = TableComparison.compare(source, destination, comparedTables());
        tell(result.toString());
        return result;
    }

    /**
     * After a crash MariaDB finds XA transactions prepared that it had committed, and logs their second commit or rollback; MySQL before 8.0.30
     * finds some prepared whose rows it never logged. The log is wrong then, so there they are begun behind the crash.
     */
    private boolean crashesSpoilXa() {
        return soakServer.canCrash() && (server.isMariaDb() || isMySqlBefore8030());
    }

    private boolean isMySqlBefore8030() {
        String[] version = server.version().split("[.-]", -1);
        int number = Integer.parseInt(version[0]) * 10_000
                + Integer.parseInt(version[1]) * 100
                + Integer.parseInt(version[2]);
        return number < 8_00_30;
    }

    private PipelineProcess disturb(Disturbance disturbance, PipelineProcess running) throws Exception {
        boolean copied = running.hasSaid("copied");
        tell(disturbance + (copied ? "" : " while copying"));
        switch (disturbance) {
            case KILL_PROCESS -> {
                running.kill();
                killedWhileCopying += copied ? 0 : 1;
                return startProcess();
            }
            case STOP_PROCESS -> {
                running.stop(LONGEST_CATCH_UP);
                return startProcess();
            }
            case COPY_AGAIN -> copyAgain(running);
            case RESELECT -> reselect(running);
            case KILL_LOG_READER -> soakServer.killConnections(true, false);
            case KILL_OTHERS -> soakServer.killConnections(false, true);
            case KILL_ALL -> soakServer.killConnections(true, true);
            case CRASH_SERVER -> {
                if (soakServer.canCrash()) {
                    soakServer.crash();
                    workload.followed();
                } else {
                    tell("this server cannot be crashed; name it with sync.test.mysql.instance");
                }
            }
        }
        return running;
    }

    private void copyAgain(PipelineProcess running) throws Exception {
        String table = anyTable();
        running.await(running.tell("copy-again " + database + "." + table), LONGEST_CATCH_UP);
        tell("  " + table);
    }

    /** What was deleted while the table was left out would stay at the destination, so that has to be dropped. */
    private void reselect(PipelineProcess running) throws Exception {
        String table = anyTable();
        running.await(running.tell("exclude " + HIDDEN + "|" + table), LONGEST_CATCH_UP);
        destination.odps().tables().delete(compared(table).destination(), true);
        tell("  " + table + " left out");
        workload.await(LEAST_TRANSACTIONS + random.nextInt(MORE_TRANSACTIONS));
        running.await(running.tell("exclude " + HIDDEN), LONGEST_CATCH_UP);
        tell("  " + table + " taken in again");
    }

    private String anyTable() {
        List<SoakTable> tables = SoakTables.all();
        return tables.get(random.nextInt(tables.size())).name();
    }

    private PipelineProcess startProcess() throws Exception {
        for (int i = 0; ; i++) {
            PipelineProcess started = PipelineProcess.start(settings);
            process = started;
            try {
                started.await("running", LONGEST_START);
                tell("running");
                return started;
            } catch (IllegalStateException e) {
                List<String> leftovers = leftovers(String.valueOf(e.getMessage()));
                if (i == MOST_LEFTOVERS || leftovers.isEmpty()) {
                    throw e;
                }
                started.close();
                for (String leftover : leftovers) {
                    destination.odps().tables().delete(leftover, true);
                    tell("leftover " + leftover + " dropped");
                }
            }
        }
    }

    /**
     * The destination tables that a plan refuses because of their columns. A process that is killed before its checkpoint knows a new table
     * leaves it behind; when the source's table has been replaced by another one meanwhile, somebody has to drop it, as the plan says.
     */
    private List<String> leftovers(String troubles) {
        return Pattern.compile("(?m)^ERROR (?:table )?(" + database + "_new_\\d+): ")
                .matcher(troubles)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    private void awaitMarker(PipelineProcess running) throws Exception {
        ComparedTable marker = compared("marker");
        long end = System.nanoTime() + LONGEST_CATCH_UP.toNanos();
        while (!TableComparison.compare(source, destination, List.of(marker)).identical()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("the pipeline has not caught up within " + LONGEST_CATCH_UP);
            }
            running.live(Duration.ofMillis(100));
        }
    }

    private List<ComparedTable> comparedTables() throws SQLException {
        List<ComparedTable> tables = new ArrayList<>();
        try (Connection root = server.root();
                Statement statement = root.createStatement();
                ResultSet names = statement.executeQuery("SHOW TABLES FROM " + database)) {
            while (names.next()) {
                String name = names.getString(1);
                if (!name.matches(HIDDEN)) {
                    tables.add(compared(name));
                }
            }
        }
        return tables;
    }

    private ComparedTable compared(String table) {
        return new ComparedTable(database + "_" + table, List.of(new TableId(database, table)));
    }

    private void tell(String event) {
        story.add(String.format("%6.1f s  %s", (System.nanoTime() - begin) / 1e9, event));
    }

    /** What happened, for people. */
    String story() {
        return String.join(System.lineSeparator(), story);
    }

    List<Disturbance> disturbances() {
        return schedule;
    }

    int killedWhileCopying() {
        return killedWhileCopying;
    }

    SoakSession.Outcomes outcomes() {
        return workload.outcomes();
    }

    @Override
    public void close() throws Exception {
        PipelineProcess last = process;
        if (last != null) {
            last.close();
            String troubles = last.troubles();
            if (!troubles.isEmpty()) {
                tell("the last process' troubles:" + System.lineSeparator() + troubles);
            }
        }
        workload.close();
        System.out.println(story());
        server.execute("DROP DATABASE IF EXISTS " + database);
    }
}
