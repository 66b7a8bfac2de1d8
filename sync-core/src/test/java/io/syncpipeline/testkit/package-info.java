/**
 * What tests of pipelines, sources, sinks and checkpoint stores stand on: both ends in memory ({@link
 * io.syncpipeline.testkit.ScriptedSource}, {@link io.syncpipeline.testkit.RecordingSink}), a store and a clock that do as they are told,
 * and contract suites to be subclassed for implementations of one's own. Published as the test jar of this module.
 */
@NullMarked
package io.syncpipeline.testkit;

import org.jspecify.annotations.NullMarked;
