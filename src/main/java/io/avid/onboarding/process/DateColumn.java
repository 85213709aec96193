package io.avid.onboarding.process;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a whole column says about the format of its dates.
 *
 * <p>{@code 03/01/2012} alone is the 3rd of January or the 1st of March. The column decides, never the row: one value
 * like {@code 31/12/2012} can be read in one way only, and then all are read so. For each value we note the set of
 * formats that read it; after the last row each format's fit is known, and how many values speak for one format and
 * against another.
 * <ul>
 *   <li>One format reads most, and nothing (or less than one value in fifty) speaks for a rival: settled. What it
 *       does not read is a rejected row.</li>
 *   <li>Two formats read all values equally, or each has values of its own: the column cannot be read. Another date
 *       column of the same file may settle the first case, if it is sure itself and its values have the very same
 *       shape: one export writes its dates in one way. Otherwise a person is asked.</li>
 *   <li>{@code 13-01-05} with the year in front or behind: when one reading spans at most ten years and the other
 *       more than twenty, the narrow one is meant.</li>
 * </ul>
 */
final class DateColumn {
    private static final int MOST_FORMATS = 31;
    private static final int RIVAL_IS_A_SLIP_BELOW = 50;
    private static final int NARROW_YEARS = 10;
    private static final int WIDE_YEARS = 20;

    private final Map<String, Integer> indexOf = new LinkedHashMap<>();
    private final List<DatePattern> patterns = new ArrayList<>();
    private final List<LocalDate> earliest = new ArrayList<>();
    private final List<LocalDate> latest = new ArrayList<>();
    private final Map<Integer, Readers> bySet = new HashMap<>();
    private long values;

    /** How many values exactly this set of formats reads. */
    private static final class Readers {
        private long count;
        private boolean differ;
        private final String example;
        private final long exampleLine;

        Readers(String example, long exampleLine) {
            this.example = example;
            this.exampleLine = exampleLine;
        }
    }

    /** What the column was found to be. */
    sealed interface Verdict {}

    /**
     * Every value but {@code misfits} is read by this format and meant so.
     *
     * @param sure whether some value speaks for this format alone; when not (each date is like 01/01/2013) the column
     *     can be read but says nothing about how others are written
     */
    record Settled(DatePattern pattern, long misfits, boolean sure, String why) implements Verdict {}

    /** Equally well read by each of these. */
    record Ambiguous(List<DatePattern> patterns, String example, long exampleLine, boolean contradictory, String message)
            implements Verdict {}

    /** No date format reads anything. */
    record NoDates() implements Verdict {}

    void add(String value, long line) {
        values++;
        int set = 0;
        LocalDate first = null;
        boolean differ = false;
        for (String format : DatePattern.formatsOf(value)) {
            Integer index = indexOf.get(format);
            if (index == null) {
                Optional<DatePattern> pattern = DatePattern.of(format);
                if (patterns.size() >= MOST_FORMATS || pattern.isEmpty() || pattern.get().read(value).isEmpty()) {
                    continue;
                }
                index = patterns.size();
                indexOf.put(format, index);
                patterns.add(pattern.get());
                earliest.add(LocalDate.MAX);
                latest.add(LocalDate.MIN);
            }
            Optional<LocalDate> date = patterns.get(index).read(value);
            if (date.isPresent()) {
                set |= 1 << index;
                differ |= first != null && !first.equals(date.get());
                first = date.get();
                if (first.isBefore(earliest.get(index))) {
                    earliest.set(index, first);
                }
                if (first.isAfter(latest.get(index))) {
                    latest.set(index, first);
                }
            }
        }
        if (set != 0) {
            Readers readers = bySet.computeIfAbsent(set, any -> new Readers(value, line));
            readers.count++;
            readers.differ |= differ;
        }
    }

    /** How much of the column the best format reads, 0 to 1; 0 for a column without values. */
    double fit() {
        return values == 0 ? 0 : (double) bestFit() / values;
    }

