package io.syncpipeline.mysql.internal.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** Reads a private key in PEM form: PKCS #8, or the older form of RSA keys, which MySQL's own tools write. */
final class PemPrivateKey {

    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";

    // A PrivateKeyInfo (RFC 5208) up to the key: version 0, algorithm rsaEncryption without parameters
    private static final byte[] RSA_INFO = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private PemPrivateKey() {}

    /**
     * The key in a file.
     *
     * @param algorithm the algorithm of its public key, such as {@code RSA} or {@code EC}
     */
    static PrivateKey read(Path file, String algorithm) throws IOException, GeneralSecurityException {
        List<Pem.Block> keys = Pem.blocks(file).stream()
                .filter(block -> block.label().endsWith(PKCS8))
                .toList();
        if (keys.isEmpty()) {
            throw new IOException("there is no private key in it");
        }
        Pem.Block key = keys.get(0);
        return switch (key.label()) {
            case PKCS8 -> key(key.bytes(), algorithm);
            case PKCS1 -> {
                // OpenSSL's own encryption puts lines before the key
                if (key.body().contains("ENCRYPTED")) {
                    throw notUnderstood(key.label() + " with a password");
                }
                yield key(element(SEQUENCE, RSA_INFO, element(OCTET_STRING, key.bytes())), algorithm);
            }
            default -> throw notUnderstood(key.label());
        };
    }

    private static PrivateKey key(byte[] pkcs8, String algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static IOException notUnderstood(String form) {
        return new IOException("a key of the form " + form + " is not understood; convert it with 'openssl pkcs8 -topk8"
                + " -nocrypt', or put key and certificate into a PKCS12 store with 'openssl pkcs12 -export'");
    }

    /** A DER element (X.690, 8.1): tag, length, contents. */
    private static byte[] element(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] part : contents) {
            length += part.length;
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (length < 0x80) {
            element.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            element.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                element.write(length >> (8 * i));
            }
        }
        for (byte[] part : contents) {
            element.writeBytes(part);
        }
        return element.toByteArray();
    }
}
