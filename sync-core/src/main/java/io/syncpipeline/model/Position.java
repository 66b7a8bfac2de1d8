package io.syncpipeline.model;

import java.util.Objects;

/**
 * A place in a source's log of changes. The token belongs to the source that made it: only that source can read or compare it. It is
 * what a checkpoint keeps, it may be shown to people, and it holds no secret.
 *
 * @param token the source's own text for the place
 */
public record Position(String token) {

    public Position {
        Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
        return token;
    }
}
