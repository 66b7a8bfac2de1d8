package io.syncpipeline.internal.plan;

import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.model.TableId;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.SyncMode;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.Tuning;
import io.syncpipeline.spi.SessionOptions;
import io.syncpipeline.testkit.ManualClock;
import io.syncpipeline.testkit.RecordingSink;
import io.syncpipeline.testkit.ScriptedSource;
import java.util.List;
import java.util.Map;

/** The rules for a table as a pipeline has them, without the pipeline. */
final class MapperFixture {

    private MapperFixture() {}

    static TableRules rules(TableId table, MappingRule... rules) {
        ManualClock clock = new ManualClock();
        RecordingSink sink = new RecordingSink();
        Definition definition = new Definition(
                "mapped",
                new ScriptedSource(clock),
                sink,
                SyncMode.FULL_AND_INCREMENTAL,
                List.of(TableSelector.matching(".*", ".*")),
                List.of(rules),
                List.of(),
                Map.of(),
                Tuning.defaults(),
                CheckpointStore.inMemory(),
                List.of(),
                clock);
        return TableRules.of(definition, sink.open(new SessionOptions("mapped", 1 << 20, 1, clock)), table);
    }
}
