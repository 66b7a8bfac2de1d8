package io.syncpipeline.mysql.internal.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SchemaChange.ColumnAdded;
import io.syncpipeline.model.SchemaChange.ColumnDropped;
import io.syncpipeline.model.SchemaChange.ColumnModified;
import io.syncpipeline.model.SchemaChange.ColumnRenamed;
import io.syncpipeline.model.SchemaChange.Step;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepOrderTest {

    private static final Column INT = MySqlType.column("b", "int", "", true, "");
    private static final Column BIGINT = MySqlType.column("b", "bigint", "", true, "");

    private final Step first = new ColumnRenamed("a", "b");
    private final Step second = new ColumnRenamed("b", "c");
    private final Step third = new ColumnRenamed("c", "d");
    private final Step widened = new ColumnModified(INT, BIGINT);

    @Test
    void aChainIsCarriedOutFromItsEnd() {
        assertThat(StepOrder.freedNamesFirst(List.of(List.of(first, widened), List.of(second), List.of(third))))
                .containsExactly(third, second, first, widened);
    }

    @Test
    void aDroppedColumnMakesRoom() {
        Step dropped = new ColumnDropped("B");
        assertThat(StepOrder.freedNamesFirst(List.of(List.of(first), List.of(dropped))))
                .containsExactly(dropped, first);
    }

    @Test
    void everythingElseStaysInOrder() {
        Step added = new ColumnAdded(INT.renamed("e"));
        Step dropped = new ColumnDropped("f");
        assertThat(StepOrder.freedNamesFirst(List.of(List.of(added), List.of(), List.of(third), List.of(dropped))))
                .containsExactly(added, third, dropped);
    }

    @Test
    void aCircleStaysInOrder() {
        Step back = new ColumnRenamed("b", "a");
        assertThat(StepOrder.freedNamesFirst(List.of(List.of(first), List.of(back))))
                .containsExactly(first, back);
    }
}
