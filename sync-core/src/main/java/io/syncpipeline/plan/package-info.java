/** What a run will do, as data: {@link io.syncpipeline.plan.SyncPlan}. The plan that is shown is the plan that is run. */
@NullMarked
package io.syncpipeline.plan;

import org.jspecify.annotations.NullMarked;
