package io.avid.architecture;

import java.util.List;
import java.util.regex.Pattern;

/** What belongs to local mode, tests and benchmarks, and is never to be found in the product. */
final class StandIns {
    private static final List<Pattern> CLASSES = List.of(
            Pattern.compile("(.*/)?io/avid/(local|bench|architecture|endtoend)/.*"),
            Pattern.compile("(.*/)?de/bwaldvogel/.*"),
            Pattern.compile("(.*/)?org/elasticsearch/(node|bootstrap|cluster)/.*"),
            Pattern.compile("(.*/)?org/(junit|openjdk/jmh|mockito|assertj)/.*"),
            Pattern.compile("(.*/)?com/tngtech/archunit/.*"),
            Pattern.compile("(.*/)?.*(Test|IT)\\.class"));

    private static final List<Pattern> LIBRARIES = List.of(
            Pattern.compile("mongo-java-server.*"),
            Pattern.compile("elasticsearch-\\d.*"),
            Pattern.compile("lucene-.*"),
            Pattern.compile("transport-netty4.*"),
            Pattern.compile("spring-security-oauth2-authorization-server.*"),
            Pattern.compile("(junit|jqwik|assertj|mockito|archunit|jmh|hamcrest|awaitility|kubernetes-model).*"),
            Pattern.compile("spring-(boot-)?(starter-)?test.*"),
            Pattern.compile("spring-modulith-(core|test|docs|starter-test).*"),
            Pattern.compile("grpc-(inprocess|testing).*"),
            Pattern.compile(".*azurite.*"));

    private StandIns() {}

    /** Whether an entry of a jar is one. */
    static boolean isClass(String entry) {
        return CLASSES.stream().anyMatch(pattern -> pattern.matcher(entry).matches());
    }

    /** Whether a library's file name is one. */
    static boolean isLibrary(String fileName) {
        return LIBRARIES.stream().anyMatch(pattern -> pattern.matcher(fileName).matches());
    }
}
