package io.syncpipeline.maxcompute.local;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed statement. */
sealed interface Statement {

    /**
     * A table as a statement names it.
     *
     * @param schema empty for the schema of the job
     * @param name as written
     */
    record TableName(String schema, String name) {}

    /**
     * A column as a statement defines it.
     *
     * @param nullable false for NOT NULL
     */
    record ColumnDefinition(String name, ColumnType type, boolean nullable, String comment) {}

    /** CREATE TABLE. */
    record CreateTable(
            TableName table,
            boolean ifNotExists,
            List<ColumnDefinition> columns,
            List<ColumnDefinition> partitionColumns,
            List<String> primaryKey,
            Map<String, String> properties,
            String comment,
            int lifecycleDays)
            implements Statement {}

    /** DROP TABLE. */
    record DropTable(TableName table, boolean ifExists) implements Statement {}

    /** TRUNCATE TABLE, of a partitioned table with the partitions. */
    record TruncateTable(TableName table, List<Map<String, String>> partitions) implements Statement {}

    /** CREATE SCHEMA. */
    record CreateSchema(String name, boolean ifNotExists) implements Statement {}

    /** DROP SCHEMA. */
    record DropSchema(String name, boolean ifExists) implements Statement {}

    /** ALTER TABLE. */
    record AlterTable(TableName table, Alteration alteration) implements Statement {}

    /** SHOW TABLES; the pattern, with * for anything, is empty for all. */
    record ShowTables(String schema, String pattern) implements Statement {}

    /** SHOW PARTITIONS. */
    record ShowPartitions(TableName table) implements Statement {}

    /** SHOW CREATE TABLE. */
    record ShowCreateTable(TableName table) implements Statement {}

    /** DESC; extended or not. */
    record Describe(TableName table, boolean extended) implements Statement {}

    /** SET of a property of the client's session, which the service takes note of and we do not need. */
    record SetProperty() implements Statement {}

    /** A SELECT, or anything else that gives rows. */
    record Query(String text) implements Statement {}

    /**
     * INSERT INTO or OVERWRITE.
     *
     * @param partition the values of PARTITION (...); a value is null for a dynamic partition column
     * @param columns the named columns; empty for all
     * @param source the text after them: VALUES or a query
     */
    record Insert(
            TableName table,
            boolean overwrite,
            Map<String, @Nullable String> partition,
            List<String> columns,
            String source)
            implements Statement {}

    /** UPDATE or DELETE; the text is the whole statement. */
    record Modify(TableName table, String text) implements Statement {}

    /** What ALTER TABLE does. */
    sealed interface Alteration {

        /** ADD COLUMNS. */
        record AddColumns(boolean ifNotExists, List<ColumnDefinition> columns) implements Alteration {}

        /** DROP COLUMNS. */
        record DropColumns(List<String> names) implements Alteration {}

        /** CHANGE COLUMN: another name, type or comment; null for what stays. */
        record ChangeColumn(
                String name,
                String newName,
                @Nullable ColumnType type,
                @Nullable String comment,
                boolean dropNotNull) implements Alteration {}

        /** RENAME TO. */
        record RenameTable(String newName) implements Alteration {}

        /** ADD PARTITION, one or several. */
        record AddPartitions(boolean ifNotExists, List<Map<String, String>> partitions) implements Alteration {}

        /** DROP PARTITION, one or several. */
        record DropPartitions(boolean ifExists, List<Map<String, String>> partitions) implements Alteration {}

        /** SET LIFECYCLE. */
        record SetLifecycle(int days) implements Alteration {}

        /** SET COMMENT. */
        record SetComment(String comment) implements Alteration {}

        /** SET TBLPROPERTIES. */
        record SetProperties(Map<String, String> properties) implements Alteration {}

        /** TOUCH and the compaction statements: accepted, nothing to do here. */
        record Nothing() implements Alteration {}
    }
}
