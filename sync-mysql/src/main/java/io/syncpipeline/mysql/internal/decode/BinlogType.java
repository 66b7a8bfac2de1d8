package io.syncpipeline.mysql.internal.decode;

/**
 * The numbers of the column types in table maps that are in use (enum_field_types in the server's field_types.h; MariaDB's compressed
 * types in its mysql_com.h).
 */
final class BinlogType {

    static final int TINY = 1;
    static final int SHORT = 2;
    static final int LONG = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int NULL = 6;
    static final int TIMESTAMP = 7;
    static final int LONGLONG = 8;
    static final int INT24 = 9;
    static final int DATE = 10;
    static final int TIME = 11;
    static final int DATETIME = 12;
    static final int YEAR = 13;
    static final int NEWDATE = 14;
    static final int VARCHAR = 15;
    static final int BIT = 16;
    static final int TIMESTAMP2 = 17;
    static final int DATETIME2 = 18;
    static final int TIME2 = 19;
    static final int BLOB_COMPRESSED = 140;
    static final int VARCHAR_COMPRESSED = 141;
    static final int VECTOR = 242;
    static final int JSON = 245;
    static final int NEWDECIMAL = 246;
    static final int ENUM = 247;
    static final int SET = 248;
    static final int TINY_BLOB = 249;
    static final int MEDIUM_BLOB = 250;
    static final int LONG_BLOB = 251;
    static final int BLOB = 252;
    static final int VAR_STRING = 253;
    static final int STRING = 254;
    static final int GEOMETRY = 255;

    private BinlogType() {}

    /** How many bytes of metadata a table map has for a type, or -1 for a type that no table map holds. */
    static int metaBytes(int type) {
        return switch (type) {
            case TINY, SHORT, LONG, NULL, TIMESTAMP, LONGLONG, INT24, DATE, TIME, DATETIME, YEAR, NEWDATE -> 0;
            case FLOAT, DOUBLE, TIMESTAMP2, DATETIME2, TIME2, BLOB, TINY_BLOB, MEDIUM_BLOB, LONG_BLOB -> 1;
            case JSON, GEOMETRY, VECTOR, BLOB_COMPRESSED -> 1;
            case VARCHAR, VARCHAR_COMPRESSED, BIT, NEWDECIMAL, ENUM, SET, VAR_STRING, STRING -> 2;
            default -> -1;
        };
    }

    /** The name that error messages give a type. */
    static String name(int type) {
        return switch (type) {
            case TINY -> "tinyint";
            case SHORT -> "smallint";
            case LONG -> "int";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case TIMESTAMP -> "timestamp before 5.6";
            case LONGLONG -> "bigint";
            case INT24 -> "mediumint";
            case DATE, NEWDATE -> "date";
            case TIME -> "time before 5.6";
            case DATETIME -> "datetime before 5.6";
            case YEAR -> "year";
            case VARCHAR, VAR_STRING -> "varchar or varbinary";
            case BIT -> "bit";
            case TIMESTAMP2 -> "timestamp";
            case DATETIME2 -> "datetime";
            case TIME2 -> "time";
            case BLOB_COMPRESSED, VARCHAR_COMPRESSED -> "compressed column";
            case VECTOR -> "vector";
            case JSON -> "json";
            case NEWDECIMAL -> "decimal";
            case ENUM -> "enum";
            case SET -> "set";
            case TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB -> "text or blob";
            case STRING -> "char or binary";
            case GEOMETRY -> "geometry";
            default -> "type " + type;
        };
    }
}
