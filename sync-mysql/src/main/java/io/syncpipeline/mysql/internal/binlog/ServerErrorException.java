package io.syncpipeline.mysql.internal.binlog;

import java.io.IOException;

/** The server ended the stream with an error. */
final class ServerErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int code;

    ServerErrorException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The server's error number. */
    int code() {
        return code;
    }
}
