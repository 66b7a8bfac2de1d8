package io.syncpipeline.mysql;

/** A version of TLS that connections may use. Earlier ones are broken, and the Java runtime refuses them. */
public enum TlsVersion {
    /** TLS 1.2 (RFC 5246): MySQL from 5.7.28, and earlier 5.7 servers that were built with OpenSSL. */
    TLS_1_2("TLSv1.2"),
    /** TLS 1.3 (RFC 8446): MySQL from 8.0.16, MariaDB. */
    TLS_1_3("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    /** The name that the Java runtime and Connector/J know it by. */
    String protocol() {
        return protocol;
    }
}
