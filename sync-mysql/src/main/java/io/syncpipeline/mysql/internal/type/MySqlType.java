package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Column;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL or MariaDB column type as declared: parsed from {@code information_schema.COLUMNS.COLUMN_TYPE} or from the type in a DDL
 * statement. It says what the values are to the pipeline, what a copy has to select so that nothing is lost in the text protocol, and
 * how to read the answer. Immutable and thread-safe.
 */
public final class MySqlType {

    private final TypeFamily family;
    private final String normalForm;
    private final DataType dataType;
    private final boolean unsigned;
    private final List<String> labels;
    private final @Nullable CharacterSet characterSet;

    MySqlType(
            TypeFamily family,
            String normalForm,
            DataType dataType,
            boolean unsigned,
            List<String> labels,
            @Nullable CharacterSet characterSet) {
        this.family = family;
        this.normalForm = normalForm;
        this.dataType = dataType;
        this.unsigned = unsigned;
        this.labels = List.copyOf(labels);
        this.characterSet = characterSet;
    }

    /**
     * Parses a declared type. A {@code CHARACTER SET} or {@code COLLATE} clause within the type wins over the argument; text types of
     * character set {@code binary} become the byte types that the server makes of them.
     *
     * @param declaredType such as {@code int(11) unsigned}, {@code ENUM('a','b')} or {@code DOUBLE PRECISION}
     * @param charset the character set of the column when it has one; not looked at for other types
     * @throws IllegalArgumentException when the type is malformed, unknown or unsupported, or its character set is; the message names it
     */
    public static MySqlType parse(String declaredType, String charset) {
        return new TypeParser(declaredType, charset).parse();
    }

    /**
     * A column of a declared type, with the type's normal form as its native type and the character set as resolved.
     *
     * @throws IllegalArgumentException as {@link #parse}, with the column's name
     */
    public static Column column(String name, String declaredType, String charset, boolean nullable, String comment) {
        MySqlType type;
        try {
            type = parse(declaredType, charset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Column " + name + ": " + e.getMessage(), e);
        }
        String resolved = type.characterSet == null ? "" : type.characterSet.name();
        return new Column(name, type.dataType, type.normalForm, resolved, nullable, comment);
    }

    /** The type of a column that {@link #column} made. */
    public static MySqlType of(Column column) {
        return parse(column.nativeType(), column.charset());
    }

    /**
     * The type in one spelling: lower case, synonyms replaced, no display width except {@code tinyint(1)}, no zerofill (which implies
     * unsigned), labels quoted. Two types are the same if and only if these are, character sets aside.
     */
    public String normalForm() {
        return normalForm;
    }

    /** What the values are to the rest of the pipeline. */
    public DataType dataType() {
        return dataType;
    }

    /** How the server stores the values. */
    public TypeFamily family() {
        return family;
    }

    /** Whether a number is declared unsigned. */
    public boolean unsigned() {
        return unsigned;
    }

    /** The labels of an ENUM or SET in their order; empty for other types. */
    public List<String> labels() {
        return labels;
    }

    /** The character set of text, ENUM and SET types. */
    public Optional<CharacterSet> characterSet() {
        return Optional.ofNullable(characterSet);
    }

    /**
     * What a {@code SELECT} has to ask for. Plain FLOAT prints six digits only and a declared scale cuts doubles, so both are
     * multiplied by {@code 1e0}, which prints all digits; ENUM and SET are asked for as numbers, by a cast because arithmetic on them
     * is done in doubles, which lose the high bits of a large SET.
     *
     * @param quotedColumn the column as it stands in the statement, quoted
     */
    public String selectExpression(String quotedColumn) {
        return switch (family) {
            case FLOAT, DOUBLE -> quotedColumn + "*1e0";
            case ENUM, SET -> "CAST(" + quotedColumn + " AS UNSIGNED)";
            default -> quotedColumn;
        };
    }

    /**
     * How to read what {@link #selectExpression} yields through the text protocol of a session with {@code character_set_results =
     * NULL} and {@code time_zone = '+00:00'}. Build it once per column.
     */
    public TextDecoder textDecoder() {
        return switch (family) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> NumberText.integer(dataType.kind());
            case YEAR -> NumberText.integer(Kind.INT32);
            case DECIMAL -> NumberText.decimal(dataType.scale());
            case FLOAT -> NumberText::singleFloat;
            case DOUBLE -> NumberText::doubleFloat;
            case BIT -> NumberText.bits(dataType.kind());
            case DATE -> TemporalText::date;
            case TIME -> TemporalText::time;
            case DATETIME -> TemporalText::dateTime;
            case TIMESTAMP -> TemporalText::timestamp;
            case CHAR, VARCHAR, TEXT -> requiredCharacterSet()::text;
            case ENUM -> enumDecoder(enumLabels());
            case SET -> setDecoder(setLabels());
            case JSON -> CharacterSet.of("utf8mb4")::text;
            case UUID, INET4, INET6 -> CharacterSet.of("ascii")::text;
            case BINARY, VARBINARY, BLOB -> bytes -> bytes;
            case GEOMETRY -> bytes -> GeometryText.of(bytes, 0, bytes.length);
            case VECTOR -> bytes -> Vectors.of(bytes, 0, bytes.length);
        };
    }

    /** The labels of an ENUM, ready to be looked up. */
    public EnumLabels enumLabels() {
        return new EnumLabels(labels);
    }

    /** The labels of a SET, ready to be joined. */
    public SetLabels setLabels() {
        return new SetLabels(labels);
    }

    /**
     * The character set.
     *
     * @throws IllegalStateException when the type has none
     */
    public CharacterSet requiredCharacterSet() {
        if (characterSet == null) {
            throw new IllegalStateException(normalForm + " has no character set");
        }
        return characterSet;
    }

    private static TextDecoder enumDecoder(EnumLabels labels) {
        return bytes -> labels.label(NumberText.parseUnsigned(bytes));
    }

    private static TextDecoder setDecoder(SetLabels labels) {
        return bytes -> labels.join(NumberText.parseUnsigned(bytes));
    }

    @Override
    public String toString() {
        return characterSet == null ? normalForm : normalForm + " character set " + characterSet;
    }
}
