package io.syncpipeline.checkpoint;

import io.syncpipeline.model.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** One file per pipeline. The name is percent-encoded, so that every pipeline name is a file name and no two share one. */
final class FileCheckpointStore implements CheckpointStore {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Path directory;

    FileCheckpointStore(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory").toAbsolutePath();
    }

    @Override
    public Optional<Checkpoint> load(String pipeline) {
        Path file = fileOf(pipeline);
        try {
            return Optional.of(Checkpoint.fromJson(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CheckpointException("cannot read the checkpoint " + file + ": " + e, e);
        } catch (CheckpointException e) {
            throw new CheckpointException(
                    "the checkpoint " + file + " cannot be used: " + e.getMessage()
                            + "; restore it from a backup, or delete it to start the pipeline anew",
                    e);
        }
    }

    @Override
    public synchronized void save(String pipeline, Checkpoint checkpoint) {
        Path file = fileOf(pipeline);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(directory);
            write(fresh, checkpoint.toJson());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory();
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot save the checkpoint " + file + ": " + e
                            + "; make room or repair the directory, then start the pipeline again: it resumes from the checkpoint"
                            + " before",
                    e);
        }
    }

    @Override
    public synchronized void delete(String pipeline) {
        try {
            Files.deleteIfExists(fileOf(pipeline));
        } catch (IOException e) {
            throw new CheckpointException("cannot delete the checkpoint " + fileOf(pipeline) + ": " + e, e);
        }
    }

    private static void write(Path file, String document) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(document.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The move itself survives a crash only when the directory is forced too, which some file systems refuse. */
    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException | UnsupportedOperationException e) {
            // Windows cannot open a directory; there the move is as durable as the platform makes it.
        }
    }

    private Path fileOf(String pipeline) {
        StringBuilder name = new StringBuilder();
        for (byte b : pipeline.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = PLAIN.indexOf(b) >= 0;
            name.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xFF));
        }
        return directory.resolve(name + ".json");
    }

    @Override
    public String toString() {
        return "checkpoints in " + directory;
    }
}
