/**
 * Looks at everything that has to be right before tables can be copied and followed. {@link
 * io.syncpipeline.mysql.internal.check.ServerChecks} runs the checks, each of which is a class of its own. Only sessions depend on this
 * package.
 */
@NullMarked
package io.syncpipeline.mysql.internal.check;

import org.jspecify.annotations.NullMarked;
