package io.syncpipeline.mysql.internal.decode;

import io.syncpipeline.model.Text;
import io.syncpipeline.mysql.internal.type.CharacterSet;
import io.syncpipeline.mysql.internal.type.Collations;
import io.syncpipeline.mysql.internal.type.ValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The optional metadata of a table map: signedness and character sets always on MySQL 8.0.1 and later, the rest when {@code
 * binlog_row_metadata} is FULL. Every list is empty when its part was not logged. Signedness is not here: some 8.0 servers log wrong
 * bits, and the declared type has it.
 *
 * @param names the columns' names
 * @param collations the number of each column's collation; 0 for columns without one
 * @param labels the labels of each ENUM or SET column, empty lists for the others
 * @param primaryKey the indexes of the primary key's columns in key order
 * @param geometryTypes the OGC numbers of the types of the GEOMETRY columns, in their order
 * @param invisible the indexes of the invisible columns
 */
public record TableMapMetadata(
        List<String> names,
        List<Integer> collations,
        List<List<String>> labels,
        List<Integer> primaryKey,
        List<Integer> geometryTypes,
        List<Integer> invisible) {

    public TableMapMetadata {
        names = List.copyOf(names);
        collations = List.copyOf(collations);
        labels = List.copyOf(labels);
        primaryKey = List.copyOf(primaryKey);
        geometryTypes = List.copyOf(geometryTypes);
        invisible = List.copyOf(invisible);
    }

    /**
     * Reads everything up to the end of the cursor. Metadata that cannot be read counts as absent: what it says is also in the
     * tracked schema, and servers have logged it wrongly before.
     */
    static Optional<TableMapMetadata> parse(Cursor cursor, int[] types) {
        try {
            return Optional.of(new Parser(types).parse(cursor));
        } catch (DecodeException | ValueException e) {
            return Optional.empty();
        }
    }

    /** Takes the metadata apart: a sequence of type, length and value. */
    private static final class Parser {

        private static final int DEFAULT_CHARSET = 2;
        private static final int COLUMN_CHARSET = 3;
        private static final int COLUMN_NAME = 4;
        private static final int SET_LABELS = 5;
        private static final int ENUM_LABELS = 6;
        private static final int GEOMETRY_TYPE = 7;
        private static final int PRIMARY_KEY = 8;
        private static final int PRIMARY_KEY_WITH_PREFIX = 9;
        private static final int ENUM_AND_SET_DEFAULT_CHARSET = 10;
        private static final int ENUM_AND_SET_COLUMN_CHARSET = 11;
        private static final int VISIBILITY = 12;

        private final int[] types;
        private final int[] collations;
        private final List<List<byte[]>> labels = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final List<Integer> primaryKey = new ArrayList<>();
        private final List<Integer> geometryTypes = new ArrayList<>();
        private final List<Integer> invisible = new ArrayList<>();
        private boolean anyCollation;
        private boolean anyLabels;

        Parser(int[] types) {
            this.types = types;
            this.collations = new int[types.length];
            for (int i = 0; i < types.length; i++) {
                labels.add(List.of());
            }
        }

        TableMapMetadata parse(Cursor cursor) {
            while (!cursor.atEnd()) {
                int part = cursor.unsignedByte();
                int length = cursor.packedInt();
                part(part, new Cursor(cursor.bytes, cursor.take(length), length));
            }
            if (!names.isEmpty() && names.size() != types.length) {
                throw new DecodeException(names.size() + " names for " + types.length + " columns");
            }
            List<Integer> numbers = new ArrayList<>();
            for (int collation : collations) {
                numbers.add(collation);
            }
            return new TableMapMetadata(
                    names,
                    anyCollation ? numbers : List.of(),
                    anyLabels ? decodedLabels() : List.of(),
                    primaryKey,
                    geometryTypes,
                    invisible);
        }

        private void part(int part, Cursor cursor) {
            switch (part) {
                case DEFAULT_CHARSET -> defaultCollation(cursor, Parser::isCharacter);
                case COLUMN_CHARSET -> columnCollations(cursor, Parser::isCharacter);
                case ENUM_AND_SET_DEFAULT_CHARSET -> defaultCollation(cursor, Parser::isEnumOrSet);
                case ENUM_AND_SET_COLUMN_CHARSET -> columnCollations(cursor, Parser::isEnumOrSet);
                case COLUMN_NAME -> {
                    while (!cursor.atEnd()) {
                        names.add(new String(string(cursor), StandardCharsets.UTF_8));
                    }
                }
                case SET_LABELS -> labels(cursor, BinlogType.SET);
                case ENUM_LABELS -> labels(cursor, BinlogType.ENUM);
                case GEOMETRY_TYPE -> numbers(cursor, geometryTypes, false);
                case PRIMARY_KEY -> numbers(cursor, primaryKey, false);
                case PRIMARY_KEY_WITH_PREFIX -> numbers(cursor, primaryKey, true);
                case VISIBILITY -> {
                    int at = cursor.take((types.length + 7) / 8);
                    for (int i = 0; i < types.length; i++) {
                        if (((cursor.bytes[at + i / 8] >> (7 - i % 8)) & 1) == 0) {
                            invisible.add(i);
                        }
                    }
                }
                default -> {} // signedness, dimensions of vectors, and parts of servers to come
            }
        }

        private static boolean isCharacter(int type) {
            return switch (type) {
                case BinlogType.STRING, BinlogType.VAR_STRING, BinlogType.VARCHAR, BinlogType.BLOB -> true;
                case BinlogType.VARCHAR_COMPRESSED, BinlogType.BLOB_COMPRESSED -> true;
                default -> false;
            };
        }

        private static boolean isEnumOrSet(int type) {
            return type == BinlogType.ENUM || type == BinlogType.SET;
        }

        /** One collation for all, then pairs of a column's number among its kind and its own collation. */
        private void defaultCollation(Cursor cursor, IntPredicate kind) {
            int[] columns = columns(kind);
            int collation = cursor.packedInt();
            for (int column : columns) {
                collations[column] = collation;
            }
            while (!cursor.atEnd()) {
                int index = cursor.packedInt();
                int own = cursor.packedInt();
                if (index >= columns.length) {
                    throw new DecodeException("No text column has the number " + index);
                }
                collations[columns[index]] = own;
            }
            anyCollation = true;
        }

        private void columnCollations(Cursor cursor, IntPredicate kind) {
            for (int column : columns(kind)) {
                collations[column] = cursor.packedInt();
            }
            if (!cursor.atEnd()) {
                throw new DecodeException("More collations than text columns");
            }
            anyCollation = true;
        }

        private void labels(Cursor cursor, int type) {
            int[] columns = columns(candidate -> candidate == type);
            for (int column : columns) {
                int count = cursor.packedInt();
                List<byte[]> own = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    own.add(string(cursor));
                }
                labels.set(column, own);
            }
            anyLabels = true;
        }

        /** The collations of ENUM and SET columns may follow the labels, so these are decoded at the end. */
        private List<List<String>> decodedLabels() {
            List<List<String>> decoded = new ArrayList<>();
            for (int i = 0; i < types.length; i++) {
                String charset = Collations.characterSet(collations[i]).orElse("");
                if (labels.get(i).isEmpty() || charset.isEmpty()) {
                    decoded.add(List.of());
                } else {
                    CharacterSet characters = CharacterSet.of(charset.equals("binary") ? "latin1" : charset);
                    decoded.add(labels.get(i).stream()
                            .map(characters::text)
                            .map(Text::toString)
                            .toList());
                }
            }
            return decoded;
        }

        private int[] columns(IntPredicate kind) {
            int[] found = new int[types.length];
            int count = 0;
            for (int i = 0; i < types.length; i++) {
                if (kind.test(types[i])) {
                    found[count++] = i;
                }
            }
            return Arrays.copyOf(found, count);
        }

        private static void numbers(Cursor cursor, List<Integer> into, boolean pairs) {
            while (!cursor.atEnd()) {
                into.add(cursor.packedInt());
                if (pairs) {
                    cursor.packedInt();
                }
            }
        }

        private static byte[] string(Cursor cursor) {
            int length = cursor.packedInt();
            int at = cursor.take(length);
            return Arrays.copyOfRange(cursor.bytes, at, at + length);
        }
    }
}
