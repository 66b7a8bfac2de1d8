package io.syncpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.DefinitionException;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builder refuses, and in which words. */
class SyncPipelineBuilderTest {

    private final ManualClock clock = new ManualClock();

    private SyncPipeline.Builder complete() {
        return SyncPipeline.builder()
                .name("p")
                .source(new ScriptedSource(clock))
                .sink(new RecordingSink())
                .tables(TableSelector.named("shop", "orders"));
    }

    @Test
    void reportsEverythingThatIsMissingAtOnce() {
        assertThatThrownBy(() -> SyncPipeline.builder().build())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "the definition of the pipeline is not complete or contradicts itself: name is missing; source is"
                                + " missing; sink is missing; no tables are selected; add tables(TableSelector...)");
    }

    @Test
    void refusesARuleForATableThatNoSelectorTakes() {
        assertThatThrownBy(() -> complete()
                        .rule(MappingRule.forTable("shop", "customers").splitKey("id"))
                        .rule(MappingRule.forTable("shop", "orders").splitKey("id"))
                        .build())
                .isInstanceOf(DefinitionException.class)
                .hasMessageEndingWith("the rule for shop.customers concerns a table that no selector takes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a/b", "ä", "12345678901234567890123456789012345678901234567890123456789012345"})
    void refusesANameThatIsNoPlainWord(String name) {
        assertThatThrownBy(() -> SyncPipeline.builder().name(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name must be 1 to 64 letters, digits, '.', '-' or '_': '" + name + "'");
    }

    static Stream<Arguments> options() {
        ManualClock clock = new ManualClock();
        CheckpointStore store = CheckpointStore.inMemory();
        return Stream.of(
                Arguments.of("name was already set to p", (Step) b -> b.name("q")),
                Arguments.of(
                        "source was already set to scripted source", (Step) b -> b.source(new ScriptedSource(clock))),
                Arguments.of("sink was already set to recording sink", (Step) b -> b.sink(new RecordingSink())),
                Arguments.of("mode was already set to FULL", (Step)
                        b -> b.mode(SyncMode.FULL).mode(SyncMode.FULL)),
                Arguments.of("tuning was already set to " + Tuning.defaults(), (Step)
                        b -> b.tuning(Tuning.defaults()).tuning(Tuning.defaults())),
                Arguments.of("checkpointStore was already set to checkpoints in memory", (Step)
                        b -> b.checkpointStore(store).checkpointStore(store)),
                Arguments.of("clock was already set to " + clock, (Step)
                        b -> b.clock(clock).clock(clock)),
                Arguments.of("onDdl(DROP_TABLE) was already set to ERROR", (Step)
                        b -> b.onDdl(DdlKind.DROP_TABLE, DdlAction.ERROR).onDdl(DdlKind.DROP_TABLE, DdlAction.NORMAL)));
    }

    private interface Step {
        SyncPipeline.Builder on(SyncPipeline.Builder builder);
    }

    @ParameterizedTest
    @MethodSource("options")
    void refusesToSetAnOptionTwice(String message, Step twice) {
        assertThatThrownBy(() -> twice.on(complete()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void saysWhatItIs() {
        assertThat(complete().build())
                .hasToString(
                        "pipeline 'p': FULL_AND_INCREMENTAL, scripted source -> recording sink, tables [shop.[orders]]");
    }

    @Test
    void makesAPipelineWithoutTouchingEitherSide() {
        ScriptedSource source = new ScriptedSource(clock);
        RecordingSink sink = new RecordingSink();
        SyncPipeline.builder()
                .name("p")
                .source(source)
                .sink(sink)
                .tables(TableSelector.matching(".*", ".*"))
                .build();
        assertThat(source.openCount()).isZero();
        assertThat(sink.journal()).isEmpty();
    }

    @Test
    void aBuilderMayBeUsedAgainWithoutChangingWhatItMade() {
        SyncPipeline.Builder builder = complete();
        SyncPipeline first = builder.build();
        SyncPipeline second =
                builder.tables(TableSelector.named("shop", "customers")).build();
        assertThat(first.toString()).doesNotContain("customers");
        assertThat(second.toString()).contains("customers");
    }
}
