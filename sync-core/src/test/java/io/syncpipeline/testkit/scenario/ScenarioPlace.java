package io.syncpipeline.testkit.scenario;

/** What a scenario can be carried out on. */
public enum ScenarioPlace {
    /** Both ends in memory, where a clock of its own begins with the year 2026. */
    SCRIPTED,
    /** A server and a service, or what stands in for it. */
    SERVERS
}
