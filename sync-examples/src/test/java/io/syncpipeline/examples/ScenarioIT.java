package io.syncpipeline.examples;

import io.syncpipeline.testkit.scenario.Scenario;
import io.syncpipeline.testkit.scenario.ScenarioPlace;
import io.syncpipeline.testkit.scenario.ScenarioRun;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenario files of sync-core on a real server, read back with the SDK. */
class ScenarioIT {

    static List<Scenario> scenarios() {
        return Scenario.of(ScenarioPlace.SERVERS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Timeout(180)
    void endsAsTheFileSays(Scenario scenario) throws InterruptedException {
        try (ScenarioTestServers servers = new ScenarioTestServers()) {
            ScenarioRun.of(scenario, servers);
        }
    }
}
