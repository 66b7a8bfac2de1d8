package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class QuickStartIT {

    @Test
    void copiesFollowsIsStoppedGoesOnAndEndsIdentical() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int exitCode = QuickStart.run(new PrintStream(output, true, StandardCharsets.UTF_8), "--rows", "3000");
        List<String> lines = output.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(lines.size() - 1)).matches("identical: 7 tables, \\d+ rows");
        assertThat(exitCode).isZero();
        assertThat(lines)
                .anyMatch(line -> line.matches("  shop\\.page_views +\\[#+] 100 % +3,000 rows.*"))
                .contains("  started again from its checkpoint");
    }

    @Test
    void wrongOptionsEndWithTheirOwnExitCode() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        assertThat(QuickStart.run(new PrintStream(output, true, StandardCharsets.UTF_8), "--colour", "red"))
                .isEqualTo(2);
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("there is no option --colour");
    }
}
