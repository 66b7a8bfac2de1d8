/**
 * Scenario files: rules and SQL in, destination rows out. The files lie in the folder {@code io/syncpipeline/scenarios} of this jar, with a
 * README that describes them; {@link io.syncpipeline.testkit.scenario.ScenarioRun} carries one out on any pair of servers.
 */
@NullMarked
package io.syncpipeline.testkit.scenario;

import org.jspecify.annotations.NullMarked;
