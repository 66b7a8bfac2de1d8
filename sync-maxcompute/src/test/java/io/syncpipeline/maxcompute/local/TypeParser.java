package io.syncpipeline.maxcompute.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a column type and refuses those the service does not have. */
final class TypeParser {

    private static final int MAX_VARCHAR = 65_535;
    private static final int MAX_CHAR = 255;

    private TypeParser() {}

    static ColumnType parse(TokenStream tokens) {
        Token token = tokens.take();
        String word = token.text().toUpperCase(Locale.ROOT);
        if (token.kind() != Token.Kind.WORD) {
            throw SqlException.parse(
                    token.line(), token.column(), "invalid token '" + token.text() + "', expected a type");
        }
        return switch (word) {
            case "VARCHAR" -> ColumnType.text(ColumnType.Kind.VARCHAR, length(tokens, MAX_VARCHAR, word));
            case "CHAR" -> ColumnType.text(ColumnType.Kind.CHAR, length(tokens, MAX_CHAR, word));
            case "DECIMAL" -> decimal(tokens);
            case "ARRAY" -> array(tokens);
            case "MAP" -> map(tokens);
            case "STRUCT" -> struct(tokens);
            default -> simple(token, word);
        };
    }

    private static ColumnType simple(Token token, String word) {
        for (ColumnType.Kind kind : ColumnType.Kind.values()) {
            if (kind.name().equals(word)) {
                return ColumnType.of(kind);
            }
        }
        throw SqlException.parse(token.line(), token.column(), "unknown type '" + token.text() + "'");
    }

    private static int length(TokenStream tokens, int most, String type) {
        tokens.expectSymbol("(");
        int length = tokens.integer();
        tokens.expectSymbol(")");
        if (length < 1 || length > most) {
            throw SqlException.semantic(type + " length " + length + " is not in [1, " + most + "]");
        }
        return length;
    }

    private static ColumnType decimal(TokenStream tokens) {
        if (!tokens.acceptSymbol("(")) {
            return ColumnType.decimal(ColumnType.MAX_DECIMAL_DIGITS, ColumnType.MAX_DECIMAL_SCALE);
        }
        int digits = tokens.integer();
        int scale = tokens.acceptSymbol(",") ? tokens.integer() : 0;
        tokens.expectSymbol(")");
        if (digits < 1 || digits > ColumnType.MAX_DECIMAL_DIGITS) {
            throw SqlException.semantic(
                    "decimal precision " + digits + " is not in [1, " + ColumnType.MAX_DECIMAL_DIGITS + "]");
        }
        if (scale > ColumnType.MAX_DECIMAL_SCALE || scale > digits) {
            throw SqlException.semantic("decimal scale " + scale + " is not in [0, "
                    + Math.min(digits, ColumnType.MAX_DECIMAL_SCALE) + "] for precision " + digits);
        }
        return ColumnType.decimal(digits, scale);
    }

    private static ColumnType array(TokenStream tokens) {
        tokens.expectSymbol("<");
        ColumnType element = parse(tokens);
        tokens.expectSymbol(">");
        return ColumnType.array(element);
    }

    private static ColumnType map(TokenStream tokens) {
        tokens.expectSymbol("<");
        ColumnType key = parse(tokens);
        tokens.expectSymbol(",");
        ColumnType value = parse(tokens);
        tokens.expectSymbol(">");
        return ColumnType.map(key, value);
    }

    private static ColumnType struct(TokenStream tokens) {
        List<String> names = new ArrayList<>();
        List<ColumnType> types = new ArrayList<>();
        tokens.expectSymbol("<");
        do {
            names.add(tokens.name());
            tokens.expectSymbol(":");
            types.add(parse(tokens));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(">");
        return ColumnType.struct(names, types);
    }
}
