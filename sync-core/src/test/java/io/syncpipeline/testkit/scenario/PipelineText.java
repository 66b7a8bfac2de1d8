package io.syncpipeline.testkit.scenario;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import java.util.List;

/**
 * The section {@code rules} of a scenario: what a user writes in Java, a line for each call. The words are the names of the methods and
 * their arguments; the methods of a rule stand below it, further to the right.
 */
final class PipelineText {

    private final List<Line> lines;

    PipelineText(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** A pipeline that is defined, and where its next run starts. */
    record Defined(SyncPipeline pipeline, SyncMode mode, StartPoint start) {}

    /**
     * Builds the pipeline.
     *
     * @param builder a builder that knows both ends
     * @param prefix what stands before the scenario's databases on the server
     * @throws ScenarioException when a word is not understood; what the pipeline's own methods refuse comes as they throw it
     */
    Defined define(SyncPipeline.Builder builder, String prefix) {
        SyncMode mode = SyncMode.FULL_AND_INCREMENTAL;
        StartPoint start = StartPoint.resume();
        int at = 0;
        while (at < lines.size()) {
            Line line = lines.get(at++);
            Words words = Words.of(line);
            String what = words.next("what to define");
            switch (what) {
                case "mode" -> {
                    mode = words.next(SyncMode.class);
                    builder.mode(mode);
                }
                case "start" -> start = start(words);
                case "tables" -> builder.tables(selector(words, prefix));
                case "onDdl" -> builder.onDdl(words.next(DdlKind.class), words.next(DdlAction.class));
                case "function" -> {
                    String name = words.next("a function");
                    builder.function(ScenarioFunctions.named(name).orElseThrow(() -> words.unknown(name, "MASK")));
                }
                case "rule" -> {
                    MappingRule rule = rule(words, prefix);
                    while (at < lines.size() && lines.get(at).indent() > line.indent()) {
                        rule = method(rule, Words.of(lines.get(at++)));
                    }
                    builder.rule(rule);
                }
                default -> throw words.unknown(what, "mode", "start", "tables", "onDdl", "function", "rule");
            }
            words.end();
        }
        return new Defined(builder.build(), mode, start);
    }

    private static StartPoint start(Words words) {
        String where = words.next("a start point");
        return switch (where) {
            case "resume" -> StartPoint.resume();
            case "earliest" -> StartPoint.earliest();
            case "latest" -> StartPoint.latest();
            default -> throw words.unknown(where, "resume", "earliest", "latest");
        };
    }

    private static TableSelector selector(Words words, String prefix) {
        String how = words.next("named or matching");
        TableSelector selector =
                switch (how) {
                    case "named" -> TableSelector.named(prefix + words.next("a database"), tables(words));
                    case "matching" ->
                        TableSelector.matching(pattern(words, prefix), words.next("an expression of tables"));
                    default -> throw words.unknown(how, "named", "matching");
                };
        while (words.hasNext()) {
            if (words.take("except")) {
                selector = selector.except(pattern(words, prefix), words.next("an expression of tables"));
            } else if (words.take("mergedInto")) {
                selector = selector.mergedInto(ValueText.template(words));
            } else {
                words.end();
            }
        }
        return selector;
    }

    /** Tables that are named stand in one word, parted by commas, so that it is plain where they end. */
    private static String[] tables(Words words) {
        return words.next("tables, such as orders,customers").split(",", -1);
    }

    private static String pattern(Words words, String prefix) {
        String databases = words.next("an expression of databases");
        return prefix.isEmpty() ? databases : prefix + (databases.contains("|") ? "(?:" + databases + ")" : databases);
    }

    private static MappingRule rule(Words words, String prefix) {
        String kind = words.next("which tables");
        return switch (kind) {
            case "forAllTables" -> MappingRule.forAllTables();
            case "forTable" -> MappingRule.forTable(prefix + words.next("a database"), words.next("a table"));
            case "forTables" -> MappingRule.forTables(selector(words, prefix));
            default -> throw words.unknown(kind, "forAllTables", "forTable", "forTables");
        };
    }

    private static MappingRule method(MappingRule rule, Words words) {
        String method = words.next("a method of MappingRule");
        MappingRule more =
                switch (method) {
                    case "destinationName" -> rule.destinationName(ValueText.template(words));
                    case "primaryKey" -> rule.primaryKey(words.rest().toArray(String[]::new));
                    case "splitKey" -> rule.splitKey(words.rest().toArray(String[]::new));
                    case "copyCondition" -> rule.copyCondition(words.next("a condition"));
                    case "skipCopy" -> rule.skipCopy();
                    case "renameColumn" -> rule.renameColumn(words.next("a column"), words.next("a name"));
                    case "excludeColumns" -> rule.excludeColumns(words.rest().toArray(String[]::new));
                    case "columnType" -> rule.columnType(words.next("a column"), words.next("a type"));
                    case "typeMapping" -> rule.typeMapping(words.next("a pattern of types"), words.next("a type"));
                    case "addColumn" ->
                        rule.addColumn(words.next("a name"), words.next("a type"), ValueText.value(words));
                    case "partition" -> rule.partition(words.next("a name"), ValueText.value(words));
                    case "allowMovingPartitions" -> rule.allowMovingPartitions();
                    case "writeMode" -> rule.writeMode(ValueText.writeMode(words));
                    case "tableKind" -> rule.tableKind(words.next(TableKind.class));
                    case "bucketCount" -> rule.bucketCount(words.nextNumber("a number of buckets"));
                    case "tableProperty" -> rule.tableProperty(words.next("a property"), words.next("a value"));
                    case "lifecycle" -> rule.lifecycle(words.nextNumber("a number of days"));
                    case "onInsert" -> rule.onInsert(ValueText.action(words));
                    case "onUpdate" -> rule.onUpdate(ValueText.action(words));
                    case "onDelete" -> rule.onDelete(ValueText.action(words));
                    case "onDdl" -> rule.onDdl(words.next(DdlKind.class), words.next(DdlAction.class));
                    default -> throw words.wrong("'" + method + "' is no method of MappingRule that scenarios know");
                };
        words.end();
        return more;
    }
}
