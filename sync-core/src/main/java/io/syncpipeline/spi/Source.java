package io.syncpipeline.spi;

/** The description of a source: immutable, made by a builder, without I/O. Its {@code toString} shows no secret. */
public interface Source {

    /** The source's name for people and for name templates, such as {@code db1:3306}; holds no secret. */
    String name();

    /**
     * Connects.
     *
     * @throws io.syncpipeline.model.SourceException when that fails
     */
    SourceSession open(SessionOptions options);
}
