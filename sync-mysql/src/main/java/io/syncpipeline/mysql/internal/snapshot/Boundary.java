package io.syncpipeline.mysql.internal.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.syncpipeline.model.SourceException;
import io.syncpipeline.model.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key at which a table is cut: one literal per key column. Its text, which checkpoints keep, is a JSON array of those literals, such as
 * {@code ["42","_utf8mb4 X'616263'"]}.
 *
 * @param literals a literal of the server for each column of the split key
 */
record Boundary(List<String> literals) {

    private static final JsonMapper JSON = new JsonMapper();

    Boundary {
        literals = List.copyOf(literals);
    }

    /** Reads the text of a boundary of a split key with this many columns. */
    static Boundary parse(TableId table, String token, int columns) {
        String[] literals;
        try {
            literals = JSON.readValue(token, String[].class);
        } catch (JsonProcessingException e) {
            throw notABoundary(table, token, columns, e);
        }
        for (String literal : literals) {
            if (literal == null || !KeyColumn.isLiteral(literal)) {
                throw notABoundary(table, token, columns, null);
            }
        }
        if (literals.length != columns) {
            throw notABoundary(table, token, columns, null);
        }
        return new Boundary(List.of(literals));
    }

    private static SourceException notABoundary(TableId table, String token, int columns, @Nullable Exception cause) {
        return SourceException.fatal(
                "the copy of " + table + " cannot be resumed after " + token + ", which is no key of " + columns
                        + " columns; when the split key was changed, copy the table again",
                cause);
    }

    String token() {
        try {
            return JSON.writeValueAsString(literals);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot fail to be written", e);
        }
    }
}
