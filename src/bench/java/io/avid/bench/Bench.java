package io.avid.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./avid bench NAME [--json]}: finds the benchmark of that name and runs it. */
public final class Bench {
    /** A benchmark that a person starts by name. */
    @FunctionalInterface
    interface Named {
        /**
         * Runs it and prints what it found.
         *
         * @param json as one line of JSON, for scripts
         * @param arguments what else was given
         * @throws Exception if it could not be run
         */
        void run(boolean json, List<String> arguments) throws Exception;
    }

    private static final Map<String, Named> BENCHMARKS = new TreeMap<>(Map.of(
            "boundary", BoundaryBench::run,
            "collect", CollectBench::run,
            "import", ImportBench::run,
            "start", StartBench::run,
            "webhook", WebhookBench::run));

    private Bench() {}

    public static void main(String[] arguments) {
        List<String> given = Arrays.asList(arguments);
        String name = given.isEmpty() ? "" : given.getFirst();
        Named benchmark = BENCHMARKS.get(name);
        if (benchmark == null) {
            System.err.println((name.isEmpty() ? "Which benchmark?" : "There is no benchmark \"" + name + "\".")
                    + " Expected: ./avid bench " + String.join("|", BENCHMARKS.keySet()) + " [--json]");
            System.exit(2);
        }
        int status = 1;
        try {
            benchmark.run(given.contains("--json"), given.subList(1, given.size()).stream().filter(argument -> !argument.equals("--json")).toList());
            status = 0;
        } catch (Exception e) {
            System.err.println("The benchmark " + name + " could not be run: " + e);
            e.printStackTrace();
        }
        // Stand-ins in this process keep threads of their own; the hooks that end them run now.
        System.exit(status);
    }
}
