package io.syncpipeline.internal.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a JSON document: {@code $}, then names ({@code .name} or {@code ."any name"}) and indexes ({@code [0]}).
 *
 * @param steps a String for a name, an Integer for an index
 */
record JsonPath(List<Object> steps) {

    private static final String EXPECTED = "expected a path such as $.a.\"b c\"[0]";

    JsonPath {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException when it is none
     */
    static JsonPath parse(String path) {
        if (!path.startsWith("$")) {
            throw new IllegalArgumentException(EXPECTED);
        }
        List<Object> steps = new ArrayList<>();
        int at = 1;
        while (at < path.length()) {
            int end = path.startsWith(".\"", at)
                    ? path.indexOf('"', at + 2) + 1
                    : path.charAt(at) == '[' ? path.indexOf(']', at) + 1 : endOfName(path, at + 1);
            String step = end <= at ? "" : path.substring(at, end);
            if (step.startsWith(".\"")) {
                steps.add(step.substring(2, step.length() - 1));
            } else if (step.startsWith("[")) {
                steps.add(index(step.substring(1, step.length() - 1).strip()));
            } else if (step.startsWith(".") && step.length() > 1) {
                steps.add(step.substring(1));
            } else {
                throw new IllegalArgumentException(EXPECTED);
            }
            at = end;
        }
        return new JsonPath(steps);
    }

    private static int endOfName(String path, int from) {
        int end = from;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            char c = path.charAt(end);
            if (c == '*' || c == '"' || c == ']' || Character.isWhitespace(c)) {
                throw new IllegalArgumentException(EXPECTED + "; other names stand in double quotes");
            }
            end++;
        }
        return end;
    }

    private static Integer index(String digits) {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return Integer.valueOf(digits);
    }
}
