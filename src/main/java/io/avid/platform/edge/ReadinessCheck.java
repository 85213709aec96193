package io.avid.platform.edge;

import java.util.Optional;

/**
 * Something that this process needs in order to be of use, asked when somebody looks at its readiness.
 * Rooms of the platform register beans of it.
 */
public interface ReadinessCheck {
    /** What it is, in a word or two, for example {@code mongodb customer}. */
    String name();

    /** Why it is not usable at the moment; empty if it is. It answers within a second and names no secret. */
    Optional<String> problem();
}
