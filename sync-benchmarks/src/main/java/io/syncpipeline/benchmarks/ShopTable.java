package io.syncpipeline.benchmarks;

import io.syncpipeline.mysql.testserver.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table that the benchmarks read: 11 columns, about 125 bytes a row. */
final class ShopTable {

    private static final int ROWS_PER_STATEMENT = 100;

    private ShopTable() {}

    static void create(TestServer server, String database) throws SQLException {
        server.execute("DROP DATABASE IF EXISTS " + database, "CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
        server.execute("CREATE TABLE " + database + ".item (id BIGINT PRIMARY KEY, shop INT NOT NULL, name VARCHAR(60),"
                + " sku VARCHAR(20), state VARCHAR(10), price DECIMAL(12,2), weight DOUBLE, stock INT, sold TINYINT,"
                + " created DATETIME(3), changed TIMESTAMP NULL)");
    }

    /** Inserts rows in transactions of 100 rows, one statement each. */
    static void fill(TestServer server, String database, int rows) throws SQLException {
        StringBuilder sql = new StringBuilder("INSERT INTO " + database + ".item VALUES ");
        for (int i = 0; i < ROWS_PER_STATEMENT; i++) {
            sql.append(i == 0 ? "" : ",").append("(?,?,?,?,?,?,?,?,?,?,?)");
        }
        try (Connection connection = server.root();
                PreparedStatement insert = connection.prepareStatement(sql.toString())) {
            for (int row = 0; row < rows; row += ROWS_PER_STATEMENT) {
                for (int i = 0; i < ROWS_PER_STATEMENT; i++) {
                    bind(insert, i * 11, row + i);
                }
                insert.execute();
            }
        }
    }

    private static void bind(PreparedStatement insert, int offset, int id) throws SQLException {
        insert.setLong(offset + 1, id);
        insert.setInt(offset + 2, id % 1000);
        insert.setString(offset + 3, "article number " + id + " of the winter collection");
        insert.setString(offset + 4, "SKU-" + (id * 7919L % 10_000_000));
        insert.setString(offset + 5, id % 3 == 0 ? "sold out" : "on sale");
        insert.setString(offset + 6, (id % 100_000) + ".95");
        insert.setDouble(offset + 7, id / 7.0);
        insert.setInt(offset + 8, id % 5000);
        insert.setInt(offset + 9, id % 100);
        insert.setString(offset + 10, "2026-03-01 12:34:56.789");
        insert.setString(offset + 11, "2026-03-02 01:02:03");
    }
}
