package io.syncpipeline.internal.expression;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.rule.NamedFunction;
import io.syncpipeline.rule.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Gives the parts of one expression their meaning and their types. */
final class Binder {

    private final ExpressionText source;
    private final Scope scope;
    private final Set<Integer> columns = new TreeSet<>();
    private final Set<Variable> variables = EnumSet.noneOf(Variable.class);
    private boolean deterministic = true;
    private int depth;

    Binder(ExpressionText source, Scope scope) {
        this.source = source;
        this.scope = scope;
    }

    /** What an expression's value depends on. */
    record Uses(Set<Integer> columns, Set<Variable> variables, boolean isDeterministic) {
        Uses {
            columns = Set.copyOf(columns);
            variables = Set.copyOf(variables);
        }
    }

    Uses uses() {
        return new Uses(columns, variables, deterministic);
    }

    ExpressionText source() {
        return source;
    }

    /** The whole expression: of a filter, a condition. */
    Operand bindRoot(Syntax syntax) {
        Operand root = bind(syntax);
        if (scope.isFilter() && root.kind() != Kind.BOOLEAN && !root.isNull()) {
            throw source.error(
                    root.at(),
                    "found " + root.shown()
                            + ", expected a condition (BOOLEAN), since this is a filter; compare the value,"
                            + " for instance with <> 0");
        }
        return root;
    }

    Operand bind(Syntax syntax) {
        // A chain of operators is not nested in the text, but is when it is computed.
        if (++depth > ExpressionText.MOST_NESTING) {
            throw source.tooDeep(syntax.at());
        }
        Operand operand = syntax.bind(this);
        depth--;
        return operand;
    }

    List<Operand> bindAll(List<Syntax> parts) {
        List<Operand> operands = new ArrayList<>(parts.size());
        for (Syntax part : parts) {
            operands.add(bind(part));
        }
        return operands;
    }

    Operand column(Syntax.Column syntax) {
        OptionalInt index = scope.schema().indexOf(syntax.name());
        if (syntax.bare() && !scope.isFilter()) {
            throw source.error(
                    syntax.at(),
                    "found the name '" + syntax.name() + "', expected a value; write #{" + syntax.name()
                            + "} for a column, quotes around a text");
        }
        if (index.isEmpty()) {
            throw source.error(
                    syntax.at(),
                    "found the column '" + syntax.name() + "', expected one of "
                            + scope.schema().table() + ", which has "
                            + NearestNames.of(syntax.name(), scope.schema().columnNames()));
        }
        int i = index.getAsInt();
        columns.add(i);
        Column column = scope.schema().columns().get(i);
        boolean mayBeInvalid = Kinds.isCalendar(column.type().kind());
        return new Operand(syntax, column.type(), mayBeInvalid, (row, values) -> row.get(i));
    }

    Operand variable(Syntax.NamedVariable syntax) {
        Variable variable = Variable.find(syntax.name())
                .orElseThrow(() -> source.error(
                        syntax.at(),
                        "found the variable '" + syntax.name() + "', expected one of "
                                + NearestNames.of(
                                        syntax.name(),
                                        Arrays.stream(Variable.values())
                                                .map(v -> v.name().toLowerCase(Locale.ROOT))
                                                .toList())));
        return read(variable, syntax);
    }

    /** The value of a variable, for a part that reads it under another name. */
    Operand read(Variable variable, Syntax syntax) {
        variables.add(variable);
        return Operand.of(syntax, variable.type(), (row, values) -> values.get(variable));
    }

    Operand call(Syntax.Call syntax) {
        BuiltIns.BuiltIn builtIn = BuiltIns.find(syntax.name());
        if (builtIn != null) {
            checkCount(syntax, builtIn.least(), builtIn.most(), builtIn.signature());
            return builtIn.binding().bind(new Arguments(this, syntax, bindAll(syntax.arguments())));
        }
        NamedFunction named = scope.function(syntax.name());
        if (named == null) {
            throw source.error(
                    syntax.at(),
                    "found the function '" + syntax.name() + "', expected one of "
                            + NearestNames.of(syntax.name(), scope.functionNames()));
        }
        checkCount(syntax, named.leastArguments(), named.mostArguments(), named.name() + "(...)");
        deterministic &= named.deterministic();
        return UserCall.bind(named, new Arguments(this, syntax, bindAll(syntax.arguments())));
    }

    private void checkCount(Syntax.Call call, int least, int most, String signature) {
        int count = call.arguments().size();
        if (count < least || count > most) {
            String expected = least == most ? String.valueOf(least) : least + " to " + most;
            throw source.error(
                    call.at(),
                    "found " + count + " arguments of " + call.name().toUpperCase(Locale.ROOT) + ", expected "
                            + expected + ": " + signature);
        }
    }

    Operand cast(Syntax.Cast syntax) {
        return Cast.bind(source, syntax, bind(syntax.operand()));
    }

    Operand minus(Syntax.Minus syntax) {
        return Arithmetic.minus(source, syntax, bind(syntax.operand()));
    }

    Operand calculation(Syntax.Calculation syntax) {
        return Arithmetic.bind(source, syntax, bind(syntax.left()), bind(syntax.right()));
    }

    Operand compared(Syntax.Compared syntax) {
        return Conditions.compared(source, syntax, bind(syntax.left()), bind(syntax.right()));
    }

    Operand not(Syntax.Not syntax) {
        return Logic.not(syntax, condition(syntax.operand(), "NOT"));
    }

    Operand joined(Syntax.Joined syntax) {
        String word = syntax.and() ? "AND" : "OR";
        List<Operand> conditions =
                syntax.operands().stream().map(s -> condition(s, word)).toList();
        return Logic.joined(syntax, conditions);
    }

    Operand in(Syntax.In syntax) {
        return Conditions.in(source, syntax, bind(syntax.operand()), bindAll(syntax.items()));
    }

    Operand between(Syntax.Between syntax) {
        return Conditions.between(source, syntax, bind(syntax.operand()), bind(syntax.low()), bind(syntax.high()));
    }

    Operand like(Syntax.Like syntax) {
        Operand escape = syntax.escape() == null ? null : bind(syntax.escape());
        return Like.bind(source, syntax, bind(syntax.operand()), bind(syntax.pattern()), escape);
    }

    Operand isNull(Syntax.IsNull syntax) {
        Evaluator operand = bind(syntax.operand()).evaluator();
        return Operand.of(syntax, DataType.of(Kind.BOOLEAN), (row, values) -> operand.evaluate(row, values) == null);
    }

    private Operand condition(Syntax part, String word) {
        Operand operand = bind(part);
        return requireCondition(operand, word);
    }

    /** A part that has to be a condition. */
    Operand requireCondition(Operand operand, String consumer) {
        if (operand.kind() != Kind.BOOLEAN && !operand.isNull()) {
            throw error(
                    operand,
                    "found " + operand.shown() + " for " + consumer
                            + ", expected a condition (BOOLEAN); compare the value, for instance with <> 0");
        }
        return operand;
    }

    DefinitionException error(Operand operand, String problem) {
        return source.error(operand.at(), problem);
    }
}
