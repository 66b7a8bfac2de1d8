package io.syncpipeline.internal.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.syncpipeline.model.Row;
import io.syncpipeline.model.Text;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON_VALUE: finds a place in a document without building the document, and gives numbers with the digits they are written with. */
final class JsonFunction {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonFunction() {}

    static Operand value(Arguments arguments) {
        Evaluator document = arguments.text(0).evaluator();
        Prepared<JsonPath> path = Prepared.of(arguments, 1, JsonPath::parse);
        return arguments.result(TextFunctions.TEXT, (row, variables) -> find(row, variables, document, path));
    }

    private static @Nullable Text find(Row row, VariableValues variables, Evaluator document, Prepared<JsonPath> path) {
        Text text = (Text) document.evaluate(row, variables);
        JsonPath wanted = path.of(row, variables);
        if (text == null || wanted == null) {
            return null;
        }
        String characters = text.toString();
        try (JsonParser parser = JSON.createParser(characters)) {
            if (parser.nextToken() == null) {
                throw new Failure("JSON_VALUE: an empty text is no JSON document");
            }
            Text found = enter(parser, wanted, 0) ? textOf(parser, characters) : null;
            // To the end, so that a damaged document fails wherever it is damaged.
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return found;
        } catch (IOException e) {
            throw new Failure("JSON_VALUE: " + Failure.shown(text) + " is no JSON document", e);
        }
    }

    /** Moves to the value at the rest of a path, from the value that the parser stands at; false when there is none. */
    private static boolean enter(JsonParser parser, JsonPath path, int from) throws IOException {
        for (int i = from; i < path.steps().size(); i++) {
            Object step = path.steps().get(i);
            boolean found = step instanceof Integer index ? toIndex(parser, index) : toName(parser, (String) step);
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean toName(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean toIndex(JsonParser parser, int index) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    /** A scalar's text; of objects and arrays the part of the document that they are; of null nothing. */
    private static @Nullable Text textOf(JsonParser parser, String document) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!token.isStructStart()) {
            return Text.of(parser.getText());
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getCharOffset();
        return Text.of(document.substring(start, end));
    }
}
