package io.syncpipeline.maxcompute;

import static io.syncpipeline.maxcompute.TestProject.column;
import static io.syncpipeline.maxcompute.TestProject.commit;
import static io.syncpipeline.maxcompute.TestProject.people;
import static io.syncpipeline.maxcompute.TestProject.person;
import static io.syncpipeline.maxcompute.TestProject.table;
import static io.syncpipeline.maxcompute.TestProject.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.maxcompute.local.RequestKind;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DestinationColumn;
import io.syncpipeline.model.DestinationTable;
import io.syncpipeline.model.SinkException;
import io.syncpipeline.model.TableKind;
import io.syncpipeline.model.Text;
import io.syncpipeline.spi.SinkSession;
import io.syncpipeline.spi.TableAlteration;
import io.syncpipeline.spi.TableWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Creating, describing and changing tables. */
@Timeout(180)
class TableTest {

    private static final DataType TEXT = DataType.of(DataType.Kind.TEXT);
    private static final DataType INT32 = DataType.of(DataType.Kind.INT32);
    private static final DataType INT64 = DataType.of(DataType.Kind.INT64);

    private final TestProject project = new TestProject();

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void createsATableAndDescribesIt() {
        DestinationTable wanted = new DestinationTable(
                "Order",
                TableKind.PK_DELTA,
                List.of(
                        new DestinationColumn("name", "STRING", TEXT, true, "it's \\ a `name`\n"),
                        new DestinationColumn("region", "STRING", TEXT, false, ""),
                        new DestinationColumn("id", "bigint", INT64, false, ""),
                        new DestinationColumn("price", "DECIMAL(18, 4)", DataType.decimal(18, 4), true, "")),
                List.of("id", "region"),
                List.of(),
                3,
                "a comment\\",
                Map.of("acid.data.retain.hours", "48"));
        assertThat(project.session.describe("Order")).isEmpty();
        project.session.create(wanted);
        DestinationTable found = project.session.describe("order").orElseThrow();
        assertThat(found.kind()).isEqualTo(TableKind.PK_DELTA);
        assertThat(found.primaryKey()).containsExactly("id", "region");
        assertThat(found.bucketCount()).isEqualTo(3);
        assertThat(found.comment()).isEqualTo("a comment\\");
        assertThat(found.columns().get(0).comment()).isEqualTo("it's \\ a `name`\n");
        assertThat(found.columns())
                .extracting(DestinationColumn::type)
                .containsExactly("STRING", "STRING", "BIGINT", "DECIMAL(18,4)");
        assertThat(found.columns()).extracting(DestinationColumn::nullable).containsExactly(true, false, false, true);
        assertThat(found.properties()).containsEntry("acid.data.retain.hours", "48");
        long statements = project.server.requests(RequestKind.DDL);
        project.session.create(wanted);
        assertThat(project.server.requests(RequestKind.DDL)).isEqualTo(statements);
    }

