package io.syncpipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyJavaSnippetOfTheReadmeIsCompiled() throws IOException {
        String compiled =
                words(Files.readString(Path.of("src/main/java/io/syncpipeline/examples/ReadmeSnippets.java")));
        Matcher snippets = JAVA.matcher(Files.readString(ROOT.resolve("README.md")));
        int found = 0;
        while (snippets.find()) {
            found++;
            for (String statement : snippets.group(1).split(";", -1)) {
                assertThat(compiled).contains(words(statement));
            }
        }
        assertThat(found).isEqualTo(6);
    }

    @Test
    void itsFirstCommandIsTheQuickStartAndItsSecondTheTests() throws IOException {
        List<String> commands = Files.readAllLines(ROOT.resolve("README.md")).stream()
                .filter(line -> line.startsWith("./mvnw"))
                .toList();
        assertThat(commands).hasSize(2);
        assertThat(commands.get(0)).contains("-Pquickstart");
        assertThat(commands.get(1)).endsWith(" verify");
    }

    @Test
    void everyFileItLinksToExists() throws IOException {
        Matcher links = Pattern.compile("]\\(([^):#]+)\\)").matcher(Files.readString(ROOT.resolve("README.md")));
        while (links.find()) {
            assertThat(ROOT.resolve(links.group(1))).exists();
        }
    }

    /** The formatter breaks lines differently in a class and on a page. */
    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
