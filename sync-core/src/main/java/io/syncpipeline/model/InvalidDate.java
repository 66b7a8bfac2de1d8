package io.syncpipeline.model;

import java.util.Objects;

/**
 * A date or date-time that the source holds but no calendar has, such as {@code 0000-00-00} or {@code 2024-02-31 10:00:00}. It stands
 * in a row where the date would stand, so that nothing is replaced silently; the pipeline's policy decides what becomes of it.
 *
 * @param text the value as the source prints it
 */
public record InvalidDate(String text) {

    public InvalidDate {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text;
    }
}
