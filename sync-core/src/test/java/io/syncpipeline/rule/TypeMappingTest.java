package io.syncpipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which source types a pattern stands for. */
class TypeMappingTest {

    /** The pattern looks at nothing but the type as the source names it. */
    private static Column column(String nativeType) {
        return new Column("c", DataType.of(Kind.TEXT), nativeType, "", true, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "datetime; datetime",
                "datetime; datetime(3)",
                "DateTime; datetime",
                "tinyint(1); tinyint(1)",
                "bigint  unsigned; bigint unsigned",
                "bigint unsigned; bigint(20) unsigned",
                "bigint(20) unsigned; bigint(20) unsigned",
                "decimal; decimal(10,2)",
                "decimal(*,2); decimal(10,2)",
                "decimal( p > 38 , * ); decimal(39,0)",
                "decimal(>=38,s<=2); decimal(38,2)",
                "decimal(p<10,=2); decimal(9,2)",
                "varchar(n<256); varchar(255)",
            })
    void thesePatternsStandForTheseTypes(String pattern, String type) {
        assertThat(TypeMapping.of(pattern, "STRING").matches(column(type))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "date; datetime",
                "tinyint(1); tinyint",
                "tinyint(1); tinyint(4)",
                "tinyint(1); tinyint(1) unsigned",
                "bigint; bigint unsigned",
                "decimal(p>38,*); decimal(38,10)",
                "decimal(p<10,*); decimal(10,2)",
                "decimal(10); decimal(10,2)",
                "datetime(*); datetime",
                "enum(*); enum('a')",
            })
    void thesePatternsDoNotStandForTheseTypes(String pattern, String type) {
        assertThat(TypeMapping.of(pattern, "STRING").matches(column(type))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; is no pattern of types",
                "(1); is no pattern of types",
                "decimal(10; is no pattern of types",
                "decimal(); '' in the pattern of types 'decimal()' is neither a number nor * nor a comparison",
                "decimal(10,); '' in the pattern of types 'decimal(10,)' is neither a number nor * nor a comparison",
                "decimal(p!=3,2); 'p!=3' in the pattern of types",
                "decimal(p>1234567890123456789,*); 'p>1234567890123456789' in the pattern of types",
            })
    void whatIsNoPatternIsRefused(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeMapping.of(pattern, "STRING"))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"''", "' '"})
    void theDestinationTypeIsNeeded(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeMapping.of("int", type))
                .withMessage("the destination type for 'int' is missing");
    }
}
