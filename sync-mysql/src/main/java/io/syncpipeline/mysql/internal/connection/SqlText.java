package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.TableId;

/** Writes names and texts into statements so that they mean themselves. */
public final class SqlText {

    private SqlText() {}

    /** A name in backticks. */
    public static String name(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** A table with its database, each in backticks. */
    public static String table(TableId table) {
        return name(table.database()) + "." + name(table.table());
    }
}
