package io.syncpipeline.mysql.internal.binlog;

import java.util.UUID;

/** The identity of one transaction in a replication topology. */
sealed interface Gtid {

    /**
     * MySQL's.
     *
     * @param source the server on which it was committed first
     * @param tag its tag (MySQL 8.3+); empty for most
     * @param number its number among those of the source and tag, from 1
     */
    record MySql(UUID source, String tag, long number) implements Gtid {
        @Override
        public String toString() {
            return tag.isEmpty() ? source + ":" + number : source + ":" + tag + ":" + number;
        }
    }

    /**
     * MariaDB's.
     *
     * @param domain the replication domain
     * @param server the id of the server on which it was committed first
     * @param sequence its number in the domain, growing
     */
    record MariaDb(long domain, long server, long sequence) implements Gtid {
        @Override
        public String toString() {
            return domain + "-" + server + "-" + sequence;
        }
    }
}
