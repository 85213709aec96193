package io.avid.statement.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a statement says of an account, at one position of the journal: found to add up, and from then
 * on what is printed, whatever is posted later.
 *
 * @param position everything posted up to there is included, nothing after it
 * @param openingMinor the balance at the end of the day before the first; whole minor units
 * @param closingMinor the balance at the end of the last day
 * @param entries how many transactions lie between
 * @param unallocatedMinor what was paid or credited and settles nothing at the end of the last day, positive
 * @param open what is owed on open items then
 */
public record StatementFigures(long position, long openingMinor, long closingMinor, long entries, long unallocatedMinor,
        OpenByAge open) {
    private static final String POSITION = "position";
    private static final String OPENING = "opening_minor";
    private static final String CLOSING = "closing_minor";
    private static final String ENTRIES = "entries";
    private static final String UNALLOCATED = "unallocated_minor";

    public StatementFigures {
        Objects.requireNonNull(open, "open");
    }

    Map<String, String> toData() {
        Map<String, String> data = new LinkedHashMap<>(open.toData());
        data.put(POSITION, Long.toString(position));
        data.put(OPENING, Long.toString(openingMinor));
        data.put(CLOSING, Long.toString(closingMinor));
        data.put(ENTRIES, Long.toString(entries));
        data.put(UNALLOCATED, Long.toString(unallocatedMinor));
        return data;
    }

    static StatementFigures fromData(Map<String, String> data) {
        return new StatementFigures(number(data, POSITION), number(data, OPENING), number(data, CLOSING),
                number(data, ENTRIES), number(data, UNALLOCATED), OpenByAge.fromData(data));
    }

    private static long number(Map<String, String> data, String key) {
        return Long.parseLong(data.get(key));
    }
}
