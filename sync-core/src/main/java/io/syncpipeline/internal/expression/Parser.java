package io.syncpipeline.internal.expression;

import io.syncpipeline.internal.expression.Token.Kind;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Reads an expression by descending through its levels: OR, AND, NOT, comparisons, sums, products, signs, single values. */
final class Parser {

    private static final Set<String> KEYWORDS =
            Set.of("AND", "AS", "BETWEEN", "CAST", "ESCAPE", "FALSE", "IN", "IS", "LIKE", "NOT", "NULL", "OR", "TRUE");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
    private static final List<Set<String>> ARITHMETIC = List.of(Set.of("+", "-"), Set.of("*", "/", "%"));
    private static final String A_VALUE = "a value: a column, a variable, a text, a number, a call or '('";

    private final ExpressionText source;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private Parser(ExpressionText source) {
        this.source = source;
        this.tokens = Tokenizer.tokens(source);
    }

    static Syntax parse(ExpressionText source) {
        Parser parser = new Parser(source);
        Syntax all = parser.or();
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected("an operator or the end");
        }
        return all;
    }

    static boolean isKeyword(String name) {
        return KEYWORDS.contains(name.toUpperCase(Locale.ROOT));
    }

    private Syntax or() {
        return joined("OR", false, () -> joined("AND", true, this::not));
    }

    private Syntax joined(String word, boolean and, Supplier<Syntax> part) {
        Syntax first = part.get();
        if (!peek().isWord(word)) {
            return first;
        }
        int at = peek().at();
        List<Syntax> parts = new ArrayList<>(List.of(first));
        while (takeWord(word)) {
            parts.add(part.get());
        }
        return new Syntax.Joined(at, and, parts);
    }

    private Syntax not() {
        Token token = peek();
        if (!takeWord("NOT")) {
            return predicate();
        }
        return nested(token, () -> new Syntax.Not(token.at(), not()));
    }

    private Syntax predicate() {
        Syntax left = arithmetic(0);
        Token token = peek();
        if (token.kind() == Kind.SYMBOL && COMPARISONS.contains(token.text())) {
            next++;
            return onlyOne(new Syntax.Compared(token.at(), token.text(), left, arithmetic(0)));
        }
        if (takeWord("IS")) {
            boolean negated = takeWord("NOT");
            expectWord("NULL");
            return onlyOne(negate(negated, new Syntax.IsNull(token.at(), left)));
        }
        boolean negated = takeWord("NOT");
        Syntax test = listRangeOrPattern(left, negated);
        return test == left ? left : onlyOne(negate(negated, test));
    }

    private Syntax listRangeOrPattern(Syntax left, boolean negated) {
        Token token = peek();
        if (takeWord("IN")) {
            expectSymbol("(");
            return new Syntax.In(token.at(), left, nestedList(token, "a value of the list"));
        }
        if (takeWord("BETWEEN")) {
            Syntax low = arithmetic(0);
            expectWord("AND");
            return new Syntax.Between(token.at(), left, low, arithmetic(0));
        }
        if (takeWord("LIKE")) {
            Syntax pattern = arithmetic(0);
            return new Syntax.Like(token.at(), left, pattern, takeWord("ESCAPE") ? arithmetic(0) : null);
        }
        if (negated) {
            throw unexpected("IN, BETWEEN or LIKE");
        }
        return left;
    }

    private static Syntax negate(boolean negated, Syntax test) {
        return negated ? new Syntax.Not(test.at(), test) : test;
    }

    /** What "a = b = c" means differs from one database to the next; parentheses say it. */
    private Syntax onlyOne(Syntax test) {
        Token token = peek();
        boolean another = token.kind() == Kind.SYMBOL && COMPARISONS.contains(token.text());
        if (another || token.isWord("IS") || token.isWord("IN") || token.isWord("LIKE") || token.isWord("BETWEEN")) {
            throw unexpected("AND, OR or the end of the comparison; comparisons do not chain, use parentheses");
        }
        return test;
    }

    private Syntax arithmetic(int level) {
        if (level == ARITHMETIC.size()) {
            return signed();
        }
        Syntax left = arithmetic(level + 1);
        Token token = peek();
        while (token.kind() == Kind.SYMBOL && ARITHMETIC.get(level).contains(token.text())) {
            next++;
            left = new Syntax.Calculation(token.at(), token.text().charAt(0), left, arithmetic(level + 1));
            token = peek();
        }
        return left;
    }

    private Syntax signed() {
        Token token = peek();
        if (!token.isSymbol("-") && !token.isSymbol("+")) {
            return single();
        }
        next++;
        if (token.isSymbol("+")) {
            return nested(token, this::signed);
        }
        if (peek().kind() == Kind.NUMBER) {
            // The least INT64 has no positive twin that could be negated.
            return NumberText.literal(source, token.at(), "-" + take().text());
        }
        return nested(token, () -> new Syntax.Minus(token.at(), signed()));
    }

    private Syntax single() {
        Token token = take();
        return switch (token.kind()) {
            case TEXT -> new Syntax.Literal(token.at(), DataType.of(DataType.Kind.TEXT), Text.of(token.text()));
            case NUMBER -> NumberText.literal(source, token.at(), token.text());
            case COLUMN -> new Syntax.Column(token.at(), token.text(), false);
            case QUOTED_NAME -> new Syntax.Column(token.at(), token.text(), true);
            case VARIABLE -> new Syntax.NamedVariable(token.at(), token.text());
            case WORD -> word(token);
            case SYMBOL, END -> parenthesis(token);
        };
    }

    private Syntax parenthesis(Token token) {
        if (!token.isSymbol("(")) {
            throw unexpected(token, A_VALUE);
        }
        return nested(token, () -> {
            Syntax inner = or();
            expectSymbol(")");
            return inner;
        });
    }

    private Syntax word(Token token) {
        String word = token.text().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "TRUE", "FALSE" ->
                new Syntax.Literal(token.at(), DataType.of(DataType.Kind.BOOLEAN), word.equals("TRUE"));
            case "NULL" -> new Syntax.Null(token.at());
            case "CAST" -> cast(token);
            default -> {
                if (KEYWORDS.contains(word)) {
                    throw unexpected(
                            token,
                            A_VALUE + "; a column of this name is written `" + token.text() + "` or #{" + token.text()
                                    + "}");
                }
                yield peek().isSymbol("(") ? call(token) : new Syntax.Column(token.at(), token.text(), true);
            }
        };
    }

    private Syntax call(Token name) {
        next++;
        if (takeSymbol(")")) {
            return new Syntax.Call(name.at(), name.text(), List.of());
        }
        return new Syntax.Call(name.at(), name.text(), nestedList(name, "an argument"));
    }

    private List<Syntax> nestedList(Token opening, String what) {
        enter(opening);
        List<Syntax> items = list(what);
        depth--;
        return items;
    }

    /** Values with commas between them, and the parenthesis behind them. */
    private List<Syntax> list(String what) {
        List<Syntax> items = new ArrayList<>();
        do {
            if (peek().isSymbol(")") || peek().isSymbol(",")) {
                throw unexpected(what);
            }
            items.add(or());
        } while (takeSymbol(","));
        if (!takeSymbol(")")) {
            throw unexpected("',' or ')'");
        }
        return items;
    }

    private Syntax cast(Token token) {
        expectSymbol("(");
        return nested(token, () -> {
            Syntax operand = or();
            expectWord("AS");
            Token type = expect(Kind.WORD, "a type");
            List<String> numbers = new ArrayList<>();
            if (takeSymbol("(")) {
                do {
                    numbers.add(expect(Kind.NUMBER, "a number of digits").text());
                } while (takeSymbol(","));
                expectSymbol(")");
            }
            expectSymbol(")");
            return new Syntax.Cast(token.at(), operand, TypeName.parse(source, type, numbers));
        });
    }

    private Syntax nested(Token opening, Supplier<Syntax> inner) {
        enter(opening);
        Syntax syntax = inner.get();
        depth--;
        return syntax;
    }

    private void enter(Token opening) {
        if (++depth > ExpressionText.MOST_NESTING) {
            throw source.tooDeep(opening.at());
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    private boolean takeWord(String word) {
        boolean found = peek().isWord(word);
        next += found ? 1 : 0;
        return found;
    }

    private boolean takeSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        next += found ? 1 : 0;
        return found;
    }

    private void expectWord(String word) {
        if (!takeWord(word)) {
            throw unexpected(word);
        }
    }

    private void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return take();
    }

    private DefinitionException unexpected(String expected) {
        return unexpected(peek(), expected);
    }

    private DefinitionException unexpected(Token found, String expected) {
        return source.error(found.at(), "found " + found.shown() + ", expected " + expected);
    }
}
