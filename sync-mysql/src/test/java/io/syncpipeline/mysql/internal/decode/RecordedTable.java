package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.TableId;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.mysql.internal.type.MySqlType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The events that a real server logged for one table, and the rows in them. The files beside this class hold, line by line: {@code
 * table name}, {@code column name|type|charset}, {@code map hex}, {@code rows type hex} and {@code row values} of inserted rows.
 * Floating-point numbers are hexadecimal: their decimal text depends on the JDK.
 */
record RecordedTable(TableSchema schema, List<byte[]> maps, List<RawEvent> rows, List<String> inserted) {

    /** All recorded tables. */
    static List<RecordedTable> all() {
        List<RecordedTable> tables = new ArrayList<>(read("recorded-mysql-9.7.txt"));
        tables.addAll(read("recorded-mariadb-11.4.txt"));
        return tables;
    }

    private static List<RecordedTable> read(String file) {
        try (InputStream stream = RecordedTable.class.getResourceAsStream(file)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^(?=table )", -1))
                    .filter(table -> !table.isEmpty())
                    .map(RecordedTable::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedTable parse(String text) {
        HexFormat hex = HexFormat.of();
        List<Column> columns = new ArrayList<>();
        List<byte[]> maps = new ArrayList<>();
        List<RawEvent> rows = new ArrayList<>();
        List<String> inserted = new ArrayList<>();
        String table = "";
        for (String line : text.split("\n", -1)) {
            int blank = line.indexOf(' ');
            if (line.startsWith("row|")) {
                inserted.add(line.substring(4));
            } else if (line.startsWith("table ")) {
                table = line.substring(blank + 1);
            } else if (line.startsWith("column ")) {
                int type = line.indexOf('|');
                int charset = line.lastIndexOf('|');
                columns.add(MySqlType.column(
                        line.substring(blank + 1, type),
                        line.substring(type + 1, charset),
                        line.substring(charset + 1),
                        true,
                        ""));
            } else if (line.startsWith("map ")) {
                maps.add(hex.parseHex(line.substring(blank + 1)));
            } else if (!line.isEmpty()) {
                String[] parts = line.split(" ", -1);
                rows.add(new RawEvent(Integer.parseInt(parts[1]), hex.parseHex(parts[2])));
            }
        }
        TableId id = new TableId(table.substring(0, table.indexOf('.')), table.substring(table.indexOf('.') + 1));
        return new RecordedTable(new TableSchema(id, columns, List.of("id"), List.of(), ""), maps, rows, inserted);
    }

    TableMap map() {
        return TableMap.parse(maps.get(0), 0, maps.get(0).length);
    }

    @Override
    public String toString() {
        return schema.table() + " " + schema.columns();
    }
}
