package io.syncpipeline.testkit.scenario;

/** A scenario file says something that nobody understands. The message begins with the file and the line. */
public final class ScenarioException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScenarioException(String where, String message) {
        super(where + ": " + message);
    }
}
