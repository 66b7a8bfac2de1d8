package io.syncpipeline.mysql.internal.ddl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of statements under {@code ddl/}. A statement ends with a semicolon at the end of a line; {@code ${db}} stands for the
 * database. A line {@code -- on: mariadb, mysql 80013} keeps the next statement from other and from older servers.
 */
final class DdlCorpus {

    static final List<String> FILES = List.of(
            "create",
            "types",
            "charsets",
            "columns",
            "keys",
            "options",
            "partitions",
            "names",
            "comments",
            "copies",
            "several",
            "tools",
            "modes",
            "passed",
            "mariadb",
            "mysql8");

    private static final String CONDITION = "-- on: ";

    private DdlCorpus() {}

    /**
     * @param servers on which it runs, each as a product and perhaps its first version; empty for all
     */
    record Entry(String sql, List<String> servers) {
        boolean runsOn(ServerDialect dialect) {
            return servers.isEmpty() || servers.stream().anyMatch(server -> isServer(server, dialect));
        }

        private static boolean isServer(String server, ServerDialect dialect) {
            List<String> words = List.of(server.split(" ", -1));
            return dialect.mariaDb() == words.get(0).equals("mariadb")
                    && (words.size() == 1 || dialect.version() >= Integer.parseInt(words.get(1)));
        }
    }

    static List<Entry> read(String file, String database) {
        List<Entry> entries = new ArrayList<>();
        List<String> servers = List.of();
        StringBuilder sql = new StringBuilder();
        for (String line : text(file).replace("${db}", database).split("\n", -1)) {
            if (line.startsWith(CONDITION)) {
                servers = List.of(line.substring(CONDITION.length()).split(", ", -1));
                continue;
            }
            sql.append(sql.isEmpty() ? "" : "\n").append(line);
            if (line.endsWith(";")) {
                entries.add(new Entry(sql.substring(0, sql.length() - 1), servers));
                sql.setLength(0);
                servers = List.of();
            }
        }
        if (!sql.toString().isBlank()) {
            throw new IllegalStateException(file + " ends in the middle of a statement: " + sql);
        }
        return entries;
    }

    private static String text(String file) {
        try (InputStream in = DdlCorpus.class.getResourceAsStream("/ddl/" + file + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("there is no ddl/" + file + ".sql");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
