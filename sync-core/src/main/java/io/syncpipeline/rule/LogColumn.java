package io.syncpipeline.rule;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;

/** A column of a change log that tells of the change and not of the row. {@link WriteMode.Append#named} changes its name. */
public enum LogColumn {
    /**
     * Which change it was: 33 digits, the same after a crash, growing with the changes of one source server. Both records of an update have
     * the same. They are the number of the log segment (MySQL: of the binlog file; 10 digits), the transaction's place in it (13) and the
     * row's number in the transaction (10).
     */
    SEQUENCE_ID("_sequence_id_", Kind.TEXT, false, "Which change: unique per change, growing"),
    /**
     * What happened: {@code I}, {@code U} or {@code D}. In a JSON log also what a statement did to the table: {@code CREATE}, {@code ALTER},
     * {@code TRUNCATE}, {@code RENAME} or {@code DROP}.
     */
    OPERATION_TYPE("_operation_type_", Kind.TEXT, false, "I, U or D; for a statement what it did"),
    /** When the source committed the change, in milliseconds since 1970-01-01 UTC. */
    EXECUTE_TIME("_execute_time_", Kind.INT64, false, "When the source committed it, in ms since 1970-01-01 UTC"),
    /** {@code Y} when the record is the row before the change, otherwise {@code N}. */
    BEFORE_IMAGE("_before_image_", Kind.TEXT, false, "Y: the row before the change"),
    /** {@code Y} when the record is the row after the change, otherwise {@code N}. */
    AFTER_IMAGE("_after_image_", Kind.TEXT, false, "Y: the row after the change"),
    /** The source's name. */
    SOURCE_NAME("_src_datasource_", Kind.TEXT, false, "The source's name"),
    /** The source table's database. */
    SOURCE_DATABASE("_src_database_", Kind.TEXT, false, "The source table's database"),
    /** The source table's name. */
    SOURCE_TABLE("_src_table_", Kind.TEXT, false, "The source table's name"),
    /** JSON logs only: the statement, in the record of one; otherwise NULL. */
    DDL_SQL("_ddl_sql_", Kind.TEXT, true, "The statement that changed the table"),
    /**
     * JSON logs only: the row's columns as one JSON object; NULL in the record of a statement. Numbers are exact, binary values are base64,
     * times are ISO-8601 ({@code 2026-01-31}, {@code 2026-01-31T12:00:00.5}, with a {@code Z} for moments in time), spans of time are {@code
     * [-]hh:mm:ss[.ffffff]}, JSON is embedded, and a date that no calendar has is the text that the source has.
     */
    DATA_COLUMNS("_data_columns_", Kind.TEXT, true, "The row's columns as a JSON object");

    private final String defaultName;
    private final Kind kind;
    private final boolean jsonOnly;
    private final String comment;

    LogColumn(String defaultName, Kind kind, boolean jsonOnly, String comment) {
        this.defaultName = defaultName;
        this.kind = kind;
        this.jsonOnly = jsonOnly;
        this.comment = comment;
    }

    /** Its name unless another is given. */
    public String defaultName() {
        return defaultName;
    }

    /** What its values are. */
    public DataType type() {
        return DataType.of(kind);
    }

    /** Whether only logs of the JSON form have it. */
    public boolean isJsonOnly() {
        return jsonOnly;
    }

    /** What it holds, as the comment of the destination's column. */
    public String comment() {
        return comment;
    }
}
