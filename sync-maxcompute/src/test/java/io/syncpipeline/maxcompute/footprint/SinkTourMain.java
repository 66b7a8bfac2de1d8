package io.syncpipeline.maxcompute.footprint;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes the tour and prints a line for each of its steps, one for each class that was missed, and one for each absent class that the
 * SDK's loaded classes name. The classes of the sink are loaded by a loader of their own, so that none is missed unnoticed.
 */
final class SinkTourMain {

    private SinkTourMain() {}

    public static void main(String[] addresses) throws ReflectiveOperationException, IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (WatchfulLoader loader = WatchfulLoader.ofClassPath()) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> tour = Class.forName(SinkTour.class.getName(), true, loader);
            Object lines = tour.getMethod("take", List.class).invoke(null, List.of(addresses));
            for (Object line : (List<?>) lines) {
                out.println(line);
            }
            loader.missing().forEach(name -> out.println("missing " + name));
            loader.absentReferences("com.aliyun.odps").forEach(reference -> out.println("absent " + reference));
        }
    }
}
