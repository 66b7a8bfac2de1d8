package io.syncpipeline.maxcompute.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The command line of the server. */
final class LocalMaxComputeMain {

    private static final String HELP = """
            Starts a local MaxCompute service on loopback and runs until it is killed.
              --port N          the port; a free one unless given
              --project NAME    the project; 'local' unless given
              --directory PATH  where tables are kept; in memory unless given
              --help            this text
            """;

    private LocalMaxComputeMain() {}

    static void run(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        LocalMaxCompute.Builder builder = LocalMaxCompute.builder();
        for (int i = 0; i < arguments.length; i += 2) {
            boolean valued = i + 1 < arguments.length;
            if (arguments[i].equals("--help") || !valued || !apply(builder, arguments[i], arguments[i + 1])) {
                out.print(HELP);
                return;
            }
        }
        try (LocalMaxCompute server = builder.start()) {
            out.println("project         " + server.project());
            out.println("endpoint        " + server.endpoint());
            out.println("tunnel endpoint " + server.tunnelEndpoint());
            new CountDownLatch(1).await();
        }
    }

    private static boolean apply(LocalMaxCompute.Builder builder, String option, String value) {
        switch (option) {
            case "--port" -> builder.port(Integer.parseInt(value));
            case "--project" -> builder.project(value);
            case "--directory" -> builder.directory(Path.of(value));
            default -> {
                return false;
            }
        }
        return true;
    }
}