    Verdict verdict() {
        if (patterns.isEmpty()) {
            return new NoDates();
        }
        long best = bestFit();
        List<Integer> winners = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            if (fitOf(i) == best) {
                winners.add(i);
            }
        }
        winners = withoutTheWide(winners);
        int winner = winners.getFirst();
        for (int rival = 0; rival < patterns.size(); rival++) {
            if (rival == winner || !patterns.get(rival).shape().equals(patterns.get(winner).shape())) {
                continue;
            }
            long against = onlyBy(rival, winner);
            if (against * RIVAL_IS_A_SLIP_BELOW > onlyBy(winner, rival) && against > 0) {
                Readers one = exampleOnlyBy(winner, rival);
                Readers other = exampleOnlyBy(rival, winner);
                return new Ambiguous(List.of(patterns.get(winner), patterns.get(rival)), one.example, one.exampleLine, true,
                        "some values can only be " + patterns.get(winner).format() + " ('" + one.example + "' at line "
                                + one.exampleLine + ") and some only " + patterns.get(rival).format() + " ('" + other.example
                                + "' at line " + other.exampleLine + ")");
            }
        }
        if (winners.size() > 1 && readDifferently(winners)) {
            return ambiguous(winners);
        }
        long misfits = values - best;
        Readers deciding = decidingFor(winner);
        boolean sure = winners.size() == 1;
        return new Settled(patterns.get(winner), misfits, sure, !sure || patterns.size() == 1 || deciding == null
                ? "every value has one reading"
                : "'" + deciding.example + "' at line " + deciding.exampleLine + " has no other reading");
    }

    private Ambiguous ambiguous(List<Integer> winners) {
        Readers example = bySet.values().stream().filter(readers -> readers.differ)
                .min(Comparator.comparingLong(readers -> readers.exampleLine)).orElseThrow();
        List<DatePattern> readings = winners.stream().map(patterns::get).toList();
        StringBuilder message = new StringBuilder("every value can be read in " + readings.size() + " ways: '"
                + example.example + "' at line " + example.exampleLine + " is");
        for (int i = 0; i < readings.size(); i++) {
            DatePattern pattern = readings.get(i);
            message.append(i == 0 ? " " : " or ").append(pattern.read(example.example).map(LocalDate::toString)
                    .orElse("nothing")).append(" as ").append(pattern.format());
        }
        return new Ambiguous(readings, example.example, example.exampleLine, false, message.toString());
    }

    private List<Integer> withoutTheWide(List<Integer> winners) {
        boolean shortYears = winners.stream().allMatch(i -> patterns.get(i).hasShortYear());
        if (!shortYears || winners.stream().noneMatch(i -> spanYears(i) <= NARROW_YEARS)) {
            return winners;
        }
        return winners.stream().filter(i -> spanYears(i) <= WIDE_YEARS).toList();
    }

    private long spanYears(int index) {
        return (long) latest.get(index).getYear() - earliest.get(index).getYear();
    }

    private boolean readDifferently(List<Integer> winners) {
        int all = 0;
        for (int winner : winners) {
            all |= 1 << winner;
        }
        for (Map.Entry<Integer, Readers> entry : bySet.entrySet()) {
            if (Integer.bitCount(entry.getKey() & all) > 1 && entry.getValue().differ) {
                return true;
            }
        }
        return false;
    }

    private Readers decidingFor(int winner) {
        return bySet.entrySet().stream()
                .filter(entry -> entry.getKey() == 1 << winner)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private Readers exampleOnlyBy(int index, int notBy) {
        return bySet.entrySet().stream()
                .filter(entry -> isIn(index, entry.getKey()) && !isIn(notBy, entry.getKey()))
                .map(Map.Entry::getValue)
                .min(Comparator.comparingLong(readers -> readers.exampleLine))
                .orElseThrow();
    }

    private long onlyBy(int index, int notBy) {
        long count = 0;
        for (Map.Entry<Integer, Readers> entry : bySet.entrySet()) {
            if (isIn(index, entry.getKey()) && !isIn(notBy, entry.getKey())) {
                count += entry.getValue().count;
            }
        }
        return count;
    }

    private long bestFit() {
        long best = 0;
        for (int i = 0; i < patterns.size(); i++) {
            best = Math.max(best, fitOf(i));
        }
        return best;
    }

    private long fitOf(int index) {
        long fit = 0;
        for (Map.Entry<Integer, Readers> entry : bySet.entrySet()) {
            if (isIn(index, entry.getKey())) {
                fit += entry.getValue().count;
            }
        }
        return fit;
    }

    private static boolean isIn(int index, int set) {
        return (set & 1 << index) != 0;
    }
}
