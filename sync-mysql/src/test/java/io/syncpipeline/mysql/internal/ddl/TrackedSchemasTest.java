package io.syncpipeline.mysql.internal.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.SchemaChange;
import io.syncpipeline.model.SchemaChange.ColumnAdded;
import io.syncpipeline.model.SchemaChange.ColumnDropped;
import io.syncpipeline.model.SchemaChange.ColumnModified;
import io.syncpipeline.model.SchemaChange.ColumnRenamed;
import io.syncpipeline.model.SchemaChange.Step;
import io.syncpipeline.model.SchemaChange.TableCreated;
import io.syncpipeline.model.SchemaChange.TableDropped;
import io.syncpipeline.model.SchemaChange.TableRenamed;
import io.syncpipeline.model.SchemaChange.TableTruncated;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Transaction;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrackedSchemasTest {

    private static final Transaction TRANSACTION = new Transaction(12, 3456, Instant.parse("2026-01-02T03:04:05Z"));
    private static final TableId ORDERS = new TableId("shop", "orders");
    // REAL_AS_FLOAT, PIPES_AS_CONCAT, ANSI_QUOTES, IGNORE_SPACE
    private static final long ANSI_MODE = 1 + 2 + 4 + 8;

    private static final ServerDialect MYSQL = new ServerDialect(false, 80036, 0, "utf8mb4", true);

    private final Map<TableId, ServerTable> server = new HashMap<>();
    private TrackedSchemas tracked = tracking(MYSQL, orders());

    private static TableSchema orders() {
        return new TableSchema(
                ORDERS,
                List.of(column("id", "int", false), column("name", "varchar(20)", true), column("qty", "int", true)),
                List.of("id"),
                List.of(),
                "");
    }

    private static Column column(String name, String type, boolean nullable) {
        return MySqlType.column(name, type, type.startsWith("varchar") ? "utf8mb4" : "", nullable, "");
    }

    private TrackedSchemas tracking(ServerDialect dialect, TableSchema... schemas) {
        return new TrackedSchemas(
                List.of(schemas), table -> table.table().startsWith("joining"), dialect, new ServerCatalog() {
                    @Override
                    public String databaseCharset(String database) {
                        return "utf8mb4";
                    }

                    @Override
                    public Map<TableId, ServerTable> tables(Collection<TableId> tables) {
                        Map<TableId, ServerTable> found = new HashMap<>(server);
                        found.keySet().retainAll(tables);
                        return found;
                    }
                });
    }

    private List<SchemaChange> apply(String sql) {
        return tracked.apply(sql, "shop", SqlMode.USUAL, TRANSACTION);
    }

    private List<Step> steps(String sql) {
        List<SchemaChange> changes = apply(sql);
        assertThat(changes).hasSize(1);
        return changes.get(0).steps();
    }

    private TableSchema schema() {
        return Objects.requireNonNull(tracked.get(ORDERS));
    }

    private List<String> columns() {
        return schema().columnNames();
    }

    // --- changes
    // -------------------------------------------------------------------------------------------------------------

    @Test
    void reportsEachClauseAsAStepInItsOrder() {
        assertThat(
                        steps(
                                "ALTER TABLE orders DROP qty, ADD price decimal(10,2) NOT NULL AFTER id, CHANGE name title varchar(30)"))
                .containsExactly(
                        new ColumnDropped("qty"),
                        new ColumnAdded(column("price", "decimal(10,2)", false)),
                        new ColumnRenamed("name", "title"),
                        new ColumnModified(column("title", "varchar(20)", true), column("title", "varchar(30)", true)));
        assertThat(columns()).containsExactly("id", "price", "title");
    }

    @Test
    void saysWhereAndHowAChangeWasLogged() {
        String sql = "ALTER TABLE orders DROP qty";
        SchemaChange change = apply(sql).get(0);
        assertThat(change.table()).isEqualTo(ORDERS);
        assertThat(change.sql()).isEqualTo(sql);
        assertThat(change.transaction()).isSameAs(TRANSACTION);
        assertThat(change.after()).isEqualTo(schema());
    }

    @Test
    void reportsNoStepsWhenOnlyKeysOrTheCommentChange() {
        assertThat(steps("ALTER TABLE orders DROP PRIMARY KEY")).isEmpty();
        assertThat(schema().primaryKey()).isEmpty();
        assertThat(steps("ALTER TABLE orders COMMENT 'new'")).isEmpty();
        assertThat(schema().comment()).isEqualTo("new");
        assertThat(steps("ALTER TABLE orders ADD UNIQUE (id)")).isEmpty();
        assertThat(schema().uniqueKeys()).containsExactly(List.of("id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ENGINE=InnoDB",
                "ALTER TABLE orders ALTER qty SET DEFAULT 5",
                "ALTER TABLE orders ADD INDEX (qty), ALGORITHM=INPLACE, LOCK=NONE",
                "ALTER TABLE orders MODIFY qty int DEFAULT 7",
                "ALTER TABLE orders ADD UNIQUE (qty)",
                "ALTER TABLE orders REORGANIZE PARTITION p0, p1 INTO (PARTITION p VALUES LESS THAN (10))",
                "ALTER TABLE orders FORCE",
                "CREATE INDEX i ON orders (qty)",
                "DROP INDEX i ON orders",
                "OPTIMIZE TABLE orders",
                "ALTER TABLE others DROP everything, DO something NOBODY (understands"
            })
    void reportsNothingWhenNothingThatIsKeptChanges(String sql) {
        assertThat(apply(sql)).isEmpty();
        assertThat(schema()).isEqualTo(orders());
    }

    @Test
    void aNullableUniqueKeyCountsOnceItsColumnIsNotNull() {
        apply("ALTER TABLE orders ADD UNIQUE by_qty (qty)");
        assertThat(schema().uniqueKeys()).isEmpty();
        apply("ALTER TABLE orders MODIFY qty int NOT NULL");
        assertThat(schema().uniqueKeys()).containsExactly(List.of("qty"));
        apply("ALTER TABLE orders CHANGE qty amount int NOT NULL");
        assertThat(schema().uniqueKeys()).containsExactly(List.of("amount"));
        apply("ALTER TABLE orders DROP INDEX by_qty");
        assertThat(schema().uniqueKeys()).isEmpty();
    }

    @Test
    void aNewPrimaryKeyMakesItsColumnsNotNull() {
        assertThat(steps("ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (qty, id)"))
                .containsExactly(new ColumnModified(column("qty", "int", true), column("qty", "int", false)));
        assertThat(schema().primaryKey()).containsExactly("qty", "id");
    }

    @Test
    void columnsCanChangeNamesWithEachOther() {
        assertThat(steps("ALTER TABLE orders RENAME COLUMN id TO qty, RENAME COLUMN qty TO id"))
                .containsExactly(new ColumnRenamed("id", "qty"), new ColumnRenamed("qty", "id"));
        assertThat(columns()).containsExactly("qty", "name", "id");
        assertThat(schema().primaryKey()).containsExactly("qty");
    }

    @Test
    void aDroppedColumnsNameCanBeTakenInTheSameStatement() {
        assertThat(steps("ALTER TABLE orders ADD qty varchar(5) FIRST, DROP qty"))
                .containsExactly(new ColumnDropped("qty"), new ColumnAdded(column("qty", "varchar(5)", true)));
        assertThat(columns()).containsExactly("qty", "id", "name");
    }

    @Test
    void convertingTheCharacterSetModifiesEveryTextColumn() {
        assertThat(steps("ALTER TABLE orders CONVERT TO CHARACTER SET latin1"))
                .containsExactly(new ColumnModified(
                        column("name", "varchar(20)", true),
                        MySqlType.column("name", "varchar(20)", "latin1", true, "")));
    }

    @Test
    void aTimestampIsNotNullWhenTheServerDefaultsItSo() {
        apply("ALTER TABLE orders ADD at timestamp, ADD maybe timestamp NULL");
        assertThat(schema().columns().get(3).nullable()).isTrue();

        tracked = tracking(new ServerDialect(false, 50722, 0, "utf8mb4", false), orders());
        apply("ALTER TABLE orders ADD at timestamp, ADD maybe timestamp NULL");
        assertThat(schema().columns().get(3).nullable()).isFalse();
        assertThat(schema().columns().get(4).nullable()).isTrue();
    }

    // --- tables come and go
    // --------------------------------------------------------------------------------------------------

    @Test
    void aCreatedTableThatJoinsIsReportedAndFollowed() {
        SchemaChange change =
                apply("CREATE TABLE joining (id int PRIMARY KEY, v text)").get(0);
        assertThat(change.steps()).containsExactly(new TableCreated());
        assertThat(apply("ALTER TABLE joining DROP v").get(0).steps()).containsExactly(new ColumnDropped("v"));
    }

    @Test
    void aCreatedTableThatDoesNotJoinIsPassedOver() {
        assertThat(apply("CREATE TABLE elsewhere (this is (not understood)")).isEmpty();
        assertThat(apply("CREATE TABLE elsewhere LIKE orders")).isEmpty();
        assertThat(tracked.get(new TableId("shop", "elsewhere"))).isNull();
    }

    @Test
    void aTableIsCapturedAgainWhenItIsCreatedAgain() {
        assertThat(steps("DROP TABLE IF EXISTS others, orders")).containsExactly(new TableDropped());
        assertThat(tracked.get(ORDERS)).isNull();
        assertThat(steps("CREATE TABLE orders (other int)")).containsExactly(new TableCreated());
        assertThat(columns()).containsExactly("other");
    }

    @Test
    void replacingATableDropsAndCreatesIt() {
        tracked = tracking(new ServerDialect(true, 110405, 0, "utf8mb4", true), orders());
        assertThat(steps("CREATE OR REPLACE TABLE orders (id int)"))
                .containsExactly(new TableDropped(), new TableCreated());
    }

    @Test
    void droppingADatabaseDropsItsCapturedTables() {
        tracked.track(new TableSchema(new TableId("shop", "a"), orders().columns(), List.of(), List.of(), ""));
        tracked.track(new TableSchema(new TableId("shop2", "b"), orders().columns(), List.of(), List.of(), ""));
        List<SchemaChange> changes = apply("DROP DATABASE shop");
        assertThat(changes).extracting(SchemaChange::table).containsExactly(new TableId("shop", "a"), ORDERS);
        assertThat(changes).extracting(SchemaChange::after).containsOnlyNulls();
        assertThat(tracked.get(new TableId("shop2", "b"))).isNotNull();
    }

    @Test
    void truncationKeepsTheShape() {
        SchemaChange change = apply("TRUNCATE `shop`.`orders`").get(0);
        assertThat(change.steps()).containsExactly(new TableTruncated());
        assertThat(change.after()).isEqualTo(orders());
    }

    @Test
    void aForgottenTableIsCapturedNoLonger() {
        tracked.forget(ORDERS);
        assertThat(tracked.get(ORDERS)).isNull();
        assertThat(apply("CREATE TABLE orders (id int)")).isEmpty();
    }

    @Test
    void namesAreComparedAsTheServerComparesThem() {
        assertThat(apply("ALTER TABLE ORDERS DROP qty")).isEmpty();
        tracked = tracking(new ServerDialect(false, 80036, 1, "utf8mb4", true), orders());
        assertThat(tracked.apply("ALTER TABLE Shop.ORDERS DROP qty", "", SqlMode.USUAL, TRANSACTION))
                .hasSize(1);
        tracked = tracking(new ServerDialect(false, 80036, 2, "utf8mb4", true), orders());
        assertThat(tracked.apply("ALTER TABLE Shop.ORDERS DROP qty", "", SqlMode.USUAL, TRANSACTION)
                        .get(0)
                        .table())
                .isEqualTo(ORDERS);
    }

    // --- renames
    // -------------------------------------------------------------------------------------------------------------

    @Test
    void aRenamedTableIsReportedUnderItsOldNameWithItsNewShape() {
        SchemaChange change = apply("RENAME TABLE orders TO joining_orders").get(0);
        assertThat(change.table()).isEqualTo(ORDERS);
        assertThat(change.steps()).containsExactly(new TableRenamed(new TableId("shop", "joining_orders")));
        assertThat(Objects.requireNonNull(change.after()).table()).isEqualTo(new TableId("shop", "joining_orders"));
        assertThat(tracked.get(ORDERS)).isNull();
        assertThat(tracked.get(new TableId("shop", "joining_orders"))).isNotNull();
    }

    @Test
    void aTableThatIsRenamedAwayAndBackKeepsWhatWasDoneMeanwhile() {
        apply("RENAME TABLE orders TO attic");
        assertThat(apply("ALTER TABLE attic DROP qty")).isEmpty();
        SchemaChange change = apply("RENAME TABLE attic TO orders").get(0);
        assertThat(change.steps()).containsExactly(new TableRenamed(ORDERS));
        assertThat(columns()).containsExactly("id", "name");
    }

    @Test
    void tablesThatChangePlacesAreReportedByTheirFirstAndLastNames() {
        TableId other = new TableId("shop", "other");
        tracked.track(new TableSchema(other, List.of(column("o", "int", true)), List.of(), List.of(), ""));
        assertThat(apply("RENAME TABLE orders TO tmp, other TO orders, tmp TO other"))
                .extracting(SchemaChange::table, SchemaChange::steps)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(ORDERS, List.of(new TableRenamed(other))),
                        org.assertj.core.groups.Tuple.tuple(other, List.of(new TableRenamed(ORDERS))));
        assertThat(columns()).containsExactly("o");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_orders_gho", "_orders_new", "__orders_new", "lhmn_orders", "__osc_new_orders"})
    void anAlteredCopyThatTakesATablesPlaceIsReportedAsWhatItDidToTheColumns(String copy) {
        assertThat(apply("CREATE TABLE " + copy + " LIKE orders")).isEmpty();
        assertThat(apply("ALTER TABLE " + copy + " DROP qty, ADD price int, CHANGE name title varchar(20)"))
                .isEmpty();
        List<SchemaChange> changes = apply("RENAME TABLE orders TO _orders_old, " + copy + " TO orders");
        assertThat(changes).extracting(SchemaChange::table).containsExactly(ORDERS);
        assertThat(changes.get(0).steps())
                .containsExactlyInAnyOrder(
                        new ColumnDropped("qty"),
                        new ColumnRenamed("name", "title"),
                        new ColumnAdded(column("price", "int", true)));
        assertThat(columns()).containsExactly("id", "title", "price");
    }

    @Test
    void aCopyWrittenOutInFullIsFollowedToo() {
        apply(
                "CREATE TABLE `shop`.`_orders_new` (`id` int NOT NULL, `name` varchar(20), `qty` int, PRIMARY KEY (`id`))");
        apply("ALTER TABLE `shop`.`_orders_new` MODIFY qty bigint");
        assertThat(
                        steps(
                                "RENAME TABLE `shop`.`orders` TO `shop`.`_orders_old`, `shop`.`_orders_new` TO `shop`.`orders`"))
                .containsExactly(new ColumnModified(column("qty", "int", true), column("qty", "bigint", true)));
    }

    @Test
    void aCopyOfUnknownShapeIsAskedForWhenItTakesTheTablesPlace() {
        TableSchema present = new TableSchema(
                ORDERS, List.of(column("id", "int", false), column("late", "int", true)), List.of("id"), List.of(), "");
        server.put(ORDERS, new ServerTable(present, "utf8mb4", Map.of()));
        apply("RENAME TABLE orders TO _orders_del, _orders_gho TO orders");
        assertThat(schema()).isEqualTo(present);
    }

    @Test
    void aTableOfUnknownShapeThatTheServerHasNoMoreComesWithoutAShape() {
        List<SchemaChange> changes = apply("RENAME TABLE orders TO attic, unheard_of TO orders");
        assertThat(changes)
                .extracting(SchemaChange::table, SchemaChange::steps)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                ORDERS, List.of(new TableRenamed(new TableId("shop", "attic")))),
                        org.assertj.core.groups.Tuple.tuple(
                                new TableId("shop", "unheard_of"), List.of(new TableRenamed(ORDERS))));
        assertThat(changes.get(1).after()).isNull();
        assertThat(tracked.get(ORDERS)).as("its rows are nobody's").isNull();
        SchemaChange like = apply("CREATE TABLE joining_a LIKE unheard_of").get(0);
        assertThat(like.steps()).containsExactly(new TableCreated());
        assertThat(like.after()).isNull();
    }

    @Test
    void anAlteredCopyOfUnknownShapeIsRefusedWhenTheServerHasTheTableNoMore() {
        assertThatThrownBy(() -> apply("RENAME TABLE orders TO _orders_del, _orders_gho TO orders"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("the shape of shop._orders_gho, which takes the name shop.orders, is not known");
    }

    @Test
    void onlySoManyUncapturedTablesAreRemembered() {
        for (int i = 0; i < TrackedTables.MOST_OTHERS + 5; i++) {
            apply("CREATE TABLE copy" + i + " LIKE orders");
        }
        assertThat(apply("RENAME TABLE copy0 TO joining0").get(0).after()).isNull();
        assertThat(apply("RENAME TABLE copy1000 TO joining1000").get(0).after()).isNotNull();
    }

    // --- what cannot be followed
    // ---------------------------------------------------------------------------------------------

    @Test
    void namesTheTableThePlaceTheStatementAndWhatToDo() {
        assertThatThrownBy(() -> apply("ALTER TABLE orders FROBNICATE the columns"))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageContainingAll(
                        "shop.orders",
                        "offset 3456 of binlog file number 12",
                        "FROBNICATE is not understood",
                        "copy the table again",
                        "ALTER TABLE orders FROBNICATE the columns");
        assertThat(schema()).isEqualTo(orders());
    }

    @Test
    void cutsALongStatementInTheMessage() {
        String sql = "ALTER TABLE orders FROBNICATE " + "x".repeat(10_000);
        assertThatThrownBy(() -> apply(sql))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders TRUNCATE PARTITION p0",
                "ALTER TABLE orders DROP PARTITION p0, p1",
                "ALTER TABLE orders EXCHANGE PARTITION p0 WITH TABLE x",
                "ALTER TABLE orders DISCARD TABLESPACE",
                "ALTER TABLE orders IMPORT PARTITION p0 TABLESPACE",
                "ALTER TABLE orders CONVERT PARTITION p0 TO TABLE x"
            })
    void refusesWhatChangesRowsWithoutLoggingThem(String sql) {
        assertThatThrownBy(() -> apply(sql))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("without logging which");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE joining AS SELECT 1",
                "CREATE TABLE joining (id int) SELECT 1",
                "CREATE TABLE joining (id int) ENGINE=InnoDB (SELECT 1)"
            })
    void refusesATableFilledByALoggedQuery(String sql) {
        assertThatThrownBy(() -> apply(sql)).isInstanceOf(SourceException.class);
        assertThat(tracked.get(new TableId("shop", "joining"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD c nosuchtype(3)",
                "ALTER TABLE orders ADD c int FROBNICATED",
                "ALTER TABLE orders ADD c varchar(5) CHARACTER SET klingon",
                "ALTER TABLE orders ADD SYSTEM VERSIONING",
                "ALTER TABLE orders ADD c int AFTER nothing",
                "ALTER TABLE orders ADD (c int",
                "DROP TABLE orders, , x",
                "RENAME TABLE orders INTO x"
            })
    void refusesWhatItDoesNotUnderstandOfACapturedTable(String sql) {
        assertThatThrownBy(() -> apply(sql)).isInstanceOf(SourceException.class).hasMessageContaining("shop.orders");
        assertThat(schema()).isEqualTo(orders());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "-- only a comment",
                "# Dum",
                "BEGIN",
                "GRANT ALL ON shop.orders TO 'x'@'%'",
                "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET @x = 'unbalanced",
                "CREATE USER 'orders'@'%' IDENTIFIED WITH mysql_native_password AS '*C3AB'",
                "CREATE VIEW v AS SELECT * FROM orders",
                "DROP VIEW orders",
                "CREATE TEMPORARY TABLE orders (x int)",
                "DROP TEMPORARY TABLE IF EXISTS orders",
                "CREATE DEFINER=`a`@`b` PROCEDURE p() BEGIN DROP TABLE orders; END",
                "SET @@SESSION.x = 'y'",
                "ALTER TABLE unknown_to_us FROBNICATE",
                "DROP TABLE , nonsense"
            })
    void passesOverWhatCannotConcernACapturedTable(String sql) {
        assertThat(apply(sql)).isEmpty();
        assertThat(schema()).isEqualTo(orders());
    }

    // --- statements that were applied before
    // ---------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD qty int",
                "ALTER TABLE orders ADD COLUMN IF NOT EXISTS qty text",
                "ALTER TABLE orders DROP gone",
                "ALTER TABLE orders CHANGE amount qty int",
                "ALTER TABLE orders RENAME COLUMN amount TO qty",
                "ALTER TABLE orders MODIFY qty int",
                "ALTER TABLE orders ADD PRIMARY KEY (id)",
                "ALTER TABLE orders ADD id int, ADD qty int DEFAULT 3, DROP gone",
                "CREATE TABLE orders (id int primary key, name varchar(20), qty int)",
                "DROP TABLE gone",
                "RENAME TABLE elsewhere TO orders"
            })
    void passesOverAStatementWhoseEffectIsThere(String sql) {
        assertThat(apply(sql)).isEmpty();
        assertThat(schema()).isEqualTo(orders());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD qty bigint",
                "ALTER TABLE orders CHANGE amount other int",
                "ALTER TABLE orders MODIFY amount int",
                "ALTER TABLE orders RENAME COLUMN amount TO other",
                "ALTER TABLE orders CHANGE qty name int",
                "ALTER TABLE orders ADD PRIMARY KEY (qty)",
                "CREATE TABLE orders (id int)"
            })
    void refusesAStatementThatDoesNotFitTheKnownShape(String sql) {
        assertThatThrownBy(() -> apply(sql))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("the known shape is either newer than the statement");
        assertThat(schema()).isEqualTo(orders());
    }

    @Test
    void aKeyOfUnknownNameIsGivenUpRatherThanTrusted() {
        tracked = tracking(
                MYSQL,
                new TableSchema(
                        ORDERS,
                        List.of(column("id", "int", false), column("code", "int", false)),
                        List.of("id"),
                        List.of(List.of("code")),
                        ""));
        assertThat(schema().uniqueKeys()).hasSize(1);
        apply("ALTER TABLE orders DROP INDEX by_code");
        assertThat(schema().uniqueKeys()).isEmpty();
    }

    @Test
    void theServerTellsTheNamesOfKeysAndTheCharacterSetForNewColumns() {
        TableSchema schema = new TableSchema(
                ORDERS,
                List.of(column("id", "int", false), column("code", "int", false)),
                List.of("id"),
                List.of(List.of("code"), List.of("id", "code")),
                "");
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("by_code", List.of("code"));
        keys.put("both", List.of("id", "code"));
        server.put(ORDERS, new ServerTable(schema, "latin1", keys));
        tracked = tracking(MYSQL, schema);
        apply("ALTER TABLE orders DROP INDEX by_code, ADD v varchar(3)");
        assertThat(schema().uniqueKeys()).containsExactly(List.of("id", "code"));
        assertThat(schema().columns().get(2).charset()).isEqualTo("latin1");
    }

    // --- names and text
    // ------------------------------------------------------------------------------------------------------

    @Test
    void executableCommentsCountWhenTheServerExecutesThem() {
        String sql =
                "ALTER TABLE orders ADD a int /*!80000 , ADD b int */ /*!90000 , ADD c int */ /*M! , ADD d int */ /* , ADD e int */";
        apply(sql);
        assertThat(columns()).containsExactly("id", "name", "qty", "a", "b");
        tracked = tracking(new ServerDialect(true, 110405, 0, "utf8mb4", true), orders());
        apply(sql);
        assertThat(columns()).containsExactly("id", "name", "qty", "a", "d");
    }

    @Test
    void aStatementIsReadByTheModeOfItsSession() {
        SqlMode ansi = SqlMode.of(ANSI_MODE);
        SqlMode noEscapes = SqlMode.of(1 << 20);
        assertThat(tracked.apply("ALTER TABLE \"orders\" ADD \"or\"\"der\\\" int, DROP qty", "shop", ansi, TRANSACTION)
                        .get(0)
                        .steps())
                .extracting(Object::getClass, Object::toString)
                .satisfiesExactly(
                        added -> assertThat(added.toList().get(1).toString()).contains("or\"der\\ int"),
                        dropped -> assertThat(dropped.toList().get(0)).isEqualTo(ColumnDropped.class));
        assertThat(apply("ALTER TABLE orders ADD b int COMMENT \"it's, \\\" x\", ADD c int"))
                .singleElement()
                .satisfies(change -> assertThat(change.steps()).hasSize(2));
        // read with escapes, the text would go on to the last quote, and only one column would be added
        assertThat(tracked.apply(
                        "ALTER TABLE orders ADD d int COMMENT '\\', ADD e int COMMENT ', ADD f int'",
                        "shop",
                        noEscapes,
                        TRANSACTION))
                .singleElement()
                .satisfies(change -> assertThat(change.steps()).hasSize(2));
        assertThat(tracked.apply("ALTER TABLE orders ADD r real", "shop", ansi, TRANSACTION)
                        .get(0)
                        .steps())
                .singleElement()
                .satisfies(step -> assertThat(step.toString()).contains("float"));
        assertThat(steps("ALTER TABLE orders ADD s real")).singleElement().satisfies(step -> assertThat(step.toString())
                .contains("double"));
    }

    @Test
    void anIndexOfAnExpressionStopsWhereItsHiddenColumnIsLogged() {
        String sql = "ALTER TABLE orders ADD INDEX ((qty + 1))";
        assertThat(apply(sql)).isEmpty();
        tracked = tracking(new ServerDialect(false, 80017, 0, "utf8mb4", true), orders());
        assertThatThrownBy(() -> apply(sql))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("shop.orders cannot be followed")
                .hasMessageContaining("it indexes an expression")
                .hasMessageContaining("8.0.18");
        assertThat(apply("CREATE TABLE elsewhere (a int, INDEX ((a + 1)))")).isEmpty();
    }

    @Test
    void aDatabasesCharacterSetIsFollowed() {
        apply("CREATE DATABASE other DEFAULT CHARACTER SET latin1");
        apply("CREATE TABLE other.joining (v varchar(3))");
        assertThat(charsetOf("other", "joining")).isEqualTo("latin1");
        tracked.apply("ALTER DATABASE CHARACTER SET = ascii", "other", SqlMode.USUAL, TRANSACTION);
        apply("CREATE TABLE other.joining2 (v varchar(3))");
        assertThat(charsetOf("other", "joining2")).isEqualTo("ascii");
    }

    private String charsetOf(String database, String table) {
        return Objects.requireNonNull(tracked.get(new TableId(database, table)))
                .columns()
                .get(0)
                .charset();
    }

    @Test
    void tenThousandTablesAndManyStatementsAreNoTrouble() {
        List<TableSchema> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new TableSchema(new TableId("shop", "t" + i), orders().columns(), List.of("id"), List.of(), ""));
        }
        tracked = tracking(MYSQL, many.toArray(TableSchema[]::new));
        for (int i = 0; i < 10_000; i++) {
            assertThat(apply("CREATE TABLE _nothing" + i + "_new (id int)")).isEmpty();
        }
        assertThat(apply("ALTER TABLE t9999 DROP qty")).hasSize(1);
    }
}
