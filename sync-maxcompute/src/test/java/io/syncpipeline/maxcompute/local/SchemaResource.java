package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The REST requests about schemas; creating and dropping are the statements of the same name. */
final class SchemaResource {

    private static final Pattern NAME = Pattern.compile("<Name>([^<]*)</Name>");

    private final Namespace names;
    private final SqlEngine engine;

    SchemaResource(Namespace names, SqlEngine engine) {
        this.names = names;
        this.engine = engine;
    }

    ServiceReply answer(ServiceRequest request, List<String> path) throws IOException, SQLException {
        if (!names.schemasEnabled()) {
            throw new ServiceException(404, "NoSuchObject", "Project " + names.project() + " has no schemas enabled.");
        }
        if (path.size() == 3) {
            return request.method().equals("POST") ? create(request) : list();
        }
        String name = Names.folded(path.get(3));
        if (!names.catalog().hasSchema(name)) {
            throw new ServiceException(404, "NoSuchObject", "Schema " + name + " does not exist.");
        }
        if (request.method().equals("DELETE")) {
            run("DROP SCHEMA " + Names.quoted(name));
            return ServiceReply.empty(204);
        }
        String time = Xml.time(Instant.EPOCH);
        return ServiceReply.xml(document(name))
                .with("x-odps-creation-time", time)
                .with("Last-Modified", time);
    }

    private ServiceReply create(ServiceRequest request) throws IOException, SQLException {
        String body = request.body().text();
        Matcher name = NAME.matcher(body);
        if (!name.find()) {
            throw ServiceException.invalid("The schema has no name.");
        }
        boolean ifNotExists = body.contains("<IfNotExists>true</IfNotExists>");
        run("CREATE SCHEMA " + (ifNotExists ? "IF NOT EXISTS " : "") + Names.quoted(name.group(1)));
        return ServiceReply.empty(201);
    }

    private void run(String statement) throws SQLException, IOException {
        engine.run(statement, false, none -> {});
    }

    private ServiceReply list() {
        StringBuilder xml = new StringBuilder("<Schemas><Marker></Marker><MaxItems>1000</MaxItems>");
        names.catalog().schemas().forEach(name -> xml.append(document(name)));
        return ServiceReply.xml(xml.append("</Schemas>").toString());
    }

    private String document(String name) {
        return "<Schema><Project>" + Xml.text(names.project()) + "</Project><Name>" + name
                + "</Name><Type>MANAGED</Type></Schema>";
    }
}
