package io.avid.platform.module;

import java.util.Optional;

/**
 * Something that this process needs in order to be of use, asked when somebody looks at its readiness.
 * Rooms of the platform register beans of it, for the whole process or for each hosted module.
 */
public interface ReadinessCheck {
    /** What it is, in a word or two, for example {@code mongodb customer}. */
    String name();

    /**
     * Why it is not usable at the moment; empty if it is. It is asked on a thread of its own, which is interrupted when
     * the answer takes longer than a second. It names no address and no secret: the answer is shown to anybody.
     */
    Optional<String> problem();
}
