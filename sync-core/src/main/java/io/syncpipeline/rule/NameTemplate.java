package io.syncpipeline.rule;

import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.TableId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a destination table is named: literal text and the variables {@code ${source_datasource_name}}, {@code
 * ${source_database_name}} and {@code ${table_name}}. A variable can be changed before it is put in, and the whole name afterwards. Where a
 * table was selected by regular expressions with groups, {@code ${table_name.1}} or {@code ${table_name.region}} is what a group of the
 * table's expression matched, and {@code ${source_database_name.1}} what one of the database's did. Immutable: each method gives a new
 * template, and one template can serve any number of rules and pipelines.
 */
public final class NameTemplate {

    private static final int LONGEST_LABEL = 50;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?:\\.(\\w+))?}");

    /** The default: the source database's name, an underscore, and the table's name. */
    public static final NameTemplate DEFAULT = of("${source_database_name}_${table_name}");

    private final String label;
    private final String template;
    private final List<Part> parts;
    private final Map<NameVariable, NameTransform> variables;
    private final NameTransform whole;

    private sealed interface Part {

        record Literal(String text) implements Part {}

        /** An empty group stands for all of the variable. */
        record Named(NameVariable variable, String group) implements Part {}
    }

    private NameTemplate(
            String label,
            String template,
            List<Part> parts,
            Map<NameVariable, NameTransform> variables,
            NameTransform whole) {
        this.label = label;
        this.template = template;
        this.parts = List.copyOf(parts);
        this.variables = Map.copyOf(variables);
        this.whole = whole;
    }

    /**
     * A template.
     *
     * @throws IllegalArgumentException when it holds a variable that does not exist, has one that is not closed, or is empty
     */
    public static NameTemplate of(String template) {
        Objects.requireNonNull(template, "template");
        if (template.isBlank()) {
            throw new IllegalArgumentException("a name template must not be empty");
        }
        List<Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(template);
        int at = 0;
        while (matcher.find()) {
            parts.add(literal(template, at, matcher.start()));
            Optional<NameVariable> variable = Arrays.stream(NameVariable.values())
                    .filter(v -> v.toString().equals(matcher.group(1)))
                    .findFirst();
            String group = matcher.group(2) == null ? "" : matcher.group(2);
            if (variable.isEmpty() || (!group.isEmpty() && variable.get() == NameVariable.SOURCE_DATASOURCE_NAME)) {
                throw unknown(template);
            }
            parts.add(new Part.Named(variable.get(), group));
            at = matcher.end();
        }
        parts.add(literal(template, at, template.length()));
        return new NameTemplate("", template, parts, Map.of(), NameTransform.none());
    }

    private static Part.Literal literal(String template, int from, int to) {
        String text = template.substring(from, to);
        if (text.contains("${")) {
            throw unknown(template);
        }
        return new Part.Literal(text);
    }

    private static IllegalArgumentException unknown(String template) {
        return new IllegalArgumentException("unknown variable in the name template '" + template
                + "'; there are ${source_datasource_name}, ${source_database_name} and ${table_name}, and for groups of a"
                + " selector's expressions ${source_database_name.group} and ${table_name.group}");
    }

    /**
     * This template with a name of its own, by which plans and messages tell it from others.
     *
     * @throws IllegalArgumentException when the name is blank or has more than 50 characters
     */
    public NameTemplate named(String name) {
        if (name.isBlank() || name.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException(
                    "the name of a name template has 1 to " + LONGEST_LABEL + " characters, not '" + name + "'");
        }
        return new NameTemplate(name, template, parts, variables, whole);
    }

    /** This template, with every place of a variable changed before it is put in; groups are taken as they matched. */
    public NameTemplate transform(NameVariable variable, NameTransform transform) {
        Objects.requireNonNull(variable, "variable");
        Objects.requireNonNull(transform, "transform");
        Map<NameVariable, NameTransform> more = new EnumMap<>(NameVariable.class);
        more.putAll(variables);
        if (more.put(variable, transform) != null) {
            throw new IllegalStateException(
                    "the transform of ${" + variable + "} was already set to " + variables.get(variable));
        }
        return new NameTemplate(label, template, parts, more, whole);
    }

    /** This template; then a text is put before the whole name. */
    public NameTemplate prefix(String text) {
        return with(whole.prefix(text));
    }

    /** This template; then a text is put behind the whole name. */
    public NameTemplate suffix(String text) {
        return with(whole.suffix(text));
    }

    /** This template; then every occurrence of a text in the whole name is replaced. */
    public NameTemplate replace(String from, String to) {
        return with(whole.replace(from, to));
    }

    /** This template; then every part of the whole name that matches is replaced, as {@link NameTransform#replaceRegex} has it. */
    public NameTemplate replaceRegex(String regex, String replacement) {
        return with(whole.replaceRegex(regex, replacement));
    }

    /** This template; then the whole name is changed to upper case. */
    public NameTemplate upper() {
        return with(whole.upper());
    }

    /** This template; then the whole name is changed to lower case. */
    public NameTemplate lower() {
        return with(whole.lower());
    }

    private NameTemplate with(NameTransform transform) {
        return new NameTemplate(label, template, parts, variables, transform);
    }

    /**
     * The name this template gives to a table.
     *
     * @param sourceName the name of the source
     * @param table the table
     * @param selector the selector that takes it
     * @throws DefinitionException when the template names a group that the selector's expressions do not have
     */
    public String apply(String sourceName, TableId table, TableSelector selector) {
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Literal literal) {
                name.append(literal.text());
            } else if (part instanceof Part.Named named) {
                name.append(
                        named.group().isEmpty()
                                ? value(named.variable(), sourceName, table)
                                : group(named, table, selector));
            }
        }
        return whole.apply(name.toString());
    }

    /** The value of a variable after its own changes. */
    public String value(NameVariable variable, String sourceName, TableId table) {
        String value =
                switch (variable) {
                    case SOURCE_DATASOURCE_NAME -> sourceName;
                    case SOURCE_DATABASE_NAME -> table.database();
                    case TABLE_NAME -> table.table();
                };
        return variables.getOrDefault(variable, NameTransform.none()).apply(value);
    }

    private String group(Part.Named named, TableId table, TableSelector selector) {
        return selector.group(named.variable(), named.group(), table)
                .orElseThrow(() -> new DefinitionException("the name template '" + this + "' takes ${"
                        + named.variable() + "." + named.group() + "} from " + table + ", but the selector " + selector
                        + " has no such group, or it matched nothing; write it as (...) or (?<" + named.group()
                        + ">...) into the expression, or give this table another rule"));
    }

    @Override
    public String toString() {
        String changes = variables.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> ", ${" + e.getKey() + "} with " + e.getValue())
                .collect(Collectors.joining());
        String end = whole.toString().isEmpty() ? "" : ", then " + whole;
        return (label.isEmpty() ? "" : label + ": ") + template + changes + end;
    }
}
