package io.syncpipeline.testkit.scenario;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.LogColumn;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.NameTransform;
import io.syncpipeline.rule.NameVariable;
import io.syncpipeline.rule.TimeFormat;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.rule.WriteMode;
import java.math.BigDecimal;
import java.time.ZoneId;

/** What the words behind the name of a rule's method mean: values, actions, write modes, names. */
final class ValueText {

    private ValueText() {}

    /** Where a value comes from: {@code column created_at asTime yyyyMMdd orElse none}. */
    static ValueAssigner value(Words words) {
        ValueAssigner value = origin(words);
        while (words.hasNext()) {
            if (words.take("asTime")) {
                value = value.asTime(time(words));
            } else if (words.take("orElse")) {
                value = value.orElse(words.next("a text"));
            } else {
                return value;
            }
        }
        return value;
    }

    private static ValueAssigner origin(Words words) {
        boolean quoted = words.isQuoted();
        String kind = words.next("a value");
        if (quoted) {
            throw words.wrong("write constant before the text \"" + kind + "\"");
        }
        return switch (kind) {
            case "constant" -> constant(words);
            case "variable" -> ValueAssigner.variable(words.next(Variable.class));
            case "column" -> ValueAssigner.column(words.next("a column"));
            case "function" -> ValueAssigner.function(words.next("an expression"));
            case "computed" -> computed(words);
            default -> throw words.unknown(kind, "constant", "variable", "column", "function", "computed");
        };
    }

    private static ValueAssigner constant(Words words) {
        boolean quoted = words.isQuoted();
        String text = words.next("a constant");
        if (quoted) {
            return ValueAssigner.constant(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return ValueAssigner.constant(text.equals("true"));
        }
        if (text.matches("-?\\d{1,18}")) {
            return ValueAssigner.constant(Long.parseLong(text));
        }
        if (text.matches("-?\\d+\\.\\d+")) {
            return ValueAssigner.constant(new BigDecimal(text));
        }
        throw words.wrong("'" + text + "' is neither a number nor a truth value; a text stands in double quotes");
    }

    private static ValueAssigner computed(Words words) {
        String name = words.next("a name");
        return switch (name) {
            case "even_id" ->
                ValueAssigner.computed("whether id is even", DataType.of(Kind.BOOLEAN), ScenarioFunctions.EVEN_ID);
            case "column_count" ->
                ValueAssigner.computed(
                        "the number of columns", DataType.of(Kind.INT32), ScenarioFunctions.COLUMN_COUNT);
            default -> throw words.unknown(name, "even_id", "column_count");
        };
    }

    private static TimeFormat time(Words words) {
        TimeFormat format = TimeFormat.of(words.next("a pattern"));
        while (words.hasNext()) {
            if (words.take("fromText")) {
                format = format.fromText(words.next("a pattern"));
            } else if (words.take("fromUnixSeconds")) {
                format = format.fromUnixSeconds();
            } else if (words.take("fromUnixMillis")) {
                format = format.fromUnixMillis();
            } else if (words.take("inZone")) {
                format = format.inZone(ZoneId.of(words.next("a zone")));
            } else {
                return format;
            }
        }
        return format;
    }

    /** What becomes of a kind of change: {@code where "status <> 'draft'"}. */
    static DmlAction action(Words words) {
        String kind = words.next("an action");
        return switch (kind) {
            case "normal" -> DmlAction.normal();
            case "ignore" -> DmlAction.ignore();
            case "where" -> DmlAction.where(words.next("a condition"));
            case "logicalDelete" -> DmlAction.logicalDelete(words.next("a column"));
            case "when" -> when(words);
            default -> throw words.unknown(kind, "normal", "ignore", "where", "when", "logicalDelete");
        };
    }

    private static DmlAction when(Words words) {
        String name = words.next("a name");
        if (!name.equals("even_id")) {
            throw words.unknown(name, "even_id");
        }
        return DmlAction.when("id is even", ScenarioFunctions.EVEN_ID);
    }

    /** How changes are written: {@code appendJson named SEQUENCE_ID change}. */
    static WriteMode writeMode(Words words) {
        String kind = words.next("a write mode");
        return switch (kind) {
            case "replay" -> WriteMode.replay();
            case "appendFlattened" -> named(WriteMode.appendFlattened(), words);
            case "appendJson" -> named(WriteMode.appendJson(), words);
            default -> throw words.unknown(kind, "replay", "appendFlattened", "appendJson");
        };
    }

    private static WriteMode named(WriteMode.Append given, Words words) {
        WriteMode.Append log = given;
        while (words.take("named")) {
            log = log.named(words.next(LogColumn.class), words.next("a name"));
        }
        return log;
    }

    /** How tables are named: {@code ods_${table_name} transform table_name replace old new and upper suffix _v1}. */
    static NameTemplate template(Words words) {
        NameTemplate template = NameTemplate.of(words.next("a name"));
        while (words.hasNext()) {
            String method = words.next("a change");
            template = switch (method) {
                case "named" -> template.named(words.next("a name"));
                case "transform" -> {
                    NameVariable variable = variable(words);
                    yield template.transform(variable, transform(words));
                }
                case "prefix" -> template.prefix(words.next("a text"));
                case "suffix" -> template.suffix(words.next("a text"));
                case "replace" -> template.replace(words.next("a text"), words.next("a text"));
                case "replaceRegex" -> template.replaceRegex(words.next("an expression"), words.next("a text"));
                case "upper" -> template.upper();
                case "lower" -> template.lower();
                default ->
                    throw words.unknown(
                            method,
                            "named",
                            "transform",
                            "prefix",
                            "suffix",
                            "replace",
                            "replaceRegex",
                            "upper",
                            "lower");
            };
        }
        return template;
    }

    private static NameVariable variable(Words words) {
        String name = words.next("a variable");
        for (NameVariable variable : NameVariable.values()) {
            if (variable.toString().equals(name)) {
                return variable;
            }
        }
        throw words.unknown(name, "source_datasource_name", "source_database_name", "table_name");
    }

    private static NameTransform transform(Words words) {
        NameTransform transform = NameTransform.none();
        do {
            String method = words.next("a change");
            transform = switch (method) {
                case "prefix" -> transform.prefix(words.next("a text"));
                case "suffix" -> transform.suffix(words.next("a text"));
                case "replace" -> transform.replace(words.next("a text"), words.next("a text"));
                case "replaceRegex" -> transform.replaceRegex(words.next("an expression"), words.next("a text"));
                case "upper" -> transform.upper();
                case "lower" -> transform.lower();
                default -> throw words.unknown(method, "prefix", "suffix", "replace", "replaceRegex", "upper", "lower");
            };
        } while (words.take("and"));
        return transform;
    }
}
