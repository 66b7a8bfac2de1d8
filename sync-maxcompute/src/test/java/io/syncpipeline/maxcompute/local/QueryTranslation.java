package io.syncpipeline.maxcompute.local;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns a MaxCompute query into one for H2, token by token: quotes, literals, operators, and the words that differ. It
 * covers what checks of a copied table need (filters, joins, aggregates, ordering, limits), not the whole dialect.
 */
final class QueryTranslation {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("STRING", "VARCHAR"),
            Map.entry("DATETIME", "TIMESTAMP(3)"),
            Map.entry("TIMESTAMP_NTZ", "TIMESTAMP(9)"),
            Map.entry("BINARY", "VARBINARY"),
            Map.entry("RLIKE", "REGEXP"));

    private static final Set<String> TIMES = Set.of("DATETIME", "TIMESTAMP", "TIMESTAMP_NTZ");

    private static final Map<String, String> FUNCTIONS = Map.of(
            "NVL", "COALESCE", "IF", "CASEWHEN", "LENGTH", "CHAR_LENGTH", "SUBSTR", "SUBSTRING", "GETDATE", "NOW");

    /** Words that H2 keeps for itself and MaxCompute does not, so that they are likely column names. */
    private static final Set<String> NAMES = Set.of(
            "VALUE",
            "KEY",
            "USER",
            "YEAR",
            "MONTH",
            "DAY",
            "HOUR",
            "MINUTE",
            "SECOND",
            "UNIQUE",
            "CHECK",
            "CONSTRAINT",
            "FOREIGN",
            "QUALIFY",
            "SYMMETRIC",
            "ROWNUM",
            "ARRAY");

    private QueryTranslation() {}

    static String translate(String query, String project) {
        return translate(new TokenStream(query), project);
    }

    /** The rest of a statement in its own dialect, to be translated later. */
    static String rest(TokenStream tokens) {
        StringBuilder text = new StringBuilder();
        while (!tokens.atEnd()) {
            Token token = tokens.take();
            text.append(original(token)).append(' ');
        }
        return text.toString();
    }

    private static String original(Token token) {
        return switch (token.kind()) {
            case QUOTED_NAME -> Names.quoted(token.text());
            case STRING -> Names.literal(token.text());
            case WORD, NUMBER, SYMBOL, END -> token.text();
        };
    }

    private static String translate(TokenStream tokens, String project) {
        StringBuilder sql = new StringBuilder();
        while (!tokens.atEnd()) {
            Token token = tokens.take();
            boolean name = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME;
            if (name && token.text().equalsIgnoreCase(project) && tokens.acceptSymbol(".")) {
                continue;
            }
            if (!token.isSymbol(";")) {
                sql.append(translate(token, tokens.peek())).append(' ');
            }
        }
        return sql.toString();
    }

    private static String translate(Token token, Token next) {
        return switch (token.kind()) {
            case QUOTED_NAME -> Names.h2(token.text());
            case STRING -> "'" + token.text().replace("'", "''") + "'";
            case NUMBER -> number(token.text());
            case SYMBOL -> symbol(token.text());
            case WORD ->
                // A literal, such as DATETIME '2026-01-02 03:04:05': H2's has no precision.
                next.kind() == Token.Kind.STRING && TIMES.contains(token.text().toUpperCase(Locale.ROOT))
                        ? "TIMESTAMP"
                        : word(token.text(), next.isSymbol("("));
            case END -> "";
        };
    }

    private static String word(String word, boolean called) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (called) {
            return FUNCTIONS.getOrDefault(upper, word);
        }
        return NAMES.contains(upper) ? Names.h2(word) : WORDS.getOrDefault(upper, word);
    }

    private static String symbol(String symbol) {
        return switch (symbol) {
            case "==" -> "=";
            case "<=>" -> "IS NOT DISTINCT FROM";
            case "&&" -> "AND";
            default -> symbol;
        };
    }

    // 1L, 1S, 1Y and 1.5BD say their type by a suffix.
    private static String number(String text) {
        int end = text.length();
        while (end > 0 && "LSYBDlsybd".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
