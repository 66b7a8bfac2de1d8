package io.syncpipeline.maxcompute.local;

/** A request that is answered with an error. */
final class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    ServiceException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static ServiceException noSuchTable(String table) {
        return new ServiceException(404, "NoSuchTable", "The specified table " + table + " does not exist.");
    }

    static ServiceException noSuchPartition(String partition) {
        return new ServiceException(
                404, "NoSuchPartition", "The specified partition " + partition + " does not exist.");
    }

    static ServiceException invalid(String message) {
        return new ServiceException(400, "InvalidParameter", message);
    }
}
