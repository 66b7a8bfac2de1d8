package io.syncpipeline.mysql.internal.ddl;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column's type as a statement writes it.
 *
 * @param name the type's name, lower case
 * @param numbers what stands in parentheses, for types other than ENUM and SET
 * @param labels the labels of ENUM and SET
 * @param unsigned whether it is unsigned; ZEROFILL implies it
 * @param charset the character set it names or its collation implies; null when it names none
 */
record DeclaredType(
        String name,
        List<Long> numbers,
        List<String> labels,
        boolean unsigned,
        @Nullable String charset) {

    private static final int MOST_VARCHAR_BYTES = 65_535;

    private static final Map<String, String> ORACLE_MODE_NAMES =
            Map.of("number", "decimal", "varchar2", "varchar", "clob", "longtext", "raw", "varbinary");

    /**
     * The type that the server stores instead: another name on MariaDB, or a larger type for text that is too long, which a session
     * without strict mode may declare.
     */
    DeclaredType stored(String tableCharset, ServerDialect dialect) {
        if (dialect.mariaDb() && name.equals("json")) {
            return new DeclaredType("longtext", numbers, labels, false, "utf8mb4");
        }
        if (name.equals("real") && dialect.mode().realAsFloat()) {
            return new DeclaredType("float", numbers, labels, unsigned, null);
        }
        if (isDatetime(dialect)) {
            return new DeclaredType("datetime", numbers, labels, false, null);
        }
        if (name.equals("blob") && dialect.mariaDb() && dialect.mode().oracle()) {
            return new DeclaredType("longblob", List.of(), labels, false, null);
        }
        String common = dialect.mariaDb() ? ORACLE_MODE_NAMES.getOrDefault(name, name) : name;
        if (common.equals("varchar") && !numbers.isEmpty()) {
            long bytes = numbers.get(0) * Charsets.bytesPerCharacter(charsetOr(tableCharset));
            if (bytes > MOST_VARCHAR_BYTES) {
                return new DeclaredType("text", numbers, labels, false, charset);
            }
        }
        if (common.equals("varbinary") && !numbers.isEmpty() && numbers.get(0) > MOST_VARCHAR_BYTES) {
            return new DeclaredType("blob", numbers, labels, false, null);
        }
        if (common.equals("decimal") && !common.equals(name) && numbers.isEmpty()) {
            // Oracle's NUMBER without digits
            return new DeclaredType("double", numbers, labels, unsigned, null);
        }
        return new DeclaredType(common, numbers, labels, unsigned, charset);
    }

    // Oracle's DATE has a time of day, and so has MariaDB's in that mode
    private boolean isDatetime(ServerDialect dialect) {
        return (name.equals("date") && dialect.mariaDb() && dialect.mode().oracle())
                || (name.equals("timestamp") && dialect.mode().timestampAsDatetime());
    }

    String charsetOr(String tableCharset) {
        return charset == null ? tableCharset : Charsets.named(charset);
    }

    /** The type in SQL, without its character set. */
    String text() {
        String arguments = "";
        if (!labels.isEmpty()) {
            arguments = labels.stream()
                    .map(label -> "'" + label.replace("\\", "\\\\").replace("'", "''") + "'")
                    .collect(Collectors.joining(",", "(", ")"));
        } else if (!numbers.isEmpty()) {
            arguments = numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
        }
        return name + arguments + (unsigned ? " unsigned" : "");
    }
}
