package io.syncpipeline.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link PipelineMain} in a Java virtual machine of its own, and what it printed. Not thread-safe. */
final class PipelineProcess implements AutoCloseable {

    /** The exit value of a process that SIGKILL has ended. */
    private static final int KILLED = 137;

    private final Process process;
    private final Path output;
    private int commands;

    private PipelineProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What a process is started with. */
    record Settings(
            SourceDatabase source,
            DestinationProject destination,
            Path directory,
            String database,
            int chunkRows,
            Duration commitInterval,
            String heap,
            String excluded) {

        /** All tables of the database. */
        Settings(
                SourceDatabase source,
                DestinationProject destination,
                Path directory,
                String database,
                int chunkRows,
                Duration commitInterval,
                String heap) {
            this(source, destination, directory, database, chunkRows, commitInterval, heap, "");
        }
    }

    /** Starts a process; it goes on from the checkpoint that the one before left. */
    static PipelineProcess start(Settings settings) throws IOException {
        return start(settings, PipelineMain.class);
    }

    /** Starts a process with another main class, which takes the same arguments. */
    static PipelineProcess start(Settings settings, Class<?> main) throws IOException {
        Files.createDirectories(settings.directory());
        Path output = Files.createTempFile(settings.directory(), "process-", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heap(),
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(
                settings.source().host(),
                Integer.toString(settings.source().port()),
                settings.source().user(),
                settings.source().password(),
                settings.destination().endpoint(),
                settings.destination().tunnelEndpoint(),
                settings.destination().project(),
                settings.directory().resolve("checkpoints").toString(),
                settings.database(),
                Integer.toString(settings.chunkRows()),
                Long.toString(settings.commitInterval().toMillis()),
                settings.excluded()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new PipelineProcess(process, output);
    }

    boolean hasSaid(String word) throws IOException {
        return Files.readAllLines(output).contains(word);
    }

    /** Waits until the process has said a word. */
    void await(String word, Duration longest) throws Exception {
        long end = System.nanoTime() + longest.toNanos();
        while (!hasSaid(word)) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("not '" + word + "' within " + longest + ": " + Files.readString(output));
            }
            live(Duration.ofMillis(20));
        }
    }

    /** Waits until the process ends by itself, and gives what it printed. */
    List<String> awaitEnd(Duration longest) throws Exception {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("the process has not ended within " + longest + ": " + Files.readString(output));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    "the process ended with " + process.exitValue() + ": " + Files.readString(output));
        }
        return Files.readAllLines(output);
    }

    /** Gives the process a command; what it says when that is done. */
    String tell(String command) throws IOException {
        String number = Integer.toString(++commands);
        OutputStream input = process.getOutputStream();
        input.write((number + " " + command + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        return "done " + number;
    }

    /** What the process printed that looks like trouble, the last lines of it. */
    String troubles() throws IOException {
        List<String> lines = Files.readAllLines(output).stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR ") || line.contains("Exception"))
                .toList();
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** Lets the process work for a while; fails when it ends by itself. */
    void live(Duration time) throws Exception {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS) && !hasSaid("stopped")) {
            throw new IllegalStateException(
                    "the process ended by itself with " + process.exitValue() + ": " + Files.readString(output));
        }
    }

    /** Waits for the process to end in the way of a killed one; returns whether it did, not longer than that. */
    boolean diesWithin(Duration longest) throws Exception {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        if (process.exitValue() != KILLED) {
            throw new IllegalStateException(
                    "the process ended by itself with " + process.exitValue() + ": " + Files.readString(output));
        }
        return true;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " survives SIGKILL");
        }
    }

    /** Stops in good order; the pipeline commits what it has. */
    void stop(Duration longest) throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS) || !hasSaid("stopped")) {
            throw new IllegalStateException("the process does not stop: " + Files.readString(output));
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
