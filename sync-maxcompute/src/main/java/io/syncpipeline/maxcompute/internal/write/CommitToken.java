package io.syncpipeline.maxcompute.internal.write;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What identifies a session across processes, as one line of text for a checkpoint.
 *
 * @param kind the kind of session
 * @param table the table
 * @param partition the partition; empty for a table without partitions
 * @param sessionId the session's id
 * @param blocks how many blocks were sent in it; 0 for an upsert session
 */
record CommitToken(Kind kind, String table, String partition, String sessionId, int blocks) {

    /** The kinds of session. */
    enum Kind {
        UPSERT,
        UPLOAD;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CommitToken ofUpsert(TablePartition target, String sessionId) {
        return new CommitToken(Kind.UPSERT, target.table(), target.partition(), sessionId, 0);
    }

    static CommitToken ofUpload(TablePartition target, String sessionId, int blocks) {
        return new CommitToken(Kind.UPLOAD, target.table(), target.partition(), sessionId, blocks);
    }

    TablePartition target() {
        return new TablePartition(table, partition);
    }

    String encode() {
        String session = String.join("/", kind.word(), quoted(table), quoted(partition), quoted(sessionId));
        return kind == Kind.UPLOAD ? session + "/" + blocks : session;
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    static CommitToken decode(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 4 && parts[0].equals(Kind.UPSERT.word())) {
                TablePartition target = new TablePartition(unquoted(parts[1]), unquoted(parts[2]));
                return ofUpsert(target, unquoted(parts[3]));
            }
            if (parts.length == 5 && parts[0].equals(Kind.UPLOAD.word())) {
                TablePartition target = new TablePartition(unquoted(parts[1]), unquoted(parts[2]));
                return ofUpload(target, unquoted(parts[3]), Integer.parseInt(parts[4]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no commit token: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("'" + text + "' is no commit token of a MaxCompute sink:"
                + " upsert/table/partition/session or upload/table/partition/session/blocks");
    }

    private static String quoted(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private static String unquoted(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
