package io.avid.architecture;

import java.util.List;

/**
 * A law that only sources show.
 *
 * @param sentence the law, as one says it
 * @param check finds what breaks it in one compilation unit
 * @param fixtures what it catches and what it allows
 */
record SourceLaw(String sentence, Check check, List<Fixture> fixtures) {
    /** Finds what breaks a law in one compilation unit. */
    @FunctionalInterface
    interface Check {
        /** One line for each place, beginning with where it stands. */
        List<String> violations(SourceUnit unit);
    }

    SourceLaw {
        if (fixtures.stream().noneMatch(Fixture::broken)) {
            throw new IllegalArgumentException("a law has a fixture that breaks it: " + sentence);
        }
    }

    static SourceLaw of(String sentence, Check check, Fixture... fixtures) {
        return new SourceLaw(sentence, check, List.of(fixtures));
    }
}
