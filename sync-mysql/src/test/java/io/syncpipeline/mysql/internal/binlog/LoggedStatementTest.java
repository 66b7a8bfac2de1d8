package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncpipeline.mysql.internal.ddl.SqlMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedStatementTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "BEGIN | BEGIN | ^^",
                "begin /* a comment */ | BEGIN | ^^",
                "COMMIT | COMMIT | ^^",
                "ROLLBACK | ROLLBACK | ^^",
                "ROLLBACK TO `my point` | ROLLBACK_TO_SAVEPOINT | my point",
                "ROLLBACK TO SAVEPOINT a | ROLLBACK_TO_SAVEPOINT | a",
                "SAVEPOINT `my point` | SAVEPOINT | my point",
                "XA START X'61',X'',1 | XA_START | X'61',X'',1",
                "XA END X'61',X'',1 | XA_END | X'61',X'',1",
                "XA COMMIT X'61',X'',1 | XA_COMMIT | X'61',X'',1",
                "XA COMMIT X'61',X'',1 ONE PHASE | XA_COMMIT | X'61',X'',1",
                "XA ROLLBACK X'61',X'',1 | XA_ROLLBACK | X'61',X'',1",
                "INSERT INTO t VALUES (1) | ROW_CHANGE | ^^",
                "/* who */ update t set a = 1 | ROW_CHANGE | ^^",
                "/* nothing */ # Dummy event | EMPTY | ^^",
                "/*!40000 ALTER TABLE t DISABLE KEYS */ | OTHER | ^^",
                "CREATE TABLE t (id INT) | OTHER | ^^",
                "TRUNCATE t | OTHER | ^^",
                "FLUSH LOGS | OTHER | ^^"
            })
    void tellsWhatAStatementIs(String sql, LoggedStatement.Kind kind, String subject) {
        assertThat(LoggedStatement.of(sql, SqlMode.USUAL)).isEqualTo(new LoggedStatement(kind, subject));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "INSERT INTO t VALUES ('other.x') | d.t",
                "insert ignore e.t (a) select * from x | e.t",
                "REPLACE `a b`.`c``d` SET a = 1 | a b.c`d",
                "UPDATE t SET a = 1 WHERE b = 2 | d.t",
                "UPDATE t, e.u SET t.a = 1 | d.t,e.u",
                "DELETE FROM t WHERE a IN (SELECT b FROM u) | d.t",
                "DELETE t FROM t JOIN e.u WHERE t.a = 1 | d.t,d.t,d.JOIN,e.u"
            })
    void findsTheTablesThatAStatementMayChange(String sql, String tables) {
        assertThat(LoggedStatement.targets(sql, "d", SqlMode.USUAL))
                .map(Object::toString)
                .containsExactly(tables.split(",", -1));
    }

    @Test
    void findsTablesInTheQuotesOfTheSession() {
        SqlMode ansi = new SqlMode(true, true, false, false, false);
        SqlMode noEscapes = new SqlMode(false, false, false, false, false);
        assertThat(LoggedStatement.targets("INSERT INTO \"t\" VALUES ('x')", "d", ansi))
                .map(Object::toString)
                .containsExactly("d.t");
        assertThat(LoggedStatement.targets("UPDATE \"e\".\"t\"\"2\" SET a = 1", "d", ansi))
                .map(Object::toString)
                .containsExactly("e.t\"2");
        assertThat(LoggedStatement.of("SAVEPOINT \"s\"", ansi))
                .isEqualTo(new LoggedStatement(LoggedStatement.Kind.SAVEPOINT, "s"));
        assertThat(LoggedStatement.targets("LOAD DATA INFILE '\\' INTO TABLE t", "d", noEscapes))
                .map(Object::toString)
                .contains("d.t");
    }

    @ParameterizedTest
    @CsvSource({"LOAD DATA INFILE 'x' INTO TABLE t, d.t", "WITH c AS (SELECT 1) UPDATE e.t SET a = 1, e.t"})
    void looksAtEveryNameWhereTheTableIsNotInAFixedPlace(String sql, String table) {
        assertThat(LoggedStatement.targets(sql, "d", SqlMode.USUAL))
                .map(Object::toString)
                .contains(table);
    }
}
