package io.syncpipeline.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Position;
import io.syncpipeline.mysql.internal.binlog.BinlogPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlPositionTest {

    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @Test
    void makesPositionsThatTheSourceReads() {
        assertThat(MySqlPosition.gtidSet(A.toUpperCase(java.util.Locale.ROOT) + ":1-3:5, " + A + ":blue:7"))
                .isEqualTo(new Position("gtids=" + A + ":1-3:5:blue:7"));
        assertThat(MySqlPosition.gtidSet("")).isEqualTo(new Position("gtids="));
        assertThat(MySqlPosition.mariaDbGtids("1-1-7, 0-1-100")).isEqualTo(new Position("mariadb-gtids=0-1-100,1-1-7"));
        assertThat(MySqlPosition.mariaDbGtids("")).isEqualTo(new Position("mariadb-gtids="));
        assertThat(MySqlPosition.file("mysql-bin.000012", 4711))
                .isEqualTo(new Position("file=mysql-bin.000012;offset=4711"));
        for (Position position : new Position[] {
            MySqlPosition.gtidSet(A + ":1-3"), MySqlPosition.mariaDbGtids(""), MySqlPosition.file("b.1", 4)
        }) {
            assertThat(BinlogPosition.parse(position).toPosition()).isEqualTo(position);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "0-1-100",
                A,
                A + ":",
                A + ":blue",
                A + ":1-2:blue:red:3",
                A + ":0",
                A + ":9-3",
                A + ":1-99999999999999999999",
                "1-1-1-1-1:1",
                A + ":1;server=x"
            })
    void refusesWhatIsNoGtidSet(String text) {
        assertThatThrownBy(() -> MySqlPosition.gtidSet(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gtidSet is a GTID set of MySQL, such as ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", A + ":1-3", "0-1", "0-1-2,", "4294967296-1-1", "0-1-99999999999999999999"})
    void refusesWhatAreNoMariaDbGtids(String text) {
        assertThatThrownBy(() -> MySqlPosition.mariaDbGtids(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mariaDbGtids is a list of MariaDB GTIDs, one of each domain, such as ");
    }

    @ParameterizedTest
    @CsvSource({
        "binlog, 4, a binlog file's name ends in its number",
        "/var/lib/mysql/binlog.000001, 4, is not the name of a binlog file",
        "binlog;offset=7.000001, 4, is not the name of a binlog file",
        "binlog.000001, 3, an offset in a binlog file is 4 to 4294967295",
        "binlog.000001, 4294967296, an offset in a binlog file is 4 to 4294967295"
    })
    void refusesWhatIsNoPlaceInAFile(String name, long offset, String message) {
        assertThatThrownBy(() -> MySqlPosition.file(name, offset))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
