package io.syncpipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedFunctionTest {

    private static final NamedFunction FUNCTION = NamedFunction.of("F", DataType.of(Kind.TEXT), a -> a.get(0));

    @Test
    void takesSomeArgumentsAndNoNullUnlessToldOtherwise() {
        assertThat(FUNCTION.leastArguments()).isEqualTo(1);
        assertThat(FUNCTION.mostArguments()).isEqualTo(NamedFunction.MOST_ARGUMENTS);
        assertThat(FUNCTION.callsWithNull()).isFalse();
        assertThat(FUNCTION.deterministic()).isTrue();
        assertThat(FUNCTION.callingWithNull().callsWithNull()).isTrue();
        assertThat(FUNCTION.notDeterministic().deterministic()).isFalse();
        assertThat(FUNCTION.arguments(2).leastArguments()).isEqualTo(2);
        assertThat(FUNCTION.arguments(2).mostArguments()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "ä", "a-b"})
    void refusesNamesThatCannotBeCalled(String name) {
        assertThatThrownBy(() -> NamedFunction.of(name, DataType.of(Kind.TEXT), a -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + name + "' is no name of a function");
    }

    @Test
    void refusesCountsThatContradictEachOther() {
        assertThatThrownBy(() -> FUNCTION.arguments(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot take 3 to 2 arguments");
        assertThatThrownBy(() -> FUNCTION.arguments(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FUNCTION.arguments(1_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
