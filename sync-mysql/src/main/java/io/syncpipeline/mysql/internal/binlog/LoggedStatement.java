package io.syncpipeline.mysql.internal.binlog;

import io.syncpipeline.model.TableId;
import io.syncpipeline.mysql.internal.binlog.SqlWords.Word;
import io.syncpipeline.mysql.internal.ddl.SqlMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a logged statement is to the reader: something that frames a transaction, a change of rows that was logged as a statement, or
 * anything else, which is left to those who understand DDL.
 *
 * @param kind what the reader has to do about it
 * @param subject the savepoint, or the XA transaction; empty for other kinds
 */
record LoggedStatement(Kind kind, String subject) {

    /** What the reader has to do about a statement. */
    enum Kind {
        /** A transaction begins. */
        BEGIN,
        /** The transaction is complete. */
        COMMIT,
        /** The transaction did not happen. */
        ROLLBACK,
        /** A savepoint is set. */
        SAVEPOINT,
        /** What came since a savepoint did not happen. */
        ROLLBACK_TO_SAVEPOINT,
        /** An XA transaction begins. */
        XA_START,
        /** An XA transaction has its last row; whether it commits is open. */
        XA_END,
        /** A prepared XA transaction is complete. */
        XA_COMMIT,
        /** A prepared XA transaction did not happen. */
        XA_ROLLBACK,
        /** Rows were changed, and the statement is logged instead of them. */
        ROW_CHANGE,
        /** Nothing but a comment. */
        EMPTY,
        /** DDL, an account statement and the like. */
        OTHER
    }

    private static final Set<String> ROW_CHANGES =
            Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "LOAD", "WITH", "SELECT", "CALL", "DO");

    /** Looks at a statement from a session of some mode. */
    static LoggedStatement of(String sql, SqlMode mode) {
        SqlWords words = new SqlWords(sql, mode);
        Word first = words.next();
        if (first == null) {
            return new LoggedStatement(Kind.EMPTY, "");
        }
        String keyword = first.text().toUpperCase(Locale.ROOT);
        return switch (keyword) {
            case "BEGIN" -> new LoggedStatement(Kind.BEGIN, "");
            case "COMMIT" -> new LoggedStatement(Kind.COMMIT, "");
            case "SAVEPOINT" -> new LoggedStatement(Kind.SAVEPOINT, text(words.next()));
            case "ROLLBACK" -> rollback(words);
            case "XA" -> xa(words);
            default -> new LoggedStatement(ROW_CHANGES.contains(keyword) ? Kind.ROW_CHANGE : Kind.OTHER, "");
        };
    }

    private static LoggedStatement rollback(SqlWords words) {
        Word second = words.next();
        if (second == null || !second.is("TO")) {
            return new LoggedStatement(Kind.ROLLBACK, "");
        }
        Word name = words.next();
        return new LoggedStatement(
                Kind.ROLLBACK_TO_SAVEPOINT, text(name != null && name.is("SAVEPOINT") ? words.next() : name));
    }

    private static LoggedStatement xa(SqlWords words) {
        String verb = text(words.next()).toUpperCase(Locale.ROOT);
        String xid = words.rest().strip();
        return switch (verb) {
            case "START", "BEGIN" -> new LoggedStatement(Kind.XA_START, xid);
            case "END" -> new LoggedStatement(Kind.XA_END, xid);
            case "COMMIT" -> new LoggedStatement(Kind.XA_COMMIT, withoutOnePhase(xid));
            case "ROLLBACK" -> new LoggedStatement(Kind.XA_ROLLBACK, xid);
            default -> new LoggedStatement(Kind.OTHER, xid);
        };
    }

    private static String withoutOnePhase(String xid) {
        String suffix = "ONE PHASE";
        boolean onePhase = xid.regionMatches(true, xid.length() - suffix.length(), suffix, 0, suffix.length());
        return onePhase ? xid.substring(0, xid.length() - suffix.length()).strip() : xid;
    }

    private static String text(@Nullable Word word) {
        return word == null ? "" : word.text();
    }

    /**
     * The tables that a statement which changes rows may change. Names that are no tables may be among them.
     *
     * @param defaultDatabase where names without a database are looked for
     * @param mode the mode of the session it was issued in
     */
    static List<TableId> targets(String sql, String defaultDatabase, SqlMode mode) {
        SqlWords words = new SqlWords(sql, mode);
        Word verb = words.next();
        List<TableId> names = new ArrayList<>();
        if (verb == null) {
            return names;
        }
        String until =
                switch (verb.text().toUpperCase(Locale.ROOT)) {
                    case "INSERT", "REPLACE" -> "(";
                    case "UPDATE" -> "SET";
                    case "DELETE" -> "WHERE";
                    default -> "";
                };
        boolean one = until.equals("(");
        Word word = words.next();
        while (word != null && !word.is(until)) {
            Word following = words.next();
            if (!word.isName() || isModifier(word)) {
                word = following;
                continue;
            }
            if (following != null && following.is(".")) {
                Word table = words.next();
                names.add(new TableId(word.text(), text(table)));
                following = words.next();
            } else {
                names.add(new TableId(defaultDatabase, word.text()));
            }
            if (one) {
                return names;
            }
            word = following;
        }
        return names;
    }

    private static boolean isModifier(Word word) {
        return word.is("LOW_PRIORITY")
                || word.is("DELAYED")
                || word.is("HIGH_PRIORITY")
                || word.is("IGNORE")
                || word.is("QUICK")
                || word.is("INTO")
                || word.is("FROM");
    }
}
