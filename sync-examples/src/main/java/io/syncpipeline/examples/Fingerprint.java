package io.syncpipeline.examples;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Sixteen bytes that stand for a row, so that a table can be compared without keeping its rows in memory.
 *
 * @param high the first eight bytes
 * @param low the others
 */
record Fingerprint(long high, long low) {

    /** The fingerprint of a row. Not thread-safe: the digest is used up and reset. */
    static Fingerprint of(@Nullable String[] row, MessageDigest digest) {
        for (String value : row) {
            if (value == null) {
                digest.update((byte) 0);
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                digest.update((byte) 1);
                // The length keeps ("ab", "c") apart from ("a", "bc").
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
        }
        ByteBuffer result = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(result.getLong(), result.getLong());
    }

    /** A digest for {@link #of}. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
