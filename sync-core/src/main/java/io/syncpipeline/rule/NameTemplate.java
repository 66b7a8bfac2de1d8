package io.syncpipeline.rule;

import io.syncpipeline.model.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How a destination table is named: literal text and the variables {@code ${source_datasource_name}}, {@code
 * ${source_database_name}} and {@code ${table_name}}, then replacements, in the order in which they were added.
 */
public final class NameTemplate {

    private static final String SOURCE = "${source_datasource_name}";
    private static final String DATABASE = "${source_database_name}";
    private static final String TABLE = "${table_name}";

    /** The default: the source database's name, an underscore, and the table's name. */
    public static final NameTemplate DEFAULT = of("${source_database_name}_${table_name}");

    private final String template;
    private final List<UnaryOperator<String>> steps;

    private NameTemplate(String template, List<UnaryOperator<String>> steps) {
        this.template = template;
        this.steps = List.copyOf(steps);
    }

    /**
     * A template.
     *
     * @throws IllegalArgumentException when it holds a variable that does not exist or is empty
     */
    public static NameTemplate of(String template) {
        Objects.requireNonNull(template, "template");
        if (template.isBlank()) {
            throw new IllegalArgumentException("a name template must not be empty");
        }
        String rest = expand(template, "", new TableId("", ""));
        if (rest.contains("${")) {
            throw new IllegalArgumentException("unknown variable in the name template '" + template
                    + "'; there are ${source_datasource_name}, ${source_database_name} and ${table_name}");
        }
        return new NameTemplate(template, List.of());
    }

    /** This template, with every occurrence of a text in the result replaced by another. */
    public NameTemplate replace(String from, String to) {
        if (from.isEmpty()) {
            throw new IllegalArgumentException("the text to replace must not be empty");
        }
        Objects.requireNonNull(to, "to");
        List<UnaryOperator<String>> more = new ArrayList<>(steps);
        more.add(name -> name.replace(from, to));
        return new NameTemplate(template, more);
    }

    /** The name this template gives to a table of a source. */
    public String apply(String sourceName, TableId table) {
        String name = expand(template, sourceName, table);
        for (UnaryOperator<String> step : steps) {
            name = step.apply(name);
        }
        return name;
    }

    /** In one pass, so that a name that looks like a variable stays as it is. */
    private static String expand(String template, String sourceName, TableId table) {
        StringBuilder name = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            if (template.startsWith(SOURCE, at)) {
                name.append(sourceName);
                at += SOURCE.length();
            } else if (template.startsWith(DATABASE, at)) {
                name.append(table.database());
                at += DATABASE.length();
            } else if (template.startsWith(TABLE, at)) {
                name.append(table.table());
                at += TABLE.length();
            } else {
                name.append(template.charAt(at));
                at++;
            }
        }
        return name.toString();
    }

    @Override
    public String toString() {
        return template + (steps.isEmpty() ? "" : " and " + steps.size() + " replacements");
    }
}
