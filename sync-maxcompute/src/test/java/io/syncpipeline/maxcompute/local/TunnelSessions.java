package io.syncpipeline.maxcompute.local;

/** All sessions of the tunnel. */
record TunnelSessions(
        UpsertSessions upserts, UploadSessions uploads, StreamSessions streams, DownloadSessions downloads) {

    /** Lets the session that a request names expire, of whatever sort it is. */
    void expire(ServiceRequest request) {
        String upsert = request.parameter("upsertid");
        if (upsert != null) {
            upserts.expire(upsert);
        }
        String upload = request.parameter("uploadid");
        if (upload != null) {
            uploads.expire(upload);
            streams.expire(upload);
        }
        String download = request.parameter("downloadid");
        if (download != null) {
            downloads.expire(download);
        }
    }

    /** Deletes what the sessions have staged. */
    void close() {
        upserts.close();
        uploads.close();
    }
}
