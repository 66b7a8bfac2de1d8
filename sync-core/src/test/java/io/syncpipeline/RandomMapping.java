package io.syncpipeline;

import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random definition of tables {@code shop.orders_0}, {@code shop.orders_1} ... in two forms: as rules, and as what these rules mean for a
 * {@link MappedOrder}, in plain Java.
 */
final class RandomMapping {

    static final String DESTINATION = "all_orders";

    private static final List<Condition> CONDITIONS = List.of(
            new Condition(
                    "status <> 'draft'", o -> o.status() != null && !o.status().equals("draft")),
            new Condition("n >= 5", o -> o.n() != null && o.n() >= 5),
            new Condition(
                    "status IN ('new', 'paid') AND b < 2",
                    o -> o.status() != null && !o.status().equals("draft") && o.b() < 2),
            new Condition("status IS NULL OR n < 7", o -> o.status() == null || o.n() != null && o.n() < 7),
            new Condition("NOT (n < 4)", o -> o.n() != null && o.n() >= 4));

    private static final List<Value> ADDED = List.of(
            new Value("BIGINT", ValueAssigner.constant(7), "7"),
            new Value("STRING", ValueAssigner.constant("it's"), "it's"),
            new Value("STRING", ValueAssigner.variable(Variable.DB_NAME_SRC), "shop"),
            new Value(
                    "STRING",
                    ValueAssigner.function("CONCAT(#{name}, '/', #{status})"),
                    o -> (o.name() == null ? "" : o.name()) + "/" + (o.status() == null ? "" : o.status())),
            new Value(
                    "BIGINT",
                    ValueAssigner.function("COALESCE(#{n}, 0) + #{a}"),
                    o -> String.valueOf((o.n() == null ? 0 : o.n()) + o.a())),
            new Value("INT", ValueAssigner.column("n"), o -> String.valueOf(o.n())));

    private static final Value BY_GROUP = new Value("STRING", ValueAssigner.column("grp"), o -> o.text("grp"));

    private static final List<Value> PARTITIONS = List.of(
            BY_GROUP,
            new Value("STRING", ValueAssigner.column("grp").orElse("none"), o -> o.grp() == null ? "none" : o.grp()),
            new Value("STRING", ValueAssigner.column("b"), o -> String.valueOf(o.b())),
            new Value(
                    "STRING",
                    ValueAssigner.column("day").asTime("yyyyMM").orElse("never"),
                    o -> o.day() == null
                            ? "never"
                            : String.format(
                                    "%04d%02d", o.day().getYear(), o.day().getMonthValue())),
            new Value(
                    "STRING",
                    ValueAssigner.function("IF(#{n} >= 5, 'large', 'small')"),
                    o -> o.n() != null && o.n() >= 5 ? "large" : "small"),
            new Value(
                    "STRING",
                    ValueAssigner.function("CONCAT(COALESCE(#{grp}, 'none'), '_', #{b})"),
                    o -> (o.grp() == null ? "none" : o.grp()) + "_" + o.b()));

    private static final Value CODE =
            new Value("STRING", ValueAssigner.function("CONCAT(#{a}, '-', #{b})"), o -> o.a() + "-" + o.b());

    /** A condition of the language of filters, which these are also in SQL. */
    record Condition(String text, Predicate<MappedOrder> holds) {}

    /** A value of a column that a rule adds, or of a partition. */
    record Value(String type, ValueAssigner assigner, Function<MappedOrder, String> of) {

        Value(String type, ValueAssigner assigner, String constant) {
            this(type, assigner, o -> constant);
        }
    }

    /** What becomes of a kind of change: all, none, or what a condition takes. */
    record Followed(DmlAction action, Predicate<MappedOrder> wanted) {

        private static Followed random(Random random) {
            return switch (random.nextInt(6)) {
                case 0 -> new Followed(DmlAction.ignore(), o -> false);
                case 1, 2 -> {
                    Condition condition = any(random, CONDITIONS);
                    yield new Followed(DmlAction.where(condition.text()), condition.holds());
                }
                default -> new Followed(DmlAction.normal(), o -> true);
            };
        }

