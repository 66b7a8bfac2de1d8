package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;

/**
 * Spatial values as text: the members of a GeoJSON geometry after the spatial reference id, such as {@code
 * {"srid":4326,"type":"Point","coordinates":[1.0,2.0]}}. Coordinates stand in the order in which the server stores them. Both the text
 * protocol and the binlog deliver the same bytes: the id in four bytes, low byte first, then well-known binary (OGC 06-103r4, section
 * 8).
 */
public final class GeometryText {

    private static final int POINT = 1;
    private static final int LINE_STRING = 2;
    private static final int POLYGON = 3;
    private static final int MULTI_POINT = 4;
    private static final int MULTI_LINE_STRING = 5;
    private static final int MULTI_POLYGON = 6;
    private static final int COLLECTION = 7;
    private static final String[] NAMES = {
        "", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"
    };
    private static final int BYTES_OF_POINT = 16;
    private static final int BYTES_OF_HEADER = 5;
    private static final int DEEPEST_NESTING = 100;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean lowByteFirst = true;
    private final Utf8Writer text;

    private GeometryText(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        this.text = new Utf8Writer(64 + 2 * length, Integer.MAX_VALUE - 8);
    }

    /**
     * The text of a value.
     *
     * @throws ValueException when the bytes are no spatial value
     */
    public static Text of(byte[] bytes, int offset, int length) {
        return new GeometryText(bytes, offset, length).write();
    }

    private Text write() {
        need(4);
        text.ascii("{\"srid\":");
        text.ascii(Long.toString(number() & 0xFFFF_FFFFL));
        text.ascii(',');
        members(0, 0);
        text.ascii('}');
        if (at != end) {
            throw new ValueException((end - at) + " bytes follow a spatial value");
        }
        return text.toText();
    }

    /** The members {@code type} and {@code coordinates} or {@code geometries} of one geometry. */
    private void members(int depth, int expectedType) {
        int type = header(expectedType);
        text.ascii("\"type\":\"");
        text.ascii(NAMES[type]);
        if (type == COLLECTION) {
            text.ascii("\",\"geometries\":");
            collection(depth);
        } else {
            text.ascii("\",\"coordinates\":");
            coordinates(type);
        }
    }

    private void collection(int depth) {
        if (depth == DEEPEST_NESTING) {
            throw new ValueException("Spatial collections are nested deeper than " + DEEPEST_NESTING);
        }
        int count = count(BYTES_OF_HEADER);
        text.ascii('[');
        for (int i = 0; i < count; i++) {
            text.ascii(i == 0 ? "{" : ",{");
            members(depth + 1, 0);
            text.ascii('}');
        }
        text.ascii(']');
    }

    private void coordinates(int type) {
        switch (type) {
            case POINT -> point();
            case LINE_STRING -> points();
            case POLYGON -> rings();
            case MULTI_POINT -> parts(POINT);
            case MULTI_LINE_STRING -> parts(LINE_STRING);
            case MULTI_POLYGON -> parts(POLYGON);
            default -> throw new ValueException("No spatial type has the number " + type);
        }
    }

    private void parts(int type) {
        int count = count(BYTES_OF_HEADER);
        text.ascii('[');
        for (int i = 0; i < count; i++) {
            separator(i);
            coordinates(header(type));
        }
        text.ascii(']');
    }

    private void rings() {
        int count = count(4);
        text.ascii('[');
        for (int i = 0; i < count; i++) {
            separator(i);
            points();
        }
        text.ascii(']');
    }

    private void points() {
        int count = count(BYTES_OF_POINT);
        text.ascii('[');
        for (int i = 0; i < count; i++) {
            separator(i);
            point();
        }
        text.ascii(']');
    }

    private void point() {
        need(BYTES_OF_POINT);
        text.ascii('[');
        text.ascii(DoubleText.of(coordinate(), true));
        text.ascii(',');
        text.ascii(DoubleText.of(coordinate(), true));
        text.ascii(']');
    }

    private void separator(int index) {
        if (index > 0) {
            text.ascii(',');
        }
    }

    /** Reads byte order and type of a geometry; 0 expects any type. */
    private int header(int expectedType) {
        need(BYTES_OF_HEADER);
        lowByteFirst = bytes[at++] != 0;
        int type = number();
        if (type < POINT || type > COLLECTION || (expectedType != 0 && type != expectedType)) {
            throw new ValueException("Spatial type number " + type + " cannot stand here");
        }
        return type;
    }

    private int count(int smallestPart) {
        need(4);
        int count = number();
        if (count < 0 || count > (end - at) / smallestPart) {
            throw new ValueException(
                    (end - at) + " bytes cannot hold " + Integer.toUnsignedString(count) + " parts of a spatial value");
        }
        return count;
    }

    private double coordinate() {
        long first = number() & 0xFFFF_FFFFL;
        long second = number() & 0xFFFF_FFFFL;
        return Double.longBitsToDouble(lowByteFirst ? (second << 32) | first : (first << 32) | second);
    }

    private int number() {
        int value = (bytes[at] & 0xFF)
                | ((bytes[at + 1] & 0xFF) << 8)
                | ((bytes[at + 2] & 0xFF) << 16)
                | (bytes[at + 3] << 24);
        at += 4;
        return lowByteFirst ? value : Integer.reverseBytes(value);
    }

    private void need(int count) {
        if (count > end - at) {
            throw new ValueException("A spatial value ends too soon: " + count + " bytes are missing");
        }
    }
}
