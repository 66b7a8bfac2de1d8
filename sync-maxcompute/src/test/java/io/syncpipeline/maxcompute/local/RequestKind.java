package io.syncpipeline.maxcompute.local;

/** The kinds of requests that are counted and can be made to fail. */
public enum RequestKind {
    /** Any request; only used in {@link Fault}s. */
    ANY,
    /** Reads of the project, its schemas, tables and partitions, and everything else of the REST interface. */
    METADATA,
    /** A job with a statement that changes a definition, or TRUNCATE. */
    DDL,
    /** A job with any other statement. */
    QUERY,
    /** A question for the status or the result of a job. */
    JOB_STATUS,
    /** The creation of an upsert session. */
    UPSERT_CREATE,
    /** A question for the state of an upsert session. */
    UPSERT_RELOAD,
    /** Records of one bucket sent to an upsert session. */
    UPSERT_WRITE,
    /** The commit of an upsert session, and every further question whether it is done. */
    UPSERT_COMMIT,
    /** The abort of an upsert session. */
    UPSERT_ABORT,
    /** The creation of an upload session. */
    UPLOAD_CREATE,
    /** A question for the state of an upload session. */
    UPLOAD_RELOAD,
    /** A block sent to an upload session. */
    UPLOAD_WRITE,
    /** The commit of an upload session. */
    UPLOAD_COMMIT,
    /** The creation of a stream session. */
    STREAM_CREATE,
    /** A question for the state of a stream session. */
    STREAM_RELOAD,
    /** Records sent to a stream session. */
    STREAM_WRITE,
    /** The creation of a download session, of a table or of a job's result. */
    DOWNLOAD_CREATE,
    /** A question for the state of a download session. */
    DOWNLOAD_RELOAD,
    /** A range of rows read from a download session. */
    DOWNLOAD_READ;

    static RequestKind of(ServiceRequest request) {
        int last = request.segments().size() - 1;
        String resource = last < 0 ? "" : request.segments().get(last);
        boolean inProject = last >= 2;
        if (inProject && resource.equals("upserts")) {
            return upsert(request);
        }
        if (inProject && resource.equals("streams")) {
            return stream(request);
        }
        if (request.has("data")) {
            return DOWNLOAD_READ;
        }
        if (request.has("downloads")) {
            return DOWNLOAD_CREATE;
        }
        if (request.has("downloadid")) {
            return DOWNLOAD_RELOAD;
        }
        if (request.has("uploads")) {
            return UPLOAD_CREATE;
        }
        if (request.has("uploadid")) {
            return upload(request);
        }
        if (last >= 2 && request.segments().get(2).equals("instances")) {
            return job(request, last);
        }
        return METADATA;
    }

    private static RequestKind upsert(ServiceRequest request) {
        return switch (request.method()) {
            case "GET" -> UPSERT_RELOAD;
            case "PUT" -> UPSERT_WRITE;
            case "DELETE" -> UPSERT_ABORT;
            default -> request.has("upsertid") ? UPSERT_COMMIT : UPSERT_CREATE;
        };
    }

    private static RequestKind stream(ServiceRequest request) {
        return switch (request.method()) {
            case "GET" -> STREAM_RELOAD;
            case "PUT" -> STREAM_WRITE;
            default -> STREAM_CREATE;
        };
    }

    private static RequestKind upload(ServiceRequest request) {
        return switch (request.method()) {
            case "GET" -> UPLOAD_RELOAD;
            case "PUT" -> UPLOAD_WRITE;
            default -> UPLOAD_COMMIT;
        };
    }

    private static RequestKind job(ServiceRequest request, int last) {
        if (!request.method().equals("POST") || last != 2) {
            return JOB_STATUS;
        }
        return SqlJob.read(request.body()).isDdl() ? DDL : QUERY;
    }
}
