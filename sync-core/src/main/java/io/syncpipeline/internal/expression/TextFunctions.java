package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** The functions of texts. They count characters, that is Unicode code points. */
final class TextFunctions {

    static final DataType TEXT = DataType.of(Kind.TEXT);

    private static final DataType INT64 = DataType.of(Kind.INT64);

    /** The longest text that padding makes: no destination holds a longer one. */
    private static final int LONGEST_PADDED = 8 << 20;

    private TextFunctions() {}

    static Operand concat(Arguments arguments) {
        Evaluator[] parts = IntStream.range(0, arguments.count())
                .mapToObj(i -> arguments.text(i).evaluator())
                .toArray(Evaluator[]::new);
        return arguments.result(TEXT, (row, variables) -> {
            byte[][] pieces = new byte[parts.length][];
            int size = 0;
            for (int i = 0; i < parts.length; i++) {
                Object value = parts[i].evaluate(row, variables);
                pieces[i] = value == null ? new byte[0] : ((Text) value).utf8();
                size = Math.addExact(size, pieces[i].length);
            }
            byte[] joined = new byte[size];
            int at = 0;
            for (byte[] piece : pieces) {
                System.arraycopy(piece, 0, joined, at, piece.length);
                at += piece.length;
            }
            return Text.ofUtf8(joined);
        });
    }

    static Operand substring(Arguments arguments) {
        Evaluator text = arguments.text(0).evaluator();
        Evaluator start = arguments.integer(1).evaluator();
        if (arguments.count() == 2) {
            return arguments.result(
                    TEXT, NullRules.two(text, start, (t, s) -> substring((Text) t, (Long) s, Long.MAX_VALUE)));
        }
        Evaluator length = arguments.integer(2).evaluator();
        return arguments.result(
                TEXT, NullRules.three(text, start, length, (t, s, l) -> substring((Text) t, (Long) s, (Long) l)));
    }

    private static Text substring(Text text, long start, long length) {
        if (start < 0 || length < 0) {
            throw new Failure("SUBSTRING: the start " + start + " or the length " + length + " of a part of "
                    + Failure.shown(text) + " is negative; the first character is at 0");
        }
        return CodePoints.part(text, start, length);
    }

    static Operand lower(Arguments arguments) {
        return arguments.result(
                TEXT, arguments.text(0), value -> Text.of(value.toString().toLowerCase(Locale.ROOT)));
    }

    static Operand upper(Arguments arguments) {
        return arguments.result(
                TEXT, arguments.text(0), value -> Text.of(value.toString().toUpperCase(Locale.ROOT)));
    }

    static Operand trim(Arguments arguments) {
        return arguments.result(TEXT, arguments.text(0), value -> trimmed((Text) value));
    }

    private static Text trimmed(Text text) {
        byte[] utf8 = text.utf8();
        int from = 0;
        int to = utf8.length;
        while (from < to && utf8[from] == ' ') {
            from++;
        }
        while (to > from && utf8[to - 1] == ' ') {
            to--;
        }
        return to - from == utf8.length ? text : Text.ofUtf8(Arrays.copyOfRange(utf8, from, to));
    }

    static Operand replace(Arguments arguments) {
        return arguments.result(
                TEXT,
                NullRules.three(
                        arguments.text(0).evaluator(),
                        arguments.text(1).evaluator(),
                        arguments.text(2).evaluator(),
                        (text, from, to) -> replaced((Text) text, (Text) from, (Text) to)));
    }

    private static Text replaced(Text text, Text from, Text to) {
        if (from.byteLength() == 0) {
            return text;
        }
        String characters = text.toString();
        String result = characters.replace(from.toString(), to.toString());
        return result.equals(characters) ? text : Text.of(result);
    }

    static Operand pad(Arguments arguments, boolean left) {
        String function = arguments.function();
        Evaluator text = arguments.text(0).evaluator();
        Evaluator length = arguments.integer(1).evaluator();
        Evaluator pad = arguments.count() == 3 ? arguments.text(2).evaluator() : (row, variables) -> Text.of(" ");
        return arguments.result(
                TEXT,
                NullRules.three(text, length, pad, (t, l, p) -> padded(function, (Text) t, (Long) l, (Text) p, left)));
    }

    private static Text padded(String function, Text text, long length, Text pad, boolean left) {
        if (length < 0 || length > LONGEST_PADDED) {
            throw new Failure(function + ": the length " + length + " for " + Failure.shown(text) + " is not in 0 to "
                    + LONGEST_PADDED);
        }
        int count = CodePoints.count(text);
        if (count >= length) {
            return CodePoints.part(text, 0, length);
        }
        int padCount = CodePoints.count(pad);
        if (padCount == 0) {
            throw new Failure(function + ": " + Failure.shown(text) + " is to be filled to " + length
                    + " characters with an empty text");
        }
        int missing = (int) length - count;
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.byteLength() + missing * 2);
        if (!left) {
            out.writeBytes(text.utf8());
        }
        for (int i = 0; i < missing / padCount; i++) {
            out.writeBytes(pad.utf8());
        }
        out.writeBytes(CodePoints.part(pad, 0, missing % padCount).utf8());
        if (left) {
            out.writeBytes(text.utf8());
        }
        return Text.ofUtf8(out.toByteArray());
    }

    static Operand length(Arguments arguments) {
        if (arguments.raw(0).kind() == Kind.BINARY) {
            return arguments.result(INT64, arguments.raw(0), value -> (long) ((byte[]) value).length);
        }
        return arguments.result(INT64, arguments.text(0), value -> (long) CodePoints.count((Text) value));
    }
}