        boolean isNormal() {
            return action instanceof DmlAction.Normal;
        }

        boolean isIgnored() {
            return action instanceof DmlAction.Ignore;
        }
    }

    /**
     * One of the source tables.
     *
     * @param table its name
     * @param origin what tells its rows from those of others at the destination
     * @param copied the rows that are copied
     * @param copyRule the same as a rule
     */
    record Shard(
            String table,
            Value origin,
            Predicate<MappedOrder> copied,
            Function<MappingRule, MappingRule> copyRule,
            Followed insert,
            Followed update,
            Followed delete) {

        private static Shard random(Random random, int index, boolean filtered) {
            String table = "orders_" + index;
            Value origin = random.nextBoolean()
                    ? new Value("STRING", ValueAssigner.variable(Variable.TABLE_NAME_SRC), table)
                    : new Value("STRING", ValueAssigner.constant("shard " + index), "shard " + index);
            Followed all = new Followed(DmlAction.normal(), o -> true);
            Predicate<MappedOrder> copied = o -> true;
            Function<MappingRule, MappingRule> copyRule = rule -> rule;
            int copy = filtered ? random.nextInt(5) : 5;
            if (copy == 0) {
                copied = o -> false;
                copyRule = MappingRule::skipCopy;
            } else if (copy == 1) {
                Condition condition = any(random, CONDITIONS);
                copied = condition.holds();
                copyRule = rule -> rule.copyCondition(condition.text());
            }
            return new Shard(
                    table,
                    origin,
                    copied,
                    copyRule,
                    filtered ? Followed.random(random) : all,
                    filtered ? Followed.random(random) : all,
                    filtered ? Followed.random(random) : all);
        }

        /** Whether all rows are copied and all changes carried over. */
        boolean isWhole() {
            return copied.test(new MappedOrder(0, 0, null, null, null, null, null))
                    && insert.isNormal()
                    && update.isNormal()
                    && delete.isNormal();
        }
    }

    private final List<Shard> shards = new ArrayList<>();
    private final List<String> sourceKey;
    private final List<String> key = new ArrayList<>();
    private final boolean keyDeclared;
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private final List<String> excluded = new ArrayList<>();
    private final Map<String, Value> added = new LinkedHashMap<>();
    private final Map<String, Value> partitions = new LinkedHashMap<>();
    private final @Nullable String mark;
    private final @Nullable String operation;

