package io.syncpipeline.testkit;

/** The steps of a {@link ScriptedSource} at which a {@link Script} can act. */
public enum SourceStep {
    /** A session is about to be opened. */
    OPEN,
    /** A reader is about to be polled. */
    POLL,
    /** An event is about to be handed out by a poll. */
    EVENT,
    /** The bounds of a chunk are about to be found. */
    FIND_CHUNK,
    /** Somebody is about to wait until changes are visible. */
    AWAIT_VISIBLE,
    /** A chunk's rows are about to be selected. */
    SELECT,
    /** A chunk's rows have been selected as they are at this moment; none has been handed on. */
    SELECTED,
    /** A piece of a chunk has been handed on. */
    PIECE,
    /** All rows of a chunk have been handed on; the read is about to return. */
    READ
}
