package io.avid.invoice.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is remembered of an invoice's reservations beside the present one.
 *
 * @param ended who had one that ended, the latest last
 * @param cancelled reservations that were released before they came, the latest last
 */
public record Reservations(List<String> ended, List<Cancelled> cancelled) {
    /** Nothing is remembered. */
    public static final Reservations NONE = new Reservations(List.of(), List.of());

    /** So many of each are remembered: many more than collect one invoice within a request's life. */
    private static final int KEPT = 32;

    public Reservations {
        ended = List.copyOf(ended);
        cancelled = List.copyOf(cancelled);
    }

    /**
     * A reservation that was released before it came.
     *
     * @param holder whose
     * @param requestId the request that was to make it; empty means any of the holder's
     */
    public record Cancelled(String holder, String requestId) {
        public Cancelled {
            Objects.requireNonNull(holder, "holder");
            Objects.requireNonNull(requestId, "requestId");
        }
    }

    /** Whether a reservation that comes now was released before. */
    boolean cancels(String holder, String requestId) {
        return cancelled.contains(new Cancelled(holder, "")) || cancelled.contains(new Cancelled(holder, requestId));
    }

    /** A holder's reservation ended. */
    Reservations ended(String holder) {
        return ended.contains(holder) ? this : new Reservations(added(ended, holder), cancelled);
    }

    /** A holder's reservation was released that is not there: it has ended, or has yet to come. */
    Reservations releasedUnheld(String holder, String requestId) {
        var release = new Cancelled(holder, requestId);
        boolean over = requestId.isEmpty() && ended.contains(holder);
        return over || cancelled.contains(release) ? this : new Reservations(ended, added(cancelled, release));
    }

    private static <T> List<T> added(List<T> list, T one) {
        var longer = new ArrayList<>(list);
        longer.add(one);
        return longer.subList(Math.max(0, longer.size() - KEPT), longer.size());
    }
}
