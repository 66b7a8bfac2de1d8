package io.syncpipeline.internal.expression;

import io.syncpipeline.rule.NamedFunction;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions of the language, by name. */
final class BuiltIns {

    private static final Map<String, BuiltIn> FUNCTIONS = new TreeMap<>();

    static {
        add("CONCAT(value, ...)", 1, NamedFunction.MOST_ARGUMENTS, TextFunctions::concat);
        add("SUBSTRING(text, start[, length])", 2, 3, TextFunctions::substring);
        add("LOWER(text)", 1, 1, TextFunctions::lower);
        add("UPPER(text)", 1, 1, TextFunctions::upper);
        add("TRIM(text)", 1, 1, TextFunctions::trim);
        add("REPLACE(text, from, to)", 3, 3, TextFunctions::replace);
        add("LPAD(text, length[, pad])", 2, 3, a -> TextFunctions.pad(a, true));
        add("RPAD(text, length[, pad])", 2, 3, a -> TextFunctions.pad(a, false));
        add("LENGTH(text)", 1, 1, TextFunctions::length);
        add("REGEXP_REPLACE(text, expression, replacement)", 3, 3, RegexFunction::replace);
        add("JSON_VALUE(json, path)", 2, 2, JsonFunction::value);
        add("COALESCE(value, ...)", 1, NamedFunction.MOST_ARGUMENTS, ChoiceFunctions::coalesce);
        add("IF(condition, value, otherwise)", 3, 3, ChoiceFunctions::ifElse);
        add("NULLIF(value, other)", 2, 2, ChoiceFunctions::nullIf);
        add("ABS(number)", 1, 1, NumberFunctions::abs);
        add("ROUND(number[, digits])", 1, 2, NumberFunctions::round);
        add("FLOOR(number)", 1, 1, NumberFunctions::floor);
        add("CEIL(number)", 1, 1, NumberFunctions::ceil);
        add("MOD(dividend, divisor)", 2, 2, NumberFunctions::mod);
        add(
                "DATE_FORMAT(number, unit, zone, pattern) or DATE_FORMAT(time, pattern[, zone])",
                2,
                4,
                TimeFunctions::dateFormat);
        add("TO_TIMESTAMP(text, pattern, zone, unit)", 4, 4, TimeFunctions::toTimestamp);
        add("DATE_CONVERT(text, pattern, zone, newPattern, newZone)", 5, 5, TimeFunctions::dateConvert);
        add("DATE_ADD(time, amount, unit)", 3, 3, DateAddFunction::dateAdd);
        add("NOW()", 0, 0, TimeFunctions::now);
        add("MD5(value)", 1, 1, a -> DigestFunctions.digest(a, "MD5"));
        add("SHA256(value)", 1, 1, a -> DigestFunctions.digest(a, "SHA-256"));
        add("HASH_MOD(value, parts)", 2, 2, DigestFunctions::hashMod);
    }

    private BuiltIns() {}

    /** Gives a call its types and the way to compute it. */
    interface Binding {
        Operand bind(Arguments arguments);
    }

    /** A function of the language; its binding gets only calls with a right number of arguments. */
    record BuiltIn(String signature, int least, int most, Binding binding) {}

    private static void add(String signature, int least, int most, Binding binding) {
        FUNCTIONS.put(signature.substring(0, signature.indexOf('(')), new BuiltIn(signature, least, most, binding));
    }

    static @Nullable BuiltIn find(String name) {
        return FUNCTIONS.get(name.toUpperCase(Locale.ROOT));
    }

    static Collection<String> names() {
        return FUNCTIONS.keySet();
    }
}
