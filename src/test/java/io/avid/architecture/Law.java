package io.avid.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A law that class files show.
 *
 * @param sentence the law, as one says it
 * @param rule the same as ArchUnit checks it
 * @param fixtures what it catches and what it allows
 */
record Law(String sentence, ArchRule rule, List<Fixture> fixtures) {
    Law {
        if (fixtures.stream().noneMatch(Fixture::broken)) {
            throw new IllegalArgumentException("a law has a fixture that breaks it: " + sentence);
        }
    }

    static Law of(String sentence, ArchRule rule, Fixture... fixtures) {
        // A role that no module has yet matches nothing; that the patterns match what is there, the
        // fixtures show.
        return new Law(sentence, rule.allowEmptyShould(true), List.of(fixtures));
    }
}
