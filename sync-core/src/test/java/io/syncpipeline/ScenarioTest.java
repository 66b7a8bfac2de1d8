package io.syncpipeline;

import io.syncpipeline.testkit.LeakCheck;
import io.syncpipeline.testkit.scenario.Scenario;
import io.syncpipeline.testkit.scenario.ScenarioPlace;
import io.syncpipeline.testkit.scenario.ScenarioRun;
import io.syncpipeline.testkit.scenario.ScriptedServers;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the folder {@code scenarios} with both ends in memory. {@code ScenarioIT} carries them out on real servers. */
class ScenarioTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static List<Scenario> scenarios() {
        return Scenario.of(ScenarioPlace.SCRIPTED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Timeout(120)
    void endsAsTheFileSays(Scenario scenario) throws InterruptedException {
        ScenarioRun.of(scenario, new ScriptedServers(leaks));
    }
}
