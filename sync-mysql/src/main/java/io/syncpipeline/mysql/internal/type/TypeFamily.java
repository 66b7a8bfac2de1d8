package io.syncpipeline.mysql.internal.type;

/** The kinds of column types that the server stores and prints in ways of their own. */
public enum TypeFamily {
    /** An integer of one byte. */
    TINYINT,
    /** An integer of two bytes. */
    SMALLINT,
    /** An integer of three bytes. */
    MEDIUMINT,
    /** An integer of four bytes. */
    INT,
    /** An integer of eight bytes. */
    BIGINT,
    /** An exact decimal. */
    DECIMAL,
    /** A single float. */
    FLOAT,
    /** A double float. */
    DOUBLE,
    /** One to 64 bits. */
    BIT,
    /** A year. */
    YEAR,
    /** A calendar day. */
    DATE,
    /** A signed span of time. */
    TIME,
    /** A date and time of day in no zone. */
    DATETIME,
    /** A moment in time. */
    TIMESTAMP,
    /** Text, its trailing spaces not kept. */
    CHAR,
    /** Text. */
    VARCHAR,
    /** Text in one of four sizes. */
    TEXT,
    /** Bytes, filled with zeros to the declared length. */
    BINARY,
    /** Bytes. */
    VARBINARY,
    /** Bytes in one of four sizes. */
    BLOB,
    /** One label out of a list. */
    ENUM,
    /** Any of up to 64 labels. */
    SET,
    /** A JSON document in MySQL's binary form. */
    JSON,
    /** A spatial value. */
    GEOMETRY,
    /** A vector of single floats. */
    VECTOR,
    /** A MariaDB UUID. */
    UUID,
    /** A MariaDB IPv4 address. */
    INET4,
    /** A MariaDB IPv6 address. */
    INET6
}
