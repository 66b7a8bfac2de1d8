package io.syncpipeline.testkit.scenario;

import java.util.List;

/** What a section of a scenario asks for. */
sealed interface ScenarioStep {

    /** Where the section stands, for messages. */
    String where();

    /** From now on the pipeline is this one. A run that goes on is stopped. */
    record Rules(String where, PipelineText pipeline) implements ScenarioStep {}

    /**
     * Statements.
     *
     * @param running whether the pipeline runs meanwhile: it is started, or stopped
     */
    record Statements(String where, boolean running, List<SqlStatement> statements) implements ScenarioStep {}

    /** The rows of a destination table, once the pipeline has caught up. */
    record Rows(String where, String table, ScenarioTable rows) implements ScenarioStep {}

    /** The columns of a destination table, each as its name, its type and NOT NULL. */
    record Columns(String where, String table, List<String> columns) implements ScenarioStep {}

    /**
     * How a destination table was created.
     *
     * @param wanted the words behind the colon
     */
    record Created(String where, String table, Line wanted) implements ScenarioStep {}

    /** The plan has a warning with this text. */
    record Warns(String where, String text) implements ScenarioStep {}

    /** The definition or its plan is refused with this text. */
    record Refused(String where, String text) implements ScenarioStep {}

    /** The run has failed with this text. */
    record Stops(String where, String text) implements ScenarioStep {}
}