    @Test
    void refusesAnExistingTableThatDiffers() {
        project.session.create(people("people"));
        DestinationTable other = table(
                "people",
                4,
                List.of("name"),
                column("id", "STRING", TEXT, false),
                column("name", "STRING", TEXT, false),
                column("more", "INT", INT32, true));
        assertThatThrownBy(() -> project.session.create(other))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(
                        "Table people exists and differs",
                        "its key is [id], not [name]",
                        "its column 'id' is BIGINT, not STRING",
                        "it has no column 'more'");
        TableWriter writer = project.session.writer(other);
        assertThatThrownBy(() -> writer.write(List.of(upsert(Text.of("1"), Text.of("n"), 1))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("Table people cannot be written");
    }

    private static DestinationTable made(TableKind kind, List<String> key, Map<String, String> properties) {
        return new DestinationTable("made", kind, people("made").columns(), key, List.of(), 0, "", properties);
    }

    @Test
    void aTablesOwnPropertiesWinOverThoseOfTheSink() throws Exception {
        try (SinkSession session = TestProject.open(project.server, TestProject.MEMORY, b -> b.lifecycle(7)
                .tableProperty("acid.data.retain.hours", "48"))) {
            for (TableKind kind : TableKind.values()) {
                List<String> key = kind == TableKind.PK_DELTA ? List.of("id") : List.of();
                session.create(made(kind, key, Map.of()));
                Map<String, String> described =
                        session.describe("made").orElseThrow().properties();
                assertThat(described).as("%s", kind).containsEntry("lifecycle", "7");
                if (kind == TableKind.PK_DELTA) {
                    assertThat(described).containsEntry("acid.data.retain.hours", "48");
                }
                session.alter("made", new TableAlteration.Drop());

                boolean regular = kind == TableKind.APPEND;
                session.create(made(
                        kind,
                        key,
                        regular
                                ? Map.of("lifecycle", "30")
                                : Map.of("lifecycle", "30", "acid.data.retain.hours", "24")));
                assertThat(session.describe("made").orElseThrow().properties())
                        .as("%s", kind)
                        .containsEntry("lifecycle", "30")
                        .doesNotContainEntry("acid.data.retain.hours", "48");
                session.alter("made", new TableAlteration.Drop());
            }
        }
    }

    @Test
    void aProjectThatAllowsSchemaEvolutionByJobOnlyRefusesOthers() {
        project.session.create(people("people"));
        assertThatThrownBy(() -> project.sql("ALTER TABLE people CHANGE COLUMN name RENAME TO title;"))
                .hasMessageContaining("schema evolution is not allowed here");
        project.session.alter("people", new TableAlteration.RenameColumn("name", "title"));
        assertThat(project.session.describe("people").orElseThrow().indexOf("title"))
                .isPresent();
    }

    @Test
    void refusesKeysAndPropertiesThatATableCannotHave() {
        assertThatThrownBy(() -> project.session.create(made(TableKind.APPEND, List.of("id"), Map.of())))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("It has the key [id], but a table of kind APPEND has none");
        assertThatThrownBy(() -> project.session.create(
                        made(TableKind.PK_DELTA, List.of("id"), Map.of("lifecycle", "soon", "transactional", "false"))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("Its lifecycle 'soon' is no number of days")
                .hasMessageContaining("Its property 'transactional' is the sink's own");
    }

    @Test
    void addsRenamesWidensAndDropsColumnsOnceOnly() throws Exception {
        project.session.create(table(
                "t",
                2,
                List.of("id"),
                column("id", "BIGINT", INT64, false),
                column("number", "INT", INT32, true),
                column("old", "STRING", TEXT, true)));
        List<TableAlteration> changes = List.of(
                new TableAlteration.AddColumns(List.of(
                        new DestinationColumn("added", "STRING", TEXT, true, "new"),
                        new DestinationColumn("second", "DATE", DataType.of(DataType.Kind.DATE), true, ""))),
                new TableAlteration.ChangeType(column("number", "BIGINT", INT64, true)),
                new TableAlteration.RenameColumn("old", "renamed"),
                new TableAlteration.DropColumns(List.of("second")));
        for (TableAlteration change : changes) {
            project.session.alter("t", change);
            long statements = project.server.requests(RequestKind.DDL);
            project.session.alter("t", change);
            assertThat(project.server.requests(RequestKind.DDL))
                    .as("%s again", change)
                    .isEqualTo(statements);
        }
        DestinationTable found = project.session.describe("t").orElseThrow();
        assertThat(found.columns())
                .extracting(DestinationColumn::toString)
                .containsExactly("id BIGINT NOT NULL", "number BIGINT", "renamed STRING", "added STRING");
        try (TableWriter writer = project.session.writer(found)) {
            writer.write(List.of(upsert(1L, 2L, Text.of("a"), Text.of("b"))));
            commit(writer);
        }
        assertThat(project.rows("t")).containsExactly(List.of(1L, 2L, "a", "b"));
    }

    @Test
    void refusesToNarrowAColumn() {
        project.session.create(people("people"));
        assertThatThrownBy(() -> project.session.alter(
                        "people", new TableAlteration.ChangeType(column("name", "BIGINT", INT64, true))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("cannot be changed from STRING to BIGINT");
        assertThatThrownBy(() -> project.session.alter(
                        "people", new TableAlteration.AddColumns(List.of(column("name", "INT", INT32, true)))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("it has one of type STRING");
    }

    @Test
    void truncatesRenamesAndDropsTables() throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(1, "Ada")));
        commit(writer);
        writer.close();
        project.session.alter("people", new TableAlteration.Truncate());
        assertThat(project.rows("people")).isEmpty();
        project.session.alter("people", new TableAlteration.Rename("persons"));
        project.session.alter("people", new TableAlteration.Rename("persons"));
        assertThat(project.session.describe("people")).isEmpty();
        assertThat(project.session.describe("persons")).isPresent();
        project.session.alter("persons", new TableAlteration.Drop());
        project.session.alter("persons", new TableAlteration.Drop());
        assertThat(project.session.describe("persons")).isEmpty();
        assertThatThrownBy(() -> project.session.alter("persons", new TableAlteration.Truncate()))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void failsForAWhileWhenTheTableChangesUnderItsWriter() throws Exception {
        TableWriter writer = project.created(people("people"));
        writer.write(List.of(person(1, "Ada")));
        commit(writer);
        project.session.alter("people", new TableAlteration.AddColumns(List.of(column("more", "INT", INT32, true))));
        assertThatThrownBy(() -> {
                    writer.write(List.of(person(2, "Bob")));
                    commit(writer);
                })
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("was changed while rows for it were waiting");
    }
}
