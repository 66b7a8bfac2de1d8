package io.syncpipeline.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How to log in at the source.
 *
 * @param host the server's name or address
 * @param port its TCP port
 * @param user the account
 * @param password the account's password
 * @param sslMode Connector/J's {@code sslMode}, such as {@code PREFERRED} or {@code DISABLED}
 */
record SourceDatabase(String host, int port, String user, String password, String sslMode) {

    /** A new connection whose session prints moments in UTC; the caller closes it. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslMode", sslMode);
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("connectTimeout", "10000");
        return DriverManager.getConnection("jdbc:mysql://" + host + ":" + port + "/", properties);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
