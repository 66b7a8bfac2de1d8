package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of the tunnel: upsert, upload, stream and download sessions. */
final class TunnelRoutes {

    private final Catalog catalog;
    private final TunnelSessions sessions;

    TunnelRoutes(Catalog catalog, TunnelSessions sessions) {
        this.catalog = catalog;
        this.sessions = sessions;
    }

    ServiceReply answer(RequestKind kind, ServiceRequest request, TableAddress address, Fault.@Nullable Effect effect)
            throws IOException, SQLException, InterruptedException {
        Table table = catalog.find(address.schema(), address.table())
                .orElseThrow(() -> ServiceException.noSuchTable(address.table()));
        if (effect instanceof Fault.Effect.ExpireSession) {
            sessions.expire(request);
        }
        if (effect instanceof Fault.Effect.SlowCommit slow) {
            sessions.upserts().slowCommit(request, slow.time());
        }
        if (effect instanceof Fault.Effect.MoveSlot move) {
            return sessions.upserts().moveSlot(request, move.announced());
        }
        return answer(kind, request, table);
    }

    private ServiceReply answer(RequestKind kind, ServiceRequest request, Table table)
            throws IOException, SQLException, InterruptedException {
        return switch (kind) {
            case UPSERT_CREATE -> sessions.upserts().create(request, table);
            case UPSERT_RELOAD -> sessions.upserts().reload(request);
            case UPSERT_WRITE -> sessions.upserts().write(request);
            case UPSERT_COMMIT -> sessions.upserts().commit(request);
            case UPSERT_ABORT -> sessions.upserts().abort(request);
            case UPLOAD_CREATE -> sessions.uploads().create(request, table);
            case UPLOAD_RELOAD -> sessions.uploads().reload(request);
            case UPLOAD_WRITE -> sessions.uploads().write(request);
            case UPLOAD_COMMIT -> sessions.uploads().commit(request);
            case STREAM_CREATE -> sessions.streams().create(request, table);
            case STREAM_RELOAD -> sessions.streams().reload(request);
            case STREAM_WRITE -> sessions.streams().write(request);
            case DOWNLOAD_CREATE -> sessions.downloads().create(request, table);
            case DOWNLOAD_RELOAD -> sessions.downloads().reload(request);
            case DOWNLOAD_READ -> sessions.downloads().read(request);
            case ANY, METADATA, DDL, QUERY, JOB_STATUS ->
                throw new IllegalArgumentException(kind + " is not a request of the tunnel");
        };
    }

    /** A request for the rows of a job's result. */
    ServiceReply result(ServiceRequest request, String instance, SqlRows rows) {
        if (!request.has("data")) {
            return DownloadSessions.describe(instance, rows.count(), TunnelSchema.of(rows.columns(), List.of()));
        }
        RowRange range = RowRange.of(request, rows.count());
        ContentCoding coding = ContentCoding.forAccepted(request.header("Accept-Encoding"));
        ServiceReply reply = ServiceReply.stream(body -> {
            try (OutputStream out = coding.encode(body)) {
                RecordEncoder encoder = new RecordEncoder(
                        out, rows.columns().stream().map(TableColumn::type).toList());
                rows.read(range, encoder::write);
                encoder.finish();
            }
        });
        return coding == ContentCoding.RAW ? reply : reply.with("Content-Encoding", coding.header());
    }
}
