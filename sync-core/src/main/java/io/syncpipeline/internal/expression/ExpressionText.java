package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DefinitionException;

/** The text of an expression, and the errors at its places. */
record ExpressionText(String characters) {

    /** The most characters (UTF-16 units) of an expression. */
    static final int MOST_CHARACTERS = 65_536;

    /** How deep the parts of an expression may lie in each other: each takes a dozen frames of a stack that may be small. */
    static final int MOST_NESTING = 64;

    private static final int LONGEST_SHOWN = 2_000;

    ExpressionText {
        if (characters.length() > MOST_CHARACTERS) {
            throw new DefinitionException("line 1, column 1: the expression has " + characters.length()
                    + " characters; at most " + MOST_CHARACTERS + ". It begins with: "
                    + characters.substring(0, LONGEST_SHOWN));
        }
    }

    /** An error at a place: what is wrong, what to do, and the whole text. */
    DefinitionException error(int at, String problem) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            char c = characters.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == characters.length() || characters.charAt(i + 1) != '\n'))) {
                line++;
                lineStart = i + 1;
            }
        }
        int column = characters.codePointCount(lineStart, at) + 1;
        return new DefinitionException(
                "line " + line + ", column " + column + ": " + problem + ". In the expression: " + characters);
    }

    DefinitionException tooDeep(int at) {
        return error(
                at,
                "the expression is nested more than " + MOST_NESTING
                        + " deep; write it with fewer parts in each other, or as a function of your own");
    }
}
