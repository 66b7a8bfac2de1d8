package io.syncpipeline.mysql.internal.decode;

/** One event of a binlog as it was received. The body is without header and checksum. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares events
record RawEvent(int type, byte[] body) {

    boolean isTableMap() {
        return type == 19;
    }

    boolean isRows() {
        return (type >= 23 && type <= 25) || (type >= 30 && type <= 32) || type == 39;
    }
}
