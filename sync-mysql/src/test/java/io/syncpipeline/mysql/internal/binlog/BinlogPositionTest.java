package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinlogPositionTest {

    private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file=binlog.000012;offset=4711",
                "file=binlog.000012;offset=6442450944;gtids=" + SERVER + ":1-5:9;server=" + SERVER,
                "file=binlog.000012;offset=4;gtids=",
                "file=binlog.000012;offset=4;mariadb-gtids=",
                "file=binlog.000012;offset=4;mariadb-gtids=0-1-100,1-1-7",
                "gtids=" + SERVER + ":1-5",
                "file=binlog.000012;offset=4711;xa-file=binlog.000011;xa-offset=4",
                "file=binlog.000012;offset=9;gtids=" + SERVER + ":1-9;server=" + SERVER
                        + ";xa-file=binlog.000012;xa-offset=4;xa-gtids=" + SERVER + ":1-5"
            })
    void writesWhatItReads(String token) {
        assertThat(BinlogPosition.parse(new Position(token)).toPosition()).isEqualTo(new Position(token));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "offset=4",
                "file=a.1;offset=x",
                "file=a.1;offset=-1",
                "gtids=x",
                "file=a.1;color=red",
                "xa-file=binlog.000011;xa-offset=4",
                "file=binlog.000012;offset=9;xa-color=red"
            })
    void refusesOtherTokens(String token) {
        assertThatThrownBy(() -> BinlogPosition.parse(new Position(token)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "binlog.000002, 100, binlog.000002, 100, true",
        "binlog.000002, 100, binlog.000002, 101, false",
        "binlog.000002, 100, binlog.000001, 5000, true",
        "binlog.000002, 100, binlog.000003, 4, false",
        "binlog.1000000, 4, binlog.999999, 100, true"
    })
    void comparesByFileAndOffset(String file, long offset, String otherFile, long otherOffset, boolean covers) {
        assertThat(BinlogPosition.at(file, offset).covers(BinlogPosition.at(otherFile, otherOffset)))
                .isEqualTo(covers);
    }

    @Test
    void comparesByGtidsWhenBothHaveThem() {
        BinlogPosition ahead =
                BinlogPosition.parse(new Position("file=other.000001;offset=4;gtids=" + SERVER + ":1-9"));
        BinlogPosition behind =
                BinlogPosition.parse(new Position("file=binlog.000009;offset=4;gtids=" + SERVER + ":1-5"));

        assertThat(ahead.covers(behind)).isTrue();
        assertThat(behind.covers(ahead)).isFalse();
    }

    @Test
    void refusesToCompareWhatHasNothingInCommon() {
        BinlogPosition file = BinlogPosition.at("binlog.000001", 4);
        BinlogPosition gtids = BinlogPosition.after(GtidSet.parse(SERVER + ":1", false));
        assertThatThrownBy(() -> file.covers(gtids)).hasMessageContaining("cannot compare");
    }
}
