package io.avid.statement.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Open items by days late; whole minor units. */
public record OpenByAge(long currentMinor, long days1To30Minor, long days31To60Minor, long days61To90Minor,
        long over90DaysMinor) {
    private static final String PREFIX = "open_";
    private static final List<String> BUCKETS = List.of("current", "1-30", "31-60", "61-90", "90+");

    /** The sums of items; each is in a bucket of the ledger's. */
    static OpenByAge of(List<OpenItem> items) {
        long[] sums = new long[BUCKETS.size()];
        for (OpenItem item : items) {
            int bucket = BUCKETS.indexOf(item.bucket());
            if (bucket < 0) {
                throw new IllegalStateException("The ledger answered an open item of bucket " + item.bucket() + "; expected one of " + BUCKETS);
            }
            sums[bucket] = Math.addExact(sums[bucket], item.openMinor());
        }
        return new OpenByAge(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    /** All of them. */
    public long totalMinor() {
        return Math.addExact(Math.addExact(Math.addExact(currentMinor, days1To30Minor),
                Math.addExact(days31To60Minor, days61To90Minor)), over90DaysMinor);
    }

    Map<String, String> toData() {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(PREFIX + "current", Long.toString(currentMinor));
        data.put(PREFIX + "1-30", Long.toString(days1To30Minor));
        data.put(PREFIX + "31-60", Long.toString(days31To60Minor));
        data.put(PREFIX + "61-90", Long.toString(days61To90Minor));
        data.put(PREFIX + "90+", Long.toString(over90DaysMinor));
        return data;
    }

    static OpenByAge fromData(Map<String, String> data) {
        return new OpenByAge(minor(data, "current"), minor(data, "1-30"), minor(data, "31-60"), minor(data, "61-90"),
                minor(data, "90+"));
    }

    private static long minor(Map<String, String> data, String bucket) {
        return Long.parseLong(data.get(PREFIX + bucket));
    }
}
