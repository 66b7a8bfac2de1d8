package io.syncpipeline.mysql.internal.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogCursorTest {

    private static final long GIB_4 = 1L << 32;

    private final LogCursor cursor = new LogCursor();

    @Test
    void countsOnBeyondFourGibibytes() {
        cursor.moveTo("binlog.000007", GIB_4 - 100);
        cursor.pass(200, 300);
        assertThat(cursor.start()).isEqualTo(GIB_4 - 100);
        assertThat(cursor.offset()).isEqualTo(GIB_4 + 200);

        cursor.pass(1200, 1000);
        assertThat(cursor.offset()).isEqualTo(GIB_4 + 1200);
        assertThat(cursor.fileNumber()).isEqualTo(7);
    }

    @Test
    void followsTheServerOverTransactionsThatItLeavesOut() {
        cursor.moveTo("binlog.000007", 4);
        cursor.pass(5000, 100);
        assertThat(cursor.start()).isEqualTo(4900);
        cursor.skipTo(9000);
        assertThat(cursor.start()).isEqualTo(9000);
        cursor.skipTo(9000);
        assertThat(cursor.offset()).isEqualTo(9000);
    }
}
