package io.syncpipeline.rule;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of a change besides its row. Values of added columns, partitions and functions can name one; in an expression it is
 * written {@code ${name}}, without regard to case.
 */
public enum Variable {
    /** When the source committed the change, in milliseconds since 1970-01-01 UTC; for a copied row when its chunk was read. */
    EXECUTE_TIME(Kind.INT64),
    /** The same moment as {@link #EXECUTE_TIME}, as a time. */
    EVENT_TIME(Kind.TIMESTAMP),
    /**
     * When the row was mapped, in milliseconds since 1970-01-01 UTC, by the pipeline's clock. A row that comes again after a crash has a later
     * one.
     */
    UPDATE_TIME(Kind.INT64),
    /** What happened to the row: {@code I}, {@code U} or {@code D}; a copied row is {@code I}. */
    OPERATION_TYPE(Kind.TEXT),
    /** The name of the source. */
    DATASOURCE_NAME_SRC(Kind.TEXT),
    /** The source table's database. */
    DB_NAME_SRC(Kind.TEXT),
    /** The source table's database as the transformations of the destination's name leave it. */
    DB_NAME_SRC_TRANSED(Kind.TEXT),
    /** The source table's schema; for a source whose databases are its schemas, such as MySQL, the database. */
    SCHEMA_NAME_SRC(Kind.TEXT),
    /** The source table's name. */
    TABLE_NAME_SRC(Kind.TEXT),
    /** The name of the sink. */
    DATASOURCE_NAME_DEST(Kind.TEXT),
    /** The destination table's database, which in MaxCompute is its project. */
    DB_NAME_DEST(Kind.TEXT),
    /** The destination table's name. */
    TABLE_NAME_DEST(Kind.TEXT);

    private static final int MICROSECONDS = 6;

    private final Kind kind;

    Variable(Kind kind) {
        this.kind = kind;
    }

    /** What its values are. */
    public DataType type() {
        return DataType.of(kind, kind == Kind.TIMESTAMP ? MICROSECONDS : 0);
    }

    /** The variable of a name, without regard to case, or empty when there is none. */
    public static Optional<Variable> find(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(v -> v.name().equals(wanted)).findFirst();
    }
}
