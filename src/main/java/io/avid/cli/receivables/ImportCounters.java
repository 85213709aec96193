package io.avid.cli.receivables;

import io.avid.platform.process.v1.Process;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an import counts, in the order that people read it. */
final class ImportCounters {
    private static final String REJECTED = "rejected";
    private static final List<String> ORDER = List.of("rows", "customers_created", "customers_existing", "charges_added",
            "charges_unchanged", "payments_added", "payments_unchanged", "marks_changed", "disputed", REJECTED);
    private static final List<String> TAKEN = List.of("charges_added", "charges_unchanged", "payments_added", "payments_unchanged");

    private ImportCounters() {}

    /** Those that are known first, 0 where nothing was counted, then whatever else was. */
    static Map<String, Long> inOrder(Process process) {
        Map<String, Long> counters = process.getCountersMap();
        var ordered = new LinkedHashMap<String, Long>();
        ORDER.forEach(name -> ordered.put(name, counters.getOrDefault(name, 0L)));
        new TreeMap<>(counters).forEach(ordered::putIfAbsent);
        return ordered;
    }

    static long rejected(Process process) {
        return process.getCountersMap().getOrDefault(REJECTED, 0L);
    }

    /** Whether a row was taken, or was there already. */
    static boolean tookAnything(Process process) {
        return TAKEN.stream().anyMatch(name -> process.getCountersMap().getOrDefault(name, 0L) > 0);
    }
}
