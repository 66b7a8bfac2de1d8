package io.syncpipeline.spi;

/** The description of a destination: immutable, made by a builder, without I/O. Its {@code toString} shows no secret. */
public interface Sink {

    /** The destination's name for people, such as its project; holds no secret. */
    String name();

    /**
     * Connects.
     *
     * @throws io.syncpipeline.model.SinkException when that fails
     */
    SinkSession open(SessionOptions options);
}
