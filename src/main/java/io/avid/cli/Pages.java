package io.avid.cli;

import java.util.function.Function;
import java.util.function.Predicate;

/** The pages of a list, one after the other. */
final class Pages {
    /** As many as a list answers at once. */
    static final int LARGEST = 1000;

    private Pages() {}

    /**
     * Follows the pages to the last one, or until {@code take} says that it has enough.
     *
     * @param page asks for the page of a token, the first one's being empty
     * @param next the token of the page after
     */
    static <P> void follow(Function<String, P> page, Function<P, String> next, Predicate<P> take) {
        String token = "";
        do {
            P current = page.apply(token);
            if (!take.test(current)) {
                return;
            }
            token = next.apply(current);
        } while (!token.isEmpty());
    }
}
