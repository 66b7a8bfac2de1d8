package io.syncpipeline.testkit.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A scenario file. Immutable. */
public final class Scenario {

    private static final String FOLDER = "/io/syncpipeline/scenarios/";
    private static final String ENDING = ".scenario";

    private final String name;
    private final String title;
    private final Optional<ScenarioPlace> onlyOn;
    private final List<ScenarioStep> steps;

    Scenario(String name, String title, Optional<ScenarioPlace> onlyOn, List<ScenarioStep> steps) {
        this.name = name;
        this.title = title;
        this.onlyOn = onlyOn;
        this.steps = List.copyOf(steps);
    }

    /** All scenarios that can be carried out somewhere, in the order of their names. */
    public static List<Scenario> of(ScenarioPlace place) {
        URL readme = Objects.requireNonNull(Scenario.class.getResource(FOLDER + "README.md"));
        try {
            URI uri = readme.toURI();
            if (!uri.getScheme().equals("jar")) {
                return read(Path.of(uri).resolveSibling("."), place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read(jar.getPath(FOLDER), place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Scenario> read(Path folder, ScenarioPlace place) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(ENDING))
                    .sorted()
                    .map(Scenario::read)
                    .filter(s -> s.onlyOn.isEmpty() || s.onlyOn.get() == place)
                    .toList();
        }
    }

    private static Scenario read(Path file) {
        try {
            return parse(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A scenario from its text.
     *
     * @param file the file's name, for messages
     * @throws ScenarioException when something in it is not understood
     */
    public static Scenario parse(String file, String text) {
        return new ScenarioParser(file, text).parse();
    }

    /** The file's name without its ending. */
    public String name() {
        return name;
    }

    /** The databases that its statements name. */
    public Set<String> databases() {
        Set<String> names = new TreeSet<>();
        for (ScenarioStep step : steps) {
            if (step instanceof ScenarioStep.Statements statements) {
                statements.statements().forEach(s -> names.addAll(s.databaseNames()));
            }
        }
        return names;
    }

    List<ScenarioStep> steps() {
        return steps;
    }

    @Override
    public String toString() {
        return name + ": " + title;
    }
}
