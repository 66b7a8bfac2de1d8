package io.syncpipeline.mysql.internal.decode;

import java.util.List;

/**
 * A column type and values for it, as SQL.
 *
 * @param servers which servers know the type
 * @param type the type as in CREATE TABLE
 * @param values SQL expressions
 */
record TypeCase(Servers servers, String type, List<String> values) {

    /** Groups of servers. */
    enum Servers {
        ALL,
        MYSQL,
        MYSQL_8,
        MYSQL_9,
        MARIADB;

        boolean have(String version) {
            boolean mariaDb = version.contains("MariaDB");
            return switch (this) {
                case ALL -> true;
                case MYSQL -> !mariaDb;
                case MYSQL_8 -> !mariaDb && !version.startsWith("5.");
                case MYSQL_9 -> !mariaDb && version.startsWith("9.");
                case MARIADB -> mariaDb;
            };
        }
    }

    @Override
    public String toString() {
        return type.length() > 60 ? type.substring(0, 60) + "..." : type;
    }
}
