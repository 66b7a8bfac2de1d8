package io.syncpipeline.maxcompute.local;

/** A statement the service refuses; the message is the text the job's result shows, with its ODPS code. */
final class SqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private SqlException(String message) {
        super(message);
    }

    static SqlException parse(int line, int column, String what) {
        return new SqlException("ODPS-0130161:[" + line + "," + column + "] Parse exception - " + what);
    }

    static SqlException semantic(String what) {
        return new SqlException("ODPS-0130071:[1,1] Semantic analysis exception - " + what);
    }

    static SqlException tableNotFound(String name) {
        return new SqlException("ODPS-0130131:[1,1] Table not found - table " + name + " cannot be resolved");
    }

    static SqlException tableExists(String name) {
        return new SqlException("ODPS-0110061: Failed to run ddltask - AlreadyExistsException(message:Table " + name
                + " already exists)");
    }

    static SqlException ddl(String what) {
        return new SqlException("ODPS-0110061: Failed to run ddltask - " + what);
    }

    static SqlException execution(String what) {
        return new SqlException("ODPS-0121095:[1,1] Invalid arguments - " + what);
    }
}
