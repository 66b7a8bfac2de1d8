package io.syncpipeline.mysql.internal.connection;

import io.syncpipeline.model.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The certificate by which a server knows the client, and its private key: in one Java key store, or in two files in PEM form.
 * Immutable. Its {@code toString} shows no secret.
 *
 * @param file the key store, or the PEM file with the client's certificate followed by those of intermediate authorities
 * @param keyFile the PEM file with the private key; null: {@code file} is a key store
 * @param password the password of the key store and of the key in it; empty when it has none
 */
public record ClientIdentity(Path file, @Nullable Path keyFile, String password) {

    private static final String ALIAS = "client";

    public ClientIdentity {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
    }

    /**
     * Reads the files.
     *
     * @param newPassword the password under which the key stands in the returned store
     * @return a PKCS12 store with the key and its certificates
     * @throws SourceException fatal, when they cannot be read, or the key is not that of the certificate
     */
    public KeyStore load(char[] newPassword) {
        return keyFile == null ? fromStore(newPassword) : fromPem(keyFile, newPassword);
    }

    private KeyStore fromStore(char[] newPassword) {
        try {
            KeyStore store = StoreFiles.keyStore(file, password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw SourceException.fatal(
                        "the key store of the client " + file + " has to hold one private key, and holds "
                                + (keys.isEmpty() ? "none" : keys.size() + ": " + keys),
                        null);
            }
            Key key = store.getKey(keys.get(0), password.toCharArray());
            Certificate[] chain = store.getCertificateChain(keys.get(0));
            if (!(key instanceof PrivateKey privateKey) || chain == null) {
                throw SourceException.fatal(
                        "the entry '" + keys.get(0) + "' of the key store " + file
                                + " is no private key with a certificate",
                        null);
            }
            return store(privateKey, List.of(chain), newPassword);
        } catch (UnrecoverableKeyException e) {
            throw SourceException.fatal(
                    "the private key in " + file + " has another password than the key store; give it the same one with"
                            + " 'keytool -keypasswd'",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw StoreFiles.unusable("the client's key", file, "a JKS or PKCS12 key store and its password", e);
        }
    }

    private KeyStore fromPem(Path key, char[] newPassword) {
        List<Certificate> chain;
        try {
            chain = StoreFiles.certificates(file);
        } catch (IOException | GeneralSecurityException e) {
            throw StoreFiles.unusable("the client's certificate", file, "a PEM certificate", e);
        }
        if (chain.isEmpty()) {
            throw SourceException.fatal(
                    "the client's certificate is not in " + file + ": it holds no certificate", null);
        }
        try {
            PublicKey publicKey = chain.get(0).getPublicKey();
            PrivateKey privateKey = PemPrivateKey.read(key, publicKey.getAlgorithm());
            if (!belongTogether(privateKey, publicKey)) {
                throw SourceException.fatal(
                        "the private key in " + key + " is not that of the certificate in " + file, null);
            }
            return store(privateKey, chain, newPassword);
        } catch (IOException | GeneralSecurityException e) {
            throw StoreFiles.unusable(
                    "the private key of the client's certificate " + file, key, "a PEM private key", e);
        }
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = privateKey.getAlgorithm();
        byte[] text = {1, 2, 3};
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        signature.initSign(privateKey);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(text);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // what RSA throws for a signature of another length
            return false;
        }
    }

    private static KeyStore store(PrivateKey key, List<Certificate> chain, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = StoreFiles.empty();
        store.setKeyEntry(ALIAS, key, password, chain.toArray(new Certificate[0]));
        return store;
    }

    @Override
    public String toString() {
        return keyFile == null ? file.toString() : file + " with " + keyFile;
    }
}
