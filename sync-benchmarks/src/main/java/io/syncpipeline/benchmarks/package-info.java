/** JMH benchmarks, one class per question, each with the bare library call beside ours in the same run. Compare ratios of one run only. */
@NullMarked
package io.syncpipeline.benchmarks;

import org.jspecify.annotations.NullMarked;
