package io.syncpipeline.model;

import java.util.Objects;

/**
 * Something that a check or the planner found. A problem found is a finding; an exception means that the check could not run.
 *
 * @param severity how bad it is
 * @param subject what it is about: a table, a server variable, a grant
 * @param message what was found, with the actual values
 * @param hint what to do about it; empty when nothing needs doing
 */
public record Finding(Severity severity, String subject, String message, String hint) {

    /** How bad a finding is. */
    public enum Severity {
        /** Good to know. */
        INFO,
        /** The pipeline runs, but somebody should look. */
        WARNING,
        /** The pipeline cannot run, or would not be right. */
        ERROR
    }

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(hint, "hint");
    }

    /** A finding that forbids running. */
    public static Finding error(String subject, String message, String hint) {
        return new Finding(Severity.ERROR, subject, message, hint);
    }

    /** A finding that somebody should look at. */
    public static Finding warning(String subject, String message, String hint) {
        return new Finding(Severity.WARNING, subject, message, hint);
    }

    /** A finding that is good to know. */
    public static Finding info(String subject, String message) {
        return new Finding(Severity.INFO, subject, message, "");
    }

    @Override
    public String toString() {
        return severity + " " + subject + ": " + message + (hint.isEmpty() ? "" : ". Hint: " + hint);
    }
}
