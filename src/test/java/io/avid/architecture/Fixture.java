package io.avid.architecture;

import java.util.List;

/**
 * A few lines of source in one of the product's packages, to show what a law catches or allows.
 *
 * @param what what the lines do, in words that complete "catches …" or "allows …"
 * @param broken whether the law must catch it
 * @param sources one compilation unit each; a package statement and one top-level type
 */
record Fixture(String what, boolean broken, List<String> sources) {
    static Fixture caught(String what, String... sources) {
        return new Fixture(what, true, List.of(sources));
    }

    static Fixture allowed(String what, String... sources) {
        return new Fixture(what, false, List.of(sources));
    }
}
