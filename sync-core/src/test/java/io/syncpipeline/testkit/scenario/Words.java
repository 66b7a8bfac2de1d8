package io.syncpipeline.testkit.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line from left to right. Blanks part them; a word with blanks, or an empty one, stands in double quotes, in which a double
 * quote is written twice and a backslash is a backslash. Not thread-safe.
 */
final class Words {

    private final Line line;
    private final List<Word> words;
    private int next;

    private record Word(String text, boolean quoted) {}

    private Words(Line line, List<Word> words) {
        this.line = line;
        this.words = words;
    }

    static Words of(Line line) {
        List<Word> words = new ArrayList<>();
        String text = line.text();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
            } else if (text.charAt(at) == '"') {
                StringBuilder word = new StringBuilder();
                at = quoted(line, at + 1, word);
                words.add(new Word(word.toString(), true));
            } else {
                int end = text.indexOf(' ', at);
                end = end < 0 ? text.length() : end;
                words.add(new Word(text.substring(at, end), false));
                at = end;
            }
        }
        return new Words(line, words);
    }

    private static int quoted(Line line, int from, StringBuilder word) {
        String text = line.text();
        int at = from;
        while (at < text.length()) {
            boolean quote = text.charAt(at) == '"';
            if (quote && (at + 1 == text.length() || text.charAt(at + 1) != '"')) {
                return at + 1;
            }
            word.append(text.charAt(at));
            at += quote ? 2 : 1;
        }
        throw line.wrong("a double quote is missing");
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** Takes the next word if it is this one, and not in quotes. */
    boolean take(String wanted) {
        boolean there =
                hasNext() && !words.get(next).quoted() && words.get(next).text().equals(wanted);
        next += there ? 1 : 0;
        return there;
    }

    /** Whether the next word stands in quotes. */
    boolean isQuoted() {
        return hasNext() && words.get(next).quoted();
    }

    /** The next word. */
    String next(String what) {
        if (!hasNext()) {
            throw line.wrong(what + " is missing at the end");
        }
        return words.get(next++).text();
    }

    /** The next word, a whole number. */
    int nextNumber(String what) {
        String word = next(what);
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw line.wrong("'" + word + "' is not " + what);
        }
    }

    /** All other words. */
    List<String> rest() {
        List<String> rest =
                words.subList(next, words.size()).stream().map(Word::text).toList();
        next = words.size();
        return rest;
    }

    /** The next word, one of an enumeration's. */
    <E extends Enum<E>> E next(Class<E> type) {
        String word = next("one of " + List.of(type.getEnumConstants()));
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        throw line.wrong("'" + word + "' is none of " + List.of(type.getEnumConstants()));
    }

    ScenarioException unknown(String word, String... known) {
        return line.wrong("'" + word + "' is none of " + List.of(known));
    }

    ScenarioException wrong(String message) {
        return line.wrong(message);
    }

    /** Refuses whatever is left. */
    void end() {
        if (hasNext()) {
            throw line.wrong("'" + words.get(next).text() + "' is not understood here");
        }
    }
}
