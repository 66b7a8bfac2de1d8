package io.syncpipeline.maxcompute.internal.upsert;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What identifies an upsert session across processes, as one line of text for a checkpoint.
 *
 * @param table the table
 * @param partition the partition; empty for a table without partitions
 * @param sessionId the session's id
 */
record CommitToken(String table, String partition, String sessionId) {

    private static final String KIND = "upsert";

    static CommitToken of(UpsertSession session) {
        return new CommitToken(session.target().table(), session.target().partition(), session.id());
    }

    TablePartition target() {
        return new TablePartition(table, partition);
    }

    String encode() {
        return String.join("/", KIND, quoted(table), quoted(partition), quoted(sessionId));
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    static CommitToken decode(String text) {
        List<String> parts = List.of(text.split("/", -1));
        if (parts.size() != 4 || !parts.get(0).equals(KIND)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no commit token of a MaxCompute sink: " + KIND + "/table/partition/session");
        }
        return new CommitToken(unquoted(parts.get(1)), unquoted(parts.get(2)), unquoted(parts.get(3)));
    }

    private static String quoted(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private static String unquoted(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
