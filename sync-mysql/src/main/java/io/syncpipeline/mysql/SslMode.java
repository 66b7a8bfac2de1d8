package io.syncpipeline.mysql;

/** Whether and how connections to the server are encrypted. The names are those of MySQL's own clients. */
public enum SslMode {
    /** Never encrypted. */
    DISABLED,
    /**
     * Encrypted when the server offers TLS, whatever its certificate; plain when it offers none. A server whose TLS is too old for Java is
     * refused, as a connection that becomes plain after a failure is one that anybody in between can have. The default.
     */
    PREFERRED,
    /** Encrypted, whatever the server's certificate; a server without TLS is refused. */
    REQUIRED,
    /** Encrypted, and the server's certificate is signed by a trusted authority. */
    VERIFY_CA,
    /** As {@link #VERIFY_CA}, and the certificate names the host connected to. */
    VERIFY_IDENTITY
}
