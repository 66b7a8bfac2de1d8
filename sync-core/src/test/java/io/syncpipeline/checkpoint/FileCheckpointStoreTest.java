package io.syncpipeline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.testkit.CheckpointStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointStoreTest extends CheckpointStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected CheckpointStore store() {
        return CheckpointStore.file(directory.resolve("checkpoints"));
    }

    @Override
    protected CheckpointStore reopened(CheckpointStore store) {
        return store();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void keepsOneFilePerPipelineAndNothingElse() throws IOException {
        CheckpointStore store = store();
        store.save("shop-to-dw", checkpoint("1"));
        store.save("shop-to-dw", checkpoint("2"));
        store.save("a.b/c", checkpoint("1"));
        assertThat(files()).containsExactly("a%2Eb%2Fc.json", "shop-to-dw.json");
    }

    @Test
    void aFailedSaveLeavesTheOldCheckpointAndSaysWhatToDo() throws IOException {
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        Files.createDirectory(directory.resolve("checkpoints").resolve("p.json.new"));
        assertThatThrownBy(() -> store.save("p", checkpoint("2")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("cannot save the checkpoint")
                .hasMessageContaining("p.json")
                .hasMessageContaining("make room or repair the directory");
        assertThat(store.load("p")).contains(checkpoint("1"));
    }

    @Test
    void aFullDiskLeavesTheOldCheckpointAndSaysToMakeRoom() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        Path fresh = Files.createSymbolicLink(directory.resolve("checkpoints").resolve("p.json.new"), full);
        assertThatThrownBy(() -> store.save("p", checkpoint("2")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("make room");
        assertThat(store.load("p")).contains(checkpoint("1"));
        Files.delete(fresh);
        store.save("p", checkpoint("2"));
        assertThat(store.load("p")).contains(checkpoint("2"));
    }

    @Test
    void aSaveOverALeftOverOfACrashSucceeds() throws IOException {
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        Files.writeString(directory.resolve("checkpoints").resolve("p.json.new"), "half a docu");
        store.save("p", checkpoint("2"));
        assertThat(store.load("p")).contains(checkpoint("2"));
        assertThat(files()).containsExactly("p.json");
    }

    @Test
    void aDirectoryThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        CheckpointStore store = CheckpointStore.file(file);
        assertThatThrownBy(() -> store.save("p", checkpoint("1")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> store.load("p"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("cannot read the checkpoint")
                .hasMessageContaining(file.toString());
    }

    @Test
    void aDamagedFileIsNamedAndNotTakenForNone() throws IOException {
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        Path file = directory.resolve("checkpoints").resolve("p.json");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> store.load("p"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("it is damaged")
                .hasMessageContaining("restore it from a backup, or delete it");
    }

    @Test
    void anEmptyFileIsNotTakenForNone() throws IOException {
        CheckpointStore store = store();
        store.save("p", checkpoint("1"));
        Files.writeString(directory.resolve("checkpoints").resolve("p.json"), "");
        assertThatThrownBy(() -> store.load("p")).isInstanceOf(CheckpointException.class);
    }

    @Test
    void deletingInADirectoryThatDoesNotExistDoesNothing() {
        store().delete("p");
        assertThat(directory.resolve("checkpoints")).doesNotExist();
    }
}
