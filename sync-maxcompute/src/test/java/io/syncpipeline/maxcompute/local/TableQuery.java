package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables that a {@code POST /tables?query} asks for. */
final class TableQuery {

    private static final Pattern NAME = Pattern.compile("<Name>([^<]*)</Name>");

    private TableQuery() {}

    static List<Table> tables(ServiceRequest request, Catalog catalog, String schema) throws IOException {
        List<Table> tables = new ArrayList<>();
        Matcher names = NAME.matcher(request.body().text());
        while (names.find()) {
            catalog.find(schema, names.group(1)).ifPresent(tables::add);
        }
        return tables;
    }
}
