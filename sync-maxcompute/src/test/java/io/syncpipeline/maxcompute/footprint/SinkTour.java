package io.syncpipeline.maxcompute.footprint;

import io.syncpipeline.maxcompute.Compression;
import io.syncpipeline.maxcompute.Credentials;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.maxcompute.MaxComputeSinkBuilder;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.Mutation;
import io.syncpipeline.model.SyncException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.PendingCommit;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import io.syncpipeline.spi.TableWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything that a sink can do, at services that are there already, and says what came of each step. It uses nothing but
 * the module and what comes with it; whether the rows arrived is for others to look at. Used by one thread.
 */
public final class SinkTour {

    private static final DataType INT32 = DataType.of(DataType.Kind.INT32);
    private static final DataType INT64 = DataType.of(DataType.Kind.INT64);
    private static final DataType TEXT = DataType.of(DataType.Kind.TEXT);

    private final List<String> lines = new ArrayList<>();

    private SinkTour() {}

    /**
     * Takes the tour.
     *
     * @param addresses the endpoints of: a service; the same with a schema of the name {@code default}; one that takes the key pair {@code
     *     tour}, {@code right} only; one whose requests fail now and then; none, that is an address at which nobody listens;
     *     and the host and the port of a proxy that lets the user {@code tour} with the password {@code open} through
     */
    public static List<String> take(List<String> addresses) throws InterruptedException {
        SinkTour tour = new SinkTour();
        tour.service(addresses.get(0));
        tour.schema(addresses.get(1));
        tour.key(addresses.get(2));
        tour.faults(addresses.get(3));
        tour.nobody(addresses.get(4));
        tour.proxy(addresses.get(0), addresses.get(5), Integer.parseInt(addresses.get(6)));
        return tour.lines;
    }

    private void line(String step, Object result) {
        lines.add(step + ": " + result);
    }

    private static SinkSession open(String address, UnaryOperator<MaxComputeSinkBuilder> options) {
        return open(address, 4, options);
    }

    private static SinkSession open(String address, int attempts, UnaryOperator<MaxComputeSinkBuilder> options) {
        MaxComputeSinkBuilder builder =
                MaxComputeSink.builder().endpoint(address).project("local").retry(attempts, Duration.ofMillis(10));
        return options.apply(builder).build().open(new SessionOptions("tour", 16 << 20, 2, Clock.systemUTC()));
    }

    private static UnaryOperator<MaxComputeSinkBuilder> key() {
        return builder -> builder.accessKey("tour", "right");
    }

    private void service(String address) throws InterruptedException {
        try (SinkSession session = open(address, key())) {
            line("check", session.check().get(0).severity());
            line("none", session.describe("nothing").isPresent());
            everyType(session);
            alterations(session);
            partitions(session);
            settlement(session, address);
            logs(session, address);
            refusals(session);
        }
        compressions(address);
        signatures(address);
    }

    private static DestinationColumn column(String name, String type, DataType values, boolean nullable) {
        return new DestinationColumn(name, type, values, nullable, "");
    }

    private static DestinationTable people(String name, DestinationColumn... partitions) {
        return new DestinationTable(
                name,
                TableKind.PK_DELTA,
                List.of(column("id", "BIGINT", INT64, false), column("name", "STRING", TEXT, true)),
                List.of("id"),
                List.of(partitions),
                2,
                "people",
                Map.of("acid.data.retain.hours", "48"));
    }

    private static Mutation person(long id, String name, String partition) {
        return new Mutation(Mutation.Kind.UPSERT, new Object[] {id, Text.of(name)}, partition, 64);
    }

    private static Mutation delete(@Nullable Object... values) {
        return new Mutation(Mutation.Kind.DELETE, values, "", 64);
    }

    private static void commit(TableWriter writer) throws InterruptedException {
        PendingCommit pending = writer.seal().orElseThrow();
        pending.flush();
        pending.commit();
    }

