package io.avid.transaction.domain;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What remained of a charge on any business date, as it was known at any position: the movements turned into rectangles.
 *
 * <p>There are two times. <em>Effective</em> is the business date: a payment that arrived on the 5th settles from the 5th, even if it is
 * posted on the 9th. <em>Recorded</em> is the position in the journal: on the 7th nobody knew. A question such as "what was open on the
 * 6th" has one answer known on the 7th and another known on the 9th, and both must stay answerable for ever.
 *
 * <p>So the plane of (effective, recorded) is cut into rectangles, half-open on both sides, in each of which the remaining amount is one
 * number. Those with zero are left out. The rectangles do not overlap, so that a point lies in one of them (the item is open there) or
 * in none (it is not yet invoiced, or settled, or not yet known). A question is then a filter on four bounds, and ageing is a filter and
 * a sum, which is what a search index does best.
 *
 * <p>The work: take the positions at which something was recorded, in order. Each adds its movements to the steps by date. After each,
 * the steps are intervals by date; an interval that was there before goes on, one that is no longer there is closed at this position,
 * and one that is new is opened at it.
 */
public final class OpenItemTimeline {

    /** The end of an interval that has none yet. */
    public static final LocalDate NO_END_DATE = LocalDate.of(9999, 12, 31);
    /** The end of what is still known. */
    public static final long NO_END_POSITION = Long.MAX_VALUE;

    /**
     * One rectangle; ends are exclusive.
     *
     * @param effectiveFrom  first business date
     * @param effectiveTo    first date on which it no longer holds, or {@link #NO_END_DATE}
     * @param recordedFrom   first position
     * @param recordedTo     first position at which it no longer holds, or {@link #NO_END_POSITION}
     * @param remainingMinor positive
     */
    public record Row(LocalDate effectiveFrom, LocalDate effectiveTo, long recordedFrom, long recordedTo, long remainingMinor) {

        /** Whether the row answers for this date and position. */
        public boolean covers(LocalDate asOf, long knownAtPosition) {
            return !asOf.isBefore(effectiveFrom) && asOf.isBefore(effectiveTo) && knownAtPosition >= recordedFrom && knownAtPosition < recordedTo;
        }
    }

    private record Interval(LocalDate from, LocalDate to, long remainingMinor) {
    }

    private OpenItemTimeline() {
    }

    /** The rows of a charge's movements, in the order in which they were recorded, then by date. */
    public static List<Row> rows(List<Movement> movements) {
        Map<Long, List<Movement>> byPosition = new TreeMap<>();
        movements.forEach(movement -> byPosition.computeIfAbsent(movement.recordedPosition(), position -> new ArrayList<>()).add(movement));

        List<Row> rows = new ArrayList<>();
        TreeMap<LocalDate, Long> steps = new TreeMap<>();
        Map<Interval, Long> open = new TreeMap<>((a, b) -> a.from().compareTo(b.from()) != 0 ? a.from().compareTo(b.from())
                : a.to().compareTo(b.to()) != 0 ? a.to().compareTo(b.to()) : Long.compare(a.remainingMinor(), b.remainingMinor()));
        byPosition.forEach((position, recorded) -> {
            recorded.forEach(movement -> steps.merge(movement.effectiveDate(), movement.deltaMinor(), Math::addExact));
            List<Interval> now = intervals(steps);
            open.entrySet().removeIf(known -> {
                if (now.contains(known.getKey())) {
                    return false;
                }
                rows.add(row(known.getKey(), known.getValue(), position));
                return true;
            });
            now.forEach(interval -> open.putIfAbsent(interval, position));
        });
        open.forEach((interval, since) -> rows.add(row(interval, since, NO_END_POSITION)));
        return List.copyOf(rows);
    }

    private static Row row(Interval interval, long recordedFrom, long recordedTo) {
        return new Row(interval.from(), interval.to(), recordedFrom, recordedTo, interval.remainingMinor());
    }

    private static List<Interval> intervals(TreeMap<LocalDate, Long> steps) {
        List<Interval> intervals = new ArrayList<>();
        long remaining = 0;
        LocalDate since = LocalDate.MIN;
        for (Map.Entry<LocalDate, Long> step : steps.entrySet()) {
            if (step.getValue() == 0) {
                continue;
            }
            if (remaining != 0) {
                intervals.add(new Interval(since, step.getKey(), remaining));
            }
            remaining = Math.addExact(remaining, step.getValue());
            since = step.getKey();
            if (remaining < 0) {
                throw new IllegalStateException("From " + since + " on " + remaining + " would remain of a charge; allocations never exceed it.");
            }
        }
        if (remaining != 0) {
            intervals.add(new Interval(since, NO_END_DATE, remaining));
        }
        return intervals;
    }
}
