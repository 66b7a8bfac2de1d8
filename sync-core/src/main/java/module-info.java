/** The pipeline: what users assemble and run, and what sources and sinks implement. */
module io.syncpipeline.core {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;

    exports io.syncpipeline;
    exports io.syncpipeline.checkpoint;
    exports io.syncpipeline.model;
    exports io.syncpipeline.plan;
    exports io.syncpipeline.rule;
    exports io.syncpipeline.spi;
    exports io.syncpipeline.status;
}
