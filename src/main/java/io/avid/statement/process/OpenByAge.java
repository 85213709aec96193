package io.avid.statement.process;

import java.util.LinkedHashMap;
import java.util.Map;

/** Open items by days late; whole minor units. */
public record OpenByAge(long currentMinor, long days1To30Minor, long days31To60Minor, long days61To90Minor,
        long over90DaysMinor) {
    private static final String PREFIX = "open_";

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
