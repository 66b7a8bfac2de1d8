package io.syncpipeline.maxcompute.local;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The rules for names of tables, columns, schemas and partitions, and how they are quoted. */
final class Names {

    /** Longest name in bytes. */
    static final int MAX_BYTES = 128;

    private Names() {}

    /** The stored form of a name: the service folds names to lower case. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The stored form of a new name, refused when the service would refuse it. */
    static String checked(String what, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw SqlException.semantic(
                    "invalid " + what + " name '" + name + "': " + bytes + " bytes, the limit is " + MAX_BYTES);
        }
        if (!isPlain(name)) {
            throw SqlException.semantic(
                    "invalid " + what + " name '" + name + "': a name holds letters, digits and underscores");
        }
        return folded(name);
    }

    private static boolean isPlain(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** A name in MaxCompute's quotes. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** A name in H2's quotes. */
    static String h2(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A string literal of MaxCompute. */
    static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
