package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which resource a request is about and hands it on. */
final class Routes {

    private final Namespace names;
    private final TableResource tables;
    private final SchemaResource schemas;
    private final TunnelRoutes tunnel;
    private final Jobs jobs;
    private final String host;

    /**
     * The routes of a server.
     *
     * @param host {@code host:port} of the tunnel
     */
    Routes(Namespace names, SchemaResource schemas, TunnelRoutes tunnel, Jobs jobs, String host) {
        this.names = names;
        this.tables = new TableResource(names);
        this.schemas = schemas;
        this.tunnel = tunnel;
        this.jobs = jobs;
        this.host = host;
    }

    ServiceReply answer(ServiceRequest request, Fault.@Nullable Effect effect)
            throws IOException, SQLException, InterruptedException {
        List<String> path = request.segments();
        if (path.isEmpty() || !path.get(0).equals("projects") || path.size() < 2) {
            return elsewhere(request);
        }
        if (!path.get(1).equalsIgnoreCase(names.project())) {
            throw new ServiceException(
                    404, "NoSuchProject", "ODPS-0420111: Project not found - '" + path.get(1) + "'.");
        }
        TableAddress address = TableAddress.of(request);
        if (address != null) {
            // The JDBC driver knows a project without schemas as one schema of the project's name.
            boolean project = !names.schemasEnabled() && address.schema().equalsIgnoreCase(names.project());
            return table(request, project ? address.inDefaultSchema() : address, effect);
        }
        String resource = path.size() == 2 ? "" : path.get(2);
        return switch (resource) {
            case "" -> project();
            case "tunnel" -> ServiceReply.text(host);
            case "logs" -> ServiceReply.empty(200);
            case "authorization" -> ServiceReply.xml("<Authorization><Result>local-token</Result></Authorization>");
            case "schemas" -> schemas.answer(request, path);
            case "instances" -> instance(request, path);
            default -> throw notFound(request);
        };
    }

    private ServiceReply elsewhere(ServiceRequest request) {
        if (request.path().equals("/logview/host")) {
            return ServiceReply.text("http://" + host);
        }
        throw notFound(request);
    }

    private static ServiceException notFound(ServiceRequest request) {
        return new ServiceException(
                404, "NoSuchObject", request.method() + " " + request.path() + " is not served here.");
    }

    private ServiceReply project() {
        String time = Xml.time(Instant.EPOCH);
        return ServiceReply.xml("<Project><Name>" + Xml.text(names.project()) + "</Name><Owner>" + Descriptions.OWNER
                        + "</Owner><State>AVAILABLE</State><Properties><Property><Name>odps.schema.model.enabled</Name><Value>"
                        + names.schemasEnabled()
                        + "</Value></Property><Property><Name>odps.sql.timezone</Name><Value>UTC</Value></Property>"
                        + "</Properties></Project>")
                .with("x-odps-owner", Descriptions.OWNER)
                .with("x-odps-creation-time", time)
                .with("Last-Modified", time);
    }

    private ServiceReply instance(ServiceRequest request, List<String> path)
            throws IOException, SQLException, InterruptedException {
        if (path.size() == 3) {
            if (!request.method().equals("POST")) {
                return ServiceReply.xml("<Instances><Marker></Marker><MaxItems>1000</MaxItems></Instances>");
            }
            return jobs.submit(request, "http://" + host + ServiceRequest.REST_PREFIX + request.path());
        }
        String id = path.get(3);
        if (request.has("downloads") || request.has("downloadid")) {
            return tunnel.result(request, id, jobs.rows(id));
        }
        return request.method().equals("PUT") ? jobs.kill(id) : jobs.status(request, id);
    }

    private ServiceReply table(ServiceRequest request, TableAddress address, Fault.@Nullable Effect effect)
            throws IOException, SQLException, InterruptedException {
        if (address.table().isEmpty()) {
            return request.has("query")
                    ? tables.query(TableQuery.tables(request, names.catalog(), address.schema()))
                    : tables.list(request, address.schema());
        }
        RequestKind kind = RequestKind.of(request);
        if (kind != RequestKind.METADATA) {
            return tunnel.answer(kind, request, address, effect);
        }
        Table table = names.catalog()
                .find(address.schema(), address.table())
                .orElseThrow(() -> new ServiceException(
                        404,
                        "NoSuchObject",
                        "ODPS-0130131:Table not found - table " + names.project() + "." + address.table()
                                + " cannot be resolved"));
        if (request.has("partitions")) {
            return tables.partitions(request, table);
        }
        return request.has("partition") ? tables.partition(table, request.parameter("partition")) : tables.get(table);
    }
}
