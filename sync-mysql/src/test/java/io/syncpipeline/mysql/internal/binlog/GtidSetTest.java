package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GtidSetTest {

    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "be11fa47-71ca-11e1-9e33-c80aa9429562";

    private static GtidSet set(String text) {
        return GtidSet.parse(text, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                A + ":1-5",
                A + ":7",
                A + ":1-3:7-9:12," + B + ":1",
                A + ":1-3:blue:5-6:red:1",
                A + ":blue:1",
                "0-1-100",
                "0-1-100,2-7-18446744073709"
            })
    void writesWhatItReads(String text) {
        assertThat(set(text)).hasToString(text);
    }

    @Test
    void readsTheServersLineBreaksAndPutsIntervalsTogether() {
        assertThat(set(B + ":1,\n" + A + ":5-7:1-4:9")).hasToString(A + ":1-7:9," + B + ":1");
        assertThat(set(A.toUpperCase(java.util.Locale.ROOT) + ":1-2")).hasToString(A + ":1-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", A, A + ":", A + ":5-3", A + ":0", A + ":blue", "1-1-1-1-1:1", "0-1"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> set(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                A + ":1-10 | " + A + ":1-10 | true",
                A + ":1-10 | " + A + ":2-3:5 | true",
                A + ":1-10 | " + A + ":5-11 | false",
                A + ":1-3:5-9 | " + A + ":3-5 | false",
                A + ":1-3:5-9 | " + A + ":2:6-9 | true",
                A + ":1-10," + B + ":1 | " + B + ":1 | true",
                A + ":1-10 | " + B + ":1 | false",
                A + ":1-10 | " + A + ":blue:1 | false",
                A + ":1-10:blue:1-3 | " + A + ":blue:2 | true",
                "0-1-100 | 0-2-99 | true",
                "0-1-100 | 0-1-101 | false",
                "0-1-100 | 1-1-1 | false",
                "0-1-100,1-1-5 | 1-1-5 | true",
                "0-1-100 | " + A + ":1 | false"
            })
    void coversWhatItContains(String set, String other, boolean covers) {
        assertThat(set(set).covers(set(other))).isEqualTo(covers);
    }

    @Test
    void leavesCopiesAloneWhenItGrows() {
        GtidSet set = set(A + ":1-3");
        GtidSet copy = set.copy();
        set.add(new Gtid.MySql(UUID.fromString(A), "", 4));
        set.add(new Gtid.MySql(UUID.fromString(A), "blue", 1));

        assertThat(copy).hasToString(A + ":1-3");
        assertThat(set).hasToString(A + ":1-4:blue:1");
    }

    @RepeatedTest(20)
    void holdsNumbersThatComeInAnyOrder(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        BitSet expected = new BitSet();
        Intervals intervals = new Intervals();
        for (int i = 0; i < 200; i++) {
            int from = 1 + random.nextInt(300);
            int to = from + random.nextInt(random.nextInt(10) + 1);
            expected.set(from, to + 1);
            intervals.add(from, to);
        }
        StringBuilder text = new StringBuilder();
        for (int from = expected.nextSetBit(0); from >= 0; ) {
            int end = expected.nextClearBit(from);
            text.append(':').append(from).append(end - 1 > from ? "-" + (end - 1) : "");
            from = expected.nextSetBit(end);
        }
        StringBuilder actual = new StringBuilder();
        intervals.appendTo(actual);
        assertThat(actual).hasToString(text.toString());
    }
}
