package io.syncpipeline.examples;

import io.syncpipeline.SyncPipeline;
import io.syncpipeline.SyncRun;
import io.syncpipeline.checkpoint.CheckpointStore;
import io.syncpipeline.maxcompute.MaxComputeSink;
import io.syncpipeline.model.DdlKind;
import io.syncpipeline.model.StartPoint;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.mysql.MySqlSource;
import io.syncpipeline.rule.DdlAction;
import io.syncpipeline.rule.DmlAction;
import io.syncpipeline.rule.LogColumn;
import io.syncpipeline.rule.MappingRule;
import io.syncpipeline.rule.NameTemplate;
import io.syncpipeline.rule.TableSelector;
import io.syncpipeline.rule.ValueAssigner;
import io.syncpipeline.rule.Variable;
import io.syncpipeline.rule.WriteMode;
import io.syncpipeline.status.SyncStatus;
import io.syncpipeline.status.TableStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The code of the README, so that the compiler reads it too. A test compares the two. */
final class ReadmeSnippets {

    private ReadmeSnippets() {}

    static void pipeline(String password, String accessId, String accessKey) throws InterruptedException {
        SyncPipeline pipeline = SyncPipeline.builder()
                .name("shop-to-dw")
                .source(MySqlSource.builder()
                        .hostname("db1")
                        .username("sync")
                        .password(password)
                        .build())
                .sink(MaxComputeSink.builder()
                        .endpoint("https://service.cn-hangzhou.maxcompute.aliyun.com/api")
                        .project("dw")
                        .accessKey(accessId, accessKey)
                        .build())
                .tables(TableSelector.named("shop", "customers", "orders"))
                .checkpointStore(CheckpointStore.file(Path.of("checkpoints")))
                .build();

        pipeline.check().orThrow();
        System.out.println(pipeline.plan());
        try (SyncRun run = pipeline.start()) {
            run.await();
        }
    }

    static void startAtATime(SyncPipeline pipeline) throws InterruptedException {
        try (SyncRun run = pipeline.start(StartPoint.at(Instant.parse("2026-03-01T08:00:00Z")))) {
            run.await();
        }
    }

    static List<MappingRule> rules() {
        return List.of(
                MappingRule.forAllTables()
                        .destinationName(NameTemplate.of("ods_${source_database_name}_${table_name}")
                                .replace("dev_", "prd_")),
                MappingRule.forTable("shop", "orders").splitKey("id").copyCondition("id > 0"));
    }

    static List<MappingRule> moreRules() {
        return List.of(
                MappingRule.forTables(TableSelector.matching("shop_\\d+", "order_\\d+"))
                        .addColumn("shop", "STRING", ValueAssigner.variable(Variable.DB_NAME_SRC))
                        .primaryKey("id", "shop"),
                MappingRule.forTable("shop", "customers")
                        .excludeColumns("password")
                        .renameColumn("group", "customer_group")
                        .typeMapping("decimal(p>38,*)", "STRING")
                        .addColumn(
                                "full_name",
                                "STRING",
                                ValueAssigner.function("CONCAT(#{first_name}, ' ', UPPER(#{last_name}))"))
                        .partition(
                                "dt",
                                ValueAssigner.column("created_at")
                                        .asTime("yyyyMMdd")
                                        .orElse("unknown"))
                        .onUpdate(DmlAction.where("status <> 'draft'"))
                        .onDelete(DmlAction.logicalDelete("is_deleted"))
                        .onDdl(DdlKind.DROP_COLUMN, DdlAction.IGNORE));
    }

    static List<MappingRule> logs() {
        return List.of(
                MappingRule.forTable("shop", "clicks").skipCopy().writeMode(WriteMode.appendFlattened()),
                MappingRule.forTable("shop", "orders")
                        .skipCopy()
                        .writeMode(WriteMode.appendJson().named(LogColumn.SEQUENCE_ID, "seq"))
                        .tableKind(TableKind.APPEND_DELTA)
                        .partition(
                                "dt",
                                ValueAssigner.variable(Variable.EVENT_TIME).asTime("yyyyMMdd")));
    }

    static void status(SyncRun run) {
        SyncStatus status = run.status();
        for (TableStatus table : status.tables()) {
            System.out.println(table.table() + " " + table.phase() + ": " + table.copiedRows()
                    + " rows copied of about " + table.estimatedRows());
        }
        status.lag().ifPresent(lag -> System.out.println("behind the server by " + lag));
    }
}
