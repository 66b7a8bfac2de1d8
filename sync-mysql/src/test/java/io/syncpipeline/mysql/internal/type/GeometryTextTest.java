package io.syncpipeline.mysql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GeometryTextTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    private GeometryTextTest header(int type) {
        buffer.put((byte) 1).putInt(type);
        return this;
    }

    private GeometryTextTest count(int count) {
        buffer.putInt(count);
        return this;
    }

    private GeometryTextTest point(double x, double y) {
        buffer.putDouble(x).putDouble(y);
        return this;
    }

    private String text() {
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
        return GeometryText.of(bytes, 0, bytes.length).toString();
    }

    @Test
    void printsAPointWithItsReferenceSystem() {
        buffer.putInt(4326);
        assertThat(header(1).point(1, -2.5).text())
                .isEqualTo("{\"srid\":4326,\"type\":\"Point\",\"coordinates\":[1.0,-2.5]}");
    }

    @Test
    void printsAPolygonWithAHole() {
        buffer.putInt(0);
        header(3).count(2).count(2).point(0, 0).point(1, 1).count(1).point(1e20, 0.5);
        assertThat(text())
                .isEqualTo("{\"srid\":0,\"type\":\"Polygon\",\"coordinates\":[[[0.0,0.0],[1.0,1.0]],[[1e20,0.5]]]}");
    }

    @Test
    void printsManyOfEachKind() {
        buffer.putInt(0);
        header(7).count(4);
        header(4).count(2).header(1).point(1, 2).header(1).point(3, 4);
        header(5).count(1).header(2).count(1).point(5, 6);
        header(6).count(1).header(3).count(1).count(1).point(7, 8);
        header(7).count(0);
        assertThat(text())
                .isEqualTo("{\"srid\":0,\"type\":\"GeometryCollection\",\"geometries\":["
                        + "{\"type\":\"MultiPoint\",\"coordinates\":[[1.0,2.0],[3.0,4.0]]},"
                        + "{\"type\":\"MultiLineString\",\"coordinates\":[[[5.0,6.0]]]},"
                        + "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[7.0,8.0]]]]},"
                        + "{\"type\":\"GeometryCollection\",\"geometries\":[]}]}");
    }

    @Test
    void readsTheOtherByteOrder() {
        buffer.putInt(7);
        buffer.put((byte) 0).order(ByteOrder.BIG_ENDIAN);
        buffer.putInt(1);
        assertThat(point(1, 2).text()).isEqualTo("{\"srid\":7,\"type\":\"Point\",\"coordinates\":[1.0,2.0]}");
    }

    @Test
    void refusesDamagedBytes() {
        buffer.putInt(0);
        header(1).point(1, 2);
        assertThatThrownBy(() -> GeometryText.of(buffer.array(), 0, 20)).isInstanceOf(ValueException.class);
        assertThatThrownBy(() -> GeometryText.of(buffer.array(), 0, 26)).isInstanceOf(ValueException.class);
        assertThatThrownBy(() -> GeometryText.of(new byte[] {0, 0, 0, 0, 1, 9, 0, 0, 0}, 0, 9))
                .isInstanceOf(ValueException.class);
        byte[] manyPoints = {0, 0, 0, 0, 1, 2, 0, 0, 0, -1, -1, -1, 127};
        assertThatThrownBy(() -> GeometryText.of(manyPoints, 0, 13)).isInstanceOf(ValueException.class);
    }
}
