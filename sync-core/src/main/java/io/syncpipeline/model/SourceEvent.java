package io.syncpipeline.model;

/** One thing a source reports, in the order in which it happened. */
public sealed interface SourceEvent permits RowChange, SchemaChange, Progress {}
