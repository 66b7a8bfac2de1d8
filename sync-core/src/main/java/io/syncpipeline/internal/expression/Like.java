package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Text;
import org.jspecify.annotations.Nullable;

/** LIKE: {@code %} stands for any characters, {@code _} for one, the escape before one of them for itself. By code points. */
final class Like {

    private static final int DEFAULT_ESCAPE = '\\';

    private Like() {}

    static Operand bind(
            ExpressionText source, Syntax.Like syntax, Operand operand, Operand pattern, @Nullable Operand escape) {
        Operand text = text(source, operand);
        Evaluator value = text.evaluator();
        int escapeCharacter = escape == null ? DEFAULT_ESCAPE : escapeOf(source, escape);
        String literal = pattern.literalText();
        if (literal != null) {
            LikePattern compiled;
            try {
                compiled = LikePattern.compile(literal, escapeCharacter);
            } catch (Failure e) {
                throw source.error(pattern.at(), String.valueOf(e.getMessage()));
            }
            return Operand.of(syntax, Logic.BOOLEAN, NullRules.one(value, v -> compiled.matches((Text) v)));
        }
        return Operand.of(
                syntax,
                Logic.BOOLEAN,
                NullRules.two(value, text(source, pattern).evaluator(), (v, p) -> LikePattern.compile(
                                p.toString(), escapeCharacter)
                        .matches((Text) v)));
    }

    private static Operand text(ExpressionText source, Operand operand) {
        if (!Kinds.isText(operand.kind())) {
            throw source.error(
                    operand.at(),
                    "found " + operand.shown() + " for LIKE, expected a text; write CAST(... AS TEXT) around it");
        }
        return operand;
    }

    private static int escapeOf(ExpressionText source, Operand escape) {
        String text = escape.literalText();
        if (text == null || text.codePointCount(0, text.length()) > 1) {
            throw source.error(
                    escape.at(),
                    "found " + escape.shown() + " for ESCAPE, expected a text of one character, or '' for none");
        }
        return text.isEmpty() ? -1 : text.codePointAt(0);
    }
}