    RandomMapping(Random random) {
        boolean filtered = random.nextInt(4) > 0;
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            shards.add(Shard.random(random, i, filtered));
        }
        sourceKey = random.nextBoolean() ? List.of("a") : List.of("a", "b");
        boolean coded = random.nextInt(4) == 0;
        int declared = random.nextInt(3);
        key.addAll(
                coded
                        ? List.of("code")
                        : declared == 0 ? sourceKey : declared == 1 ? List.of("a", "b") : List.of("b", "a"));
        if (count > 1) {
            key.add(random.nextInt(key.size() + 1), "origin");
        }
        keyDeclared = !key.equals(sourceKey);
        for (String column : MappedOrder.COLUMNS) {
            int dice = random.nextInt(6);
            if (dice == 0 && !key.contains(column)) {
                excluded.add(column);
            } else if (dice == 1) {
                renamed.put(column, "the_" + column);
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            added.put("added_" + i, any(random, ADDED));
        }
        if (coded) {
            added.put("code", CODE);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            partitions.put("p" + i, any(random, PARTITIONS));
        }
        mark = filtered && random.nextInt(3) == 0 ? "gone" : null;
        operation = filtered && random.nextInt(4) == 0 ? "op" : null;
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    // ------------------------------------------------------------------------- as rules

    /** Adds the tables and the rules. */
    SyncPipeline.Builder define(SyncPipeline.Builder builder) {
        MappingRule rule = MappingRule.forAllTables();
        if (keyDeclared) {
            rule = rule.primaryKey(key.toArray(String[]::new));
        }
        for (Map.Entry<String, String> name : renamed.entrySet()) {
            rule = rule.renameColumn(name.getKey(), name.getValue());
        }
        rule = rule.excludeColumns(excluded.toArray(String[]::new));
        for (Map.Entry<String, Value> column : added.entrySet()) {
            rule = rule.addColumn(
                    column.getKey(), column.getValue().type(), column.getValue().assigner());
        }
        if (operation != null) {
            rule = rule.addColumn(operation, "STRING", ValueAssigner.variable(Variable.OPERATION_TYPE));
        }
        for (Map.Entry<String, Value> partition : partitions.entrySet()) {
            rule = rule.partition(partition.getKey(), partition.getValue().assigner());
        }
        if (mark != null) {
            rule = rule.onDelete(DmlAction.logicalDelete(mark));
        }
        builder.tables(TableSelector.matching("shop", "orders_\\d").mergedInto(NameTemplate.of(DESTINATION)))
                .rule(rule);
        for (Shard shard : shards) {
            MappingRule own = shard.copyRule()
                    .apply(MappingRule.forTable("shop", shard.table()))
                    .onInsert(shard.insert().action())
                    .onUpdate(shard.update().action());
            if (mark == null) {
                own = own.onDelete(shard.delete().action());
            }
            if (key.contains("origin")) {
                own = own.addColumn("origin", "STRING", shard.origin().assigner());
            }
            builder.rule(own);
        }
        return builder;
    }

    /** Whether a row meets one of the conditions that copies are given. */
    static boolean meets(String condition, MappedOrder row) {
        return CONDITIONS.stream()
                .filter(c -> c.text().equals(condition))
                .findFirst()
                .orElseThrow()
                .holds()
                .test(row);
    }

    // ----------------------------------------------------------------- as what they mean

    List<Shard> shards() {
        return shards;
    }

    List<String> sourceKey() {
        return sourceKey;
    }

    /** Whether rows need a group, because it names their partition. */
    boolean needsGroup() {
        return partitions.containsValue(BY_GROUP);
    }

    /** Whether the destination equals the source in the end, whatever comes by the copy and what by changes. */
    boolean isWhole() {
        return mark == null && operation == null && shards.stream().allMatch(Shard::isWhole);
    }

    boolean marksDeleted() {
        return mark != null;
    }

    /** What tells a row from all others at the destination: its partition and its key. */
    List<String> place(Shard shard, MappedOrder row) {
        return Stream.concat(
                        partitions.values().stream().map(p -> p.of().apply(row)),
                        key.stream()
                                .map(k -> k.equals("origin")
                                        ? shard.origin().of().apply(row)
                                        : added.containsKey(k)
                                                ? added.get(k).of().apply(row)
                                                : row.text(k)))
                .toList();
    }

    /**
     * All values of a row at the destination as text, by column.
     *
     * @param change {@code I}, {@code U} or {@code D}
     */
    Map<String, String> row(Shard shard, MappedOrder row, String change, boolean marked) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : MappedOrder.COLUMNS) {
            if (!excluded.contains(column)) {
                values.put(renamed.getOrDefault(column, column), row.text(column));
            }
        }
        added.forEach((name, value) -> values.put(name, value.of().apply(row)));
        partitions.forEach((name, value) -> values.put(name, value.of().apply(row)));
        if (key.contains("origin")) {
            values.put("origin", shard.origin().of().apply(row));
        }
        if (mark != null) {
            values.put(mark, String.valueOf(marked));
        }
        if (operation != null) {
            values.put(operation, change);
        }
        return values;
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("key ").append(key).append(" of ").append(sourceKey);
        text.append(", renamed ").append(renamed).append(", excluded ").append(excluded);
        added.forEach(
                (name, value) -> text.append(", ").append(name).append(" = ").append(value.assigner()));
        partitions.forEach(
                (name, value) -> text.append(", by ").append(name).append(" = ").append(value.assigner()));
        text.append(", mark ").append(mark).append(", operation ").append(operation);
        for (Shard shard : shards) {
            text.append("; ").append(shard.table());
            text.append(": I ").append(shard.insert().action());
            text.append(", U ").append(shard.update().action());
            text.append(", D ").append(shard.delete().action());
        }
        return text.toString();
    }
}
