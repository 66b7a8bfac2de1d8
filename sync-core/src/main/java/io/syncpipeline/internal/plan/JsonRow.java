package io.syncpipeline.internal.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.syncpipeline.internal.expression.TextForm;
import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.FloatText;
import io.syncpipeline.model.InvalidDate;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.TableSchema;
import io.syncpipeline.model.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of one shape as JSON objects, as {@link io.syncpipeline.rule.LogColumn#DATA_COLUMNS} has them. Thread-safe. */
final class JsonRow {

    private static final JsonFactory JSON = new JsonFactory();

    private final List<Field> fields = new ArrayList<>();

    private record Field(int index, SerializedString name, DataType type) {}

    /** The columns that the rules keep, under the names that they give them. */
    JsonRow(TableSchema schema, TableRules rules) {
        for (int i = 0; i < schema.columns().size(); i++) {
            Column column = schema.columns().get(i);
            int index = i;
            rules.nameOf(column.name())
                    .ifPresent(name -> fields.add(new Field(index, new SerializedString(name), column.type())));
        }
    }

    Text of(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + row.byteSize());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (Field field : fields) {
                json.writeFieldName(field.name());
                Object value = row.get(field.index());
                if (value == null) {
                    json.writeNull();
                } else if (value instanceof InvalidDate date) {
                    json.writeString(date.text());
                } else {
                    write(json, field.type(), value);
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Text.ofUtf8(bytes.toByteArray());
    }

    private static void write(JsonGenerator json, DataType type, Object value) throws IOException {
        switch (type.kind()) {
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case INT8, INT16, INT32, INT64 -> json.writeNumber(((Number) value).longValue());
            case DECIMAL -> json.writeNumber(((BigDecimal) value).toPlainString());
            case FLOAT32 -> json.writeNumber(FloatText.of((Float) value));
            case FLOAT64 -> json.writeNumber(FloatText.of((Double) value));
            case TEXT -> {
                byte[] utf8 = ((Text) value).utf8();
                json.writeUTF8String(utf8, 0, utf8.length);
            }
            case BINARY -> json.writeBinary((byte[]) value);
            case DATE -> json.writeString(DateTimeFormatter.ISO_LOCAL_DATE.format((LocalDate) value));
            case DATETIME -> json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format((LocalDateTime) value));
            case TIMESTAMP -> json.writeString(DateTimeFormatter.ISO_INSTANT.format((Instant) value));
            case TIME -> {
                byte[] utf8 = TextForm.text(value, type).utf8();
                json.writeUTF8String(utf8, 0, utf8.length);
            }
            case JSON -> json.writeRawValue(new String(((Text) value).utf8(), StandardCharsets.UTF_8));
            case FLOAT_VECTOR -> {
                json.writeStartArray();
                for (float element : (float[]) value) {
                    json.writeNumber(FloatText.of(element));
                }
                json.writeEndArray();
            }
        }
    }
}