    private void everyType(SinkSession session) throws InterruptedException {
        Map<DataType, Object> values = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        values.put(DataType.of(DataType.Kind.BOOLEAN), true);
        values.put(DataType.of(DataType.Kind.INT8), (byte) -1);
        values.put(DataType.of(DataType.Kind.INT16), (short) -2);
        values.put(INT32, -3);
        values.put(INT64, -4L);
        values.put(DataType.decimal(20, 4), new BigDecimal("1234567890123456.7891"));
        values.put(DataType.of(DataType.Kind.FLOAT32), 1.5f);
        values.put(DataType.of(DataType.Kind.FLOAT64), -2.5);
        values.put(TEXT, Text.of("Größe 東京 😀"));
        values.put(DataType.of(DataType.Kind.BINARY), new byte[] {0, -1, 65});
        values.put(DataType.of(DataType.Kind.DATE), LocalDate.of(2026, 1, 2));
        values.put(DataType.of(DataType.Kind.TIME, 6), Duration.ofSeconds(3_661));
        values.put(DataType.of(DataType.Kind.DATETIME, 6), LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_901_000));
        values.put(DataType.of(DataType.Kind.TIMESTAMP, 6), Instant.parse("2026-01-02T03:04:05.678901Z"));
        values.put(DataType.of(DataType.Kind.JSON), Text.of("{\"a\":1}"));
        values.put(DataType.of(DataType.Kind.FLOAT_VECTOR), new float[] {1, 2});
        List<DestinationColumn> columns = new ArrayList<>();
        List<String> key = new ArrayList<>();
        for (DataType type : values.keySet()) {
            String name = "c_" + columns.size();
            String stored = session.typeFor(new Column(name, type, "", "", true, ""));
            boolean inKey = type.kind() != DataType.Kind.FLOAT_VECTOR
                    && type.kind() != DataType.Kind.FLOAT32
                    && type.kind() != DataType.Kind.FLOAT64;
            if (inKey) {
                key.add(name);
            }
            columns.add(new DestinationColumn(name, stored, type, !inKey, "it's \\ " + type));
        }
        DestinationTable table =
                new DestinationTable("every_type", TableKind.PK_DELTA, columns, key, List.of(), 4, "", Map.of());
        session.create(table);
        session.create(table);
        line("described", session.describe("every_type").orElseThrow().columns());
        try (TableWriter writer = session.writer(table)) {
            writer.write(
                    List.of(new Mutation(Mutation.Kind.UPSERT, values.values().toArray(), "", 512)));
            commit(writer);
        }
    }

    private void alterations(SinkSession session) throws InterruptedException {
        DestinationTable table = new DestinationTable(
                "changing",
                TableKind.PK_DELTA,
                List.of(
                        column("id", "BIGINT", INT64, false),
                        column("number", "INT", INT32, true),
                        column("old", "STRING", TEXT, true)),
                List.of("id"),
                List.of(),
                1,
                "",
                Map.of());
        session.create(table);
        session.alter("changing", new TableAlteration.AddColumns(List.of(column("added", "STRING", TEXT, true))));
        session.alter("changing", new TableAlteration.ChangeType(column("number", "BIGINT", INT64, true)));
        session.alter("changing", new TableAlteration.RenameColumn("old", "renamed"));
        session.alter("changing", new TableAlteration.DropColumns(List.of("added")));
        session.alter("changing", new TableAlteration.Rename("changed"));
        DestinationTable changed = session.describe("changed").orElseThrow();
        line("altered", changed.columns());
        try (TableWriter writer = session.writer(changed)) {
            writer.write(List.of(new Mutation(Mutation.Kind.UPSERT, new Object[] {1L, 2L, Text.of("a")}, "", 64)));
            commit(writer);
            writer.write(List.of(delete(1L, null, null)));
            commit(writer);
            writer.write(List.of(new Mutation(Mutation.Kind.UPSERT, new Object[] {3L, null, null}, "", 64)));
            commit(writer);
        }
        session.create(people("emptied"));
        write(session, people("emptied"), person(1, "gone", ""));
        session.alter("emptied", new TableAlteration.Truncate());
        session.create(people("dropped"));
        session.alter("dropped", new TableAlteration.Drop());
        line("present", new TreeMap<>(session.describe(List.of("changing", "changed", "emptied", "dropped"))).keySet());
    }

    private static void write(SinkSession session, DestinationTable table, Mutation... mutations)
            throws InterruptedException {
        try (TableWriter writer = session.writer(table)) {
            writer.write(List.of(mutations));
            commit(writer);
        }
    }

    private void partitions(SinkSession session) throws InterruptedException {
        DestinationTable table = people("days", column("dt", "STRING", TEXT, true), column("hh", "INT", INT32, true));
        session.create(table);
        write(
                session,
                table,
                person(1, "a", "dt=2026-01-01,hh=1"),
                person(1, "b", "dt=2026-01-02,hh=2"),
                person(1, "c", "dt=Größe %,hh=3"));
        DestinationTable emptied = people("emptied_days", column("dt", "STRING", TEXT, true));
        session.create(emptied);
        write(session, emptied, person(1, "a", "dt=1"), person(1, "b", "dt=2"));
        session.alter("emptied_days", new TableAlteration.Truncate());
        line("partitioned by", session.describe("days").orElseThrow().partitionColumns());
    }

    private static DestinationTable log(String name, TableKind kind, DestinationColumn... partitions) {
        return new DestinationTable(
                name,
                kind,
                List.of(column("id", "BIGINT", INT64, true), column("name", "STRING", TEXT, true)),
                List.of(),
                List.of(partitions),
                0,
                "a log",
                Map.of("lifecycle", "30"));
    }

    private static Mutation entry(long id, String name, String partition) {
        return new Mutation(Mutation.Kind.APPEND, new Object[] {id, Text.of(name)}, partition, 64);
    }

    private void logs(SinkSession session, String address) throws InterruptedException {
        DestinationTable regular = log("regular_log", TableKind.APPEND, column("dt", "STRING", TEXT, true));
        session.create(regular);
        write(session, regular, entry(1, "a", "dt=1"), entry(1, "a", "dt=1"), entry(1, "a", "dt=2"));
        DestinationTable delta = log("delta_log", TableKind.APPEND_DELTA);
        session.create(delta);
        line("kinds of logs", List.of(kind(session, "regular_log"), kind(session, "delta_log")));
        try (TableWriter writer = session.writer(delta)) {
            writer.write(List.of(entry(1, "in doubt", "")));
            PendingCommit pending = writer.seal().orElseThrow();
            pending.flush();
            try (SinkSession next = open(address, key())) {
                line("log settled", next.settle(pending.tokens()).committed());
                line(
                        "log unclear",
                        next.settle(List.of("upload/delta_log//gone/1"))
                                .unclear()
                                .keySet());
            }
        }
    }

    private static TableKind kind(SinkSession session, String table) {
        return session.describe(table).orElseThrow().kind();
    }

    private void settlement(SinkSession session, String address) throws InterruptedException {
        session.create(people("settled"));
        try (TableWriter writer = session.writer(people("settled"))) {
            writer.write(List.of(person(1, "in doubt", "")));
            PendingCommit pending = writer.seal().orElseThrow();
            pending.flush();
            try (SinkSession next = open(address, key())) {
                line("settled", next.settle(pending.tokens()).committed());
                line(
                        "not settled",
                        next.settle(List.of("upsert/settled//no-such-session")).lost());
            }
        }
        session.create(people("aborted"));
        try (TableWriter writer = session.writer(people("aborted"))) {
            writer.write(List.of(person(1, "given up", "")));
            writer.seal().orElseThrow().flush();
        }
    }

    /** Something that is refused. */
    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    private void refusal(String step, Step refused) throws InterruptedException {
        try {
            refused.run();
            line(step, "not refused");
        } catch (SyncException e) {
            line(step, e.getClass().getSimpleName() + (e.isRetryable() ? " that may pass" : ""));
        }
    }

    private void refusals(SinkSession session) throws InterruptedException {
        session.create(people("strict"));
        refusal(
                "narrowing",
                () -> session.alter("strict", new TableAlteration.ChangeType(column("name", "BIGINT", INT64, true))));
        refusal("truncating nothing", () -> session.alter("nothing", new TableAlteration.Truncate()));
        // A statement that fails in its job.
        refusal("dropping a key", () -> session.alter("strict", new TableAlteration.DropColumns(List.of("id"))));
        try (TableWriter writer = session.writer(people("strict"))) {
            refusal("a value too small", () -> writer.write(List.of(person(Long.MIN_VALUE, "low", ""))));
        }
        try (TableWriter writer = session.writer(people("nothing"))) {
            refusal("writing to nothing", () -> {
                writer.write(List.of(person(1, "a", "")));
                commit(writer);
            });
        }
    }

    private void compressions(String address) throws InterruptedException {
        for (Compression compression : Compression.values()) {
            try (SinkSession session = open(address, builder -> key().apply(builder)
                    .compression(compression)
                    .tunnelEndpoint(address.substring(0, address.length() - "/api".length())))) {
                DestinationTable table = people("in_" + compression);
                session.create(table);
                Mutation[] rows = new Mutation[500];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = person(i, "somebody number " + i * 7_919, "");
                }
                write(session, table, rows);
            }
        }
    }

    private void signatures(String address) throws InterruptedException {
        Credentials temporary = new Credentials("id", "secret", "token");
        Map<String, UnaryOperator<MaxComputeSinkBuilder>> kinds = new TreeMap<>();
        kinds.put("signed_4", builder -> key().apply(builder).region("cn-hangzhou"));
        kinds.put("temporary", builder -> builder.stsToken("id", "secret", "token"));
        kinds.put("temporary_4", builder -> builder.stsToken("id", "secret", "token")
                .region("cn-hangzhou"));
        kinds.put("supplied", builder -> builder.credentials(() -> temporary));
        kinds.put(
                "quota",
                builder -> key().apply(builder).quotaName("fast").slots(2).sessionLifetime(Duration.ofHours(2)));
        for (Map.Entry<String, UnaryOperator<MaxComputeSinkBuilder>> kind : kinds.entrySet()) {
            try (SinkSession session = open(address, kind.getValue())) {
                line(kind.getKey(), session.check().get(0).severity());
                session.create(people(kind.getKey()));
                write(session, people(kind.getKey()), person(1, "signed", ""));
            }
        }
    }

    private void schema(String address) throws InterruptedException {
        try (SinkSession session = open(address, builder -> key().apply(builder).schema("default"))) {
            line("check of a schema", session.check().get(0).severity());
            session.create(people("people"));
            write(session, people("people"), person(1, "in a schema", ""));
        }
        try (SinkSession session = open(address, builder -> key().apply(builder).schema("absent"))) {
            line("check of no schema", session.check().get(0).severity());
        }
    }

    private void key(String address) throws InterruptedException {
        try (SinkSession session = open(address, builder -> builder.accessKey("tour", "wrong"))) {
            line("check with a wrong key", session.check().get(0).severity());
            refusal("creating with a wrong key", () -> session.create(people("people")));
        }
        try (SinkSession session = open(address, key())) {
            line("check with the right key", session.check().get(0).severity());
            session.create(people("people"));
            write(session, people("people"), person(1, "let in", ""));
        }
    }

    private void faults(String address) throws InterruptedException {
        // One request may meet all of the faults.
        try (SinkSession session = open(address, 12, key())) {
            session.create(people("people"));
            try (TableWriter writer = session.writer(people("people"))) {
                for (int round = 0; round < 3; round++) {
                    List<Mutation> rows = new ArrayList<>();
                    for (long id = 0; id < 100; id++) {
                        rows.add(person(id, "round " + round, ""));
                    }
                    writer.write(rows);
                    commit(writer);
                }
            }
            session.create(people("expiring"));
            try (TableWriter writer = session.writer(people("expiring"))) {
                writer.write(List.of(person(1, "too late", "")));
                refusal("a session that expires", () -> commit(writer));
            }
        }
    }

    private void nobody(String address) throws InterruptedException {
        try (SinkSession session = open(address, key())) {
            line("check of nobody", session.check().get(0).severity());
            refusal("describing at nobody", () -> session.describe("people"));
        }
    }

    private void proxy(String address, String host, int port) throws InterruptedException {
        try (SinkSession session = open(address, builder -> key().apply(builder)
                .proxy(host, port, "tour", "open")
                .tags("tour"))) {
            line("check through a proxy", session.check().get(0).severity());
            session.create(people("proxied"));
            write(session, people("proxied"), person(1, "passed on", ""));
        }
        try (SinkSession session = open(address, builder -> key().apply(builder).proxy(host, port))) {
            line("check through a proxy that refuses", session.check().get(0).severity());
        }
    }
}
