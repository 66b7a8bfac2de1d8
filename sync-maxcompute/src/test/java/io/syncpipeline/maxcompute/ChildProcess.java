package io.syncpipeline.maxcompute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a main class in a process of its own, with the Java of this one and in UTC. */
public final class ChildProcess {

    private static final long LONGEST_SECONDS = 120;

    private ChildProcess() {}

    /**
     * Runs it to its end, which has to be a good one, and gives the lines that it printed.
     *
     * @param directory where its output is kept meanwhile
     */
    public static List<String> run(Path directory, Class<?> main, List<Path> classPath, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Clients show moments in the zone of their process.
                "-Duser.timezone=UTC",
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                main.getName()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", main)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readAllLines(out);
    }

    /** The class path that Maven has written to a file before the tests were compiled. */
    public static List<Path> classPath(Path file) throws Exception {
        assertThat(file)
                .as("the class path that Maven writes in the phase generate-test-resources")
                .exists();
        List<Path> entries = new ArrayList<>();
        for (String entry : Files.readString(file).strip().split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry));
        }
        return entries;
    }
}
