package io.syncpipeline.internal.expression;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** The functions that make something short and even of any value: of its bytes, or of its text in UTF-8. */
final class DigestFunctions {

    private DigestFunctions() {}

    static Operand digest(Arguments arguments, String algorithm) {
        MessageDigest fresh = digest(algorithm);
        HexFormat hex = HexFormat.of();
        return arguments.result(TextFunctions.TEXT, bytes(arguments, 0), value -> {
            try {
                // A copy of one that is never used itself: cheaper than finding one by name for each row.
                MessageDigest digest = (MessageDigest) fresh.clone();
                return Text.of(hex.formatHex(digest.digest((byte[]) value)));
            } catch (CloneNotSupportedException e) {
                return Text.of(hex.formatHex(digest(algorithm).digest((byte[]) value)));
            }
        });
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** CRC-32 rather than a better hash, since SQL has it: in MySQL the same number is {@code CRC32(value) % parts}. */
    static Operand hashMod(Arguments arguments) {
        Evaluator value = bytes(arguments, 0).evaluator();
        Evaluator parts = arguments.integer(1).evaluator();
        return arguments.result(
                DataType.of(Kind.INT64), NullRules.two(value, parts, (v, n) -> hash((byte[]) v, (Long) n)));
    }

    private static Object hash(byte[] bytes, long parts) {
        if (parts < 1) {
            throw new Failure("HASH_MOD: there cannot be " + parts + " parts; at least 1");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue() % parts;
    }

    private static Operand bytes(Arguments arguments, int index) {
        if (arguments.raw(index).kind() == Kind.BINARY) {
            return arguments.raw(index);
        }
        Operand text = arguments.text(index);
        return Operand.of(
                text.syntax(), DataType.of(Kind.BINARY), NullRules.one(text.evaluator(), v -> ((Text) v).utf8()));
    }
}
