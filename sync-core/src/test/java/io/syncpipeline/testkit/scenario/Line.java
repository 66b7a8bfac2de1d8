package io.syncpipeline.testkit.scenario;

/**
 * One line of a scenario file.
 *
 * @param where the file and the line's number, for messages
 * @param text the line as it stands there, without trailing blanks
 */
record Line(String where, String text) {

    int indent() {
        return text.length() - text.stripLeading().length();
    }

    boolean isBlank() {
        return text.isBlank();
    }

    ScenarioException wrong(String message) {
        return new ScenarioException(where, message + ": " + text.strip());
    }
}
