package io.syncpipeline.mysql.internal.decode;

/** How a server prints JSON documents. */
enum JsonStyle {
    /** Doubles without a fraction print as integers; line feeds within base64 stand as they are. */
    MYSQL_5_7,
    /** MySQL 8.0 and later: such doubles end in {@code .0}; line feeds are escaped. */
    MYSQL_8;

    /**
     * The style of the server that logged a table map. Only 8.0 and later log metadata, and they do so for every table that has a
     * number or text beside its JSON.
     */
    static JsonStyle of(TableMap map) {
        return map.hasMetadata() ? MYSQL_8 : MYSQL_5_7;
    }
}
