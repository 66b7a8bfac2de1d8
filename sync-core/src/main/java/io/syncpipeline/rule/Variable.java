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
    /** When the row was handed to the destination, in milliseconds since 1970-01-01 UTC, by the clock of this machine. */
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

    @SuppressWarnings("ImmutableEnumChecker") // A record of immutable parts, which the checker does not see without its
    // annotation.
    private final DataType type;

    Variable(Kind kind) {
        this.type = DataType.of(kind, kind == Kind.TIMESTAMP ? 6 : 0);
    }

    /** What its values are. */
    public DataType type() {
        return type;
    }

    /** The variable of a name, without regard to case, or empty when there is none. */
    public static Optional<Variable> find(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(v -> v.name().equals(wanted)).findFirst();
    }
}
