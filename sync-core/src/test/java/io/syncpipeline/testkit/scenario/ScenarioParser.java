package io.syncpipeline.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a scenario file. Not thread-safe. */
final class ScenarioParser {

    private static final Pattern SECTION = Pattern.compile("([a-z][A-Za-z0-9_ ]*):(?: +(.*))?");

    private final String file;
    private final List<Line> lines = new ArrayList<>();
    private final List<ScenarioStep> steps = new ArrayList<>();
    private Optional<ScenarioPlace> onlyOn = Optional.empty();
    private int next;

    ScenarioParser(String file, String text) {
        this.file = file;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.indexOf('\t') >= 0) {
                throw new ScenarioException(file + " line " + number, "use blanks instead of tabulators");
            }
            lines.add(new Line(file + " line " + number, line.stripTrailing()));
        }
    }

    Scenario parse() {
        Line title = lines.get(next++);
        if (!title.text().startsWith("# ")) {
            throw title.wrong("the first line is the title, behind '# '");
        }
        while (next < lines.size()) {
            Line line = lines.get(next++);
            Matcher section = SECTION.matcher(line.text());
            if (line.indent() > 0) {
                throw line.wrong("this belongs to no section");
            }
            if (section.matches()) {
                section(line, section.group(1), Optional.ofNullable(section.group(2)));
            }
        }
        if (steps.stream()
                .noneMatch(s -> s instanceof ScenarioStep.Rows
                        || s instanceof ScenarioStep.Refused
                        || s instanceof ScenarioStep.Stops)) {
            throw new ScenarioException(file, "it expects nothing");
        }
        String name = file.replaceFirst("\\.scenario$", "");
        return new Scenario(name, title.text().substring(2), onlyOn, steps);
    }

    private void section(Line head, String name, Optional<String> text) {
        List<Line> content = content();
        String where = head.where();
        int blank = name.indexOf(' ');
        switch (name) {
            case "only on" -> onlyOn = Optional.of(place(head, inline(head, text, content)));
            case "rules" -> steps.add(new ScenarioStep.Rules(where, new PipelineText(block(head, text, content))));
            case "before", "while stopped" ->
                steps.add(new ScenarioStep.Statements(where, false, statements(block(head, text, content))));
            case "while running" ->
                steps.add(new ScenarioStep.Statements(where, true, statements(block(head, text, content))));
            case "warns" -> steps.add(new ScenarioStep.Warns(where, inline(head, text, content)));
            case "refused" -> steps.add(new ScenarioStep.Refused(where, inline(head, text, content)));
            case "stops" -> steps.add(new ScenarioStep.Stops(where, inline(head, text, content)));
            default -> {
                String table = name.substring(blank + 1);
                if (name.startsWith("destination ") && table.indexOf(' ') < 0) {
                    steps.add(new ScenarioStep.Rows(where, table, ScenarioTable.of(block(head, text, content))));
                } else if (name.startsWith("columns ") && table.indexOf(' ') < 0) {
                    steps.add(new ScenarioStep.Columns(where, table, columns(block(head, text, content))));
                } else if (name.startsWith("created ") && table.indexOf(' ') < 0) {
                    Line wanted = new Line(where, inline(head, text, content));
                    steps.add(new ScenarioStep.Created(where, table, wanted));
                } else {
                    throw head.wrong("there is no such section");
                }
            }
        }
    }

    private List<Line> content() {
        List<Line> content = new ArrayList<>();
        while (next < lines.size()
                && (lines.get(next).isBlank() || lines.get(next).indent() > 0)) {
            Line line = lines.get(next++);
            if (!line.isBlank()) {
                content.add(line);
            }
        }
        return content;
    }

    private static List<Line> block(Line head, Optional<String> text, List<Line> content) {
        if (text.isPresent() || content.isEmpty()) {
            throw head.wrong("the section's lines stand below it, further to the right");
        }
        return content;
    }

    private static String inline(Line head, Optional<String> text, List<Line> content) {
        if (text.isEmpty() || !content.isEmpty()) {
            throw head.wrong("the section's text stands behind the colon");
        }
        return text.get();
    }

    private static ScenarioPlace place(Line head, String text) {
        for (ScenarioPlace place : ScenarioPlace.values()) {
            if (place.name().toLowerCase(Locale.ROOT).equals(text)) {
                return place;
            }
        }
        throw head.wrong("there are the places scripted and servers");
    }

    private static List<String> columns(List<Line> content) {
        return content.stream().map(l -> l.text().strip()).toList();
    }

    /** Statements end with a semicolon at the end of a line. */
    private static List<SqlStatement> statements(List<Line> content) {
        List<SqlStatement> statements = new ArrayList<>();
        List<Line> open = new ArrayList<>();
        for (Line line : content) {
            open.add(line);
            if (line.text().endsWith(";")) {
                String sql = open.stream().map(l -> l.text().strip()).collect(Collectors.joining(" "));
                statements.add(SqlParser.parse(open.get(0).where(), sql.substring(0, sql.length() - 1)));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            throw open.get(0).wrong("the statement's semicolon is missing");
        }
        return statements;
    }
}
