/** From what the user said to what will be done: the planner, and the mappers compiled from its plan. Pure but for what it is given. */
@NullMarked
package io.syncpipeline.internal.plan;

import org.jspecify.annotations.NullMarked;
