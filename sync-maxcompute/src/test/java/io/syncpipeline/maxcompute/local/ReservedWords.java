package io.syncpipeline.maxcompute.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words that are not names unless quoted: the list of the service's SQL reference. Quoted, they are accepted, as
 * that page advises; words that the reference lists but that are types or functions are names only when quoted, too.
 */
final class ReservedWords {

    private static final Set<String> WORDS = Arrays.stream("""
                    ADD ALL ALTER AND ARRAY AS ASC BETWEEN BIGINT BOOLEAN BY CASE CAST CHANGE COLUMN CREATE CROSS
                    CURRENT_DATE CURRENT_TIMESTAMP DATE DATETIME DECIMAL DELETE DESC DISTINCT DISTRIBUTE DOUBLE DROP ELSE END
                    ESCAPED EXISTS EXPLAIN FALSE FLOAT FROM FULL FUNCTION GROUP HAVING IF IN INNER INSERT INT INTERVAL INTO
                    IS JOIN LATERAL LEFT LIFECYCLE LIKE LIMIT MAP MINUS NOT NULL ON OR ORDER OUTER OVER OVERWRITE PARTITION
                    PARTITIONED PRIMARY RENAME RIGHT RLIKE ROW ROWS SELECT SEMI SET SHOW SMALLINT SORT STRING STRUCT TABLE
                    TBLPROPERTIES THEN TIMESTAMP TINYINT TO TOUCH TRIGGER TRUE TRUNCATE UNBOUNDED UNION UNIQUE UPDATE USING
                    VALUES VARCHAR VIEW WHEN WHERE WINDOW WITH""".split("\\s+")).collect(Collectors.toUnmodifiableSet());

    private ReservedWords() {}

    static boolean contains(String word) {
        return WORDS.contains(word.toUpperCase(Locale.ROOT));
    }
}
