package io.avid.invoice.application;

import io.avid.invoice.application.NumberRegister.Insertion;
import io.avid.invoice.domain.InvoiceNumber;
import io.avid.invoice.domain.Issuing;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes the next number of a series for a draft: the last one and one more, without gap or duplicate,
 * whoever else does it at the same moment.
 *
 * <p>The register refuses a number that is given out and a second number for the same draft. So who
 * was slower sees that, and tries the one after. The last number is remembered for each series, which
 * saves looking for it; but a number that was given out stays given out, so what is remembered can be
 * old, never wrong, and the register alone decides.
 *
 * <p>Number n+1 is tried only after number n was read, with its day. So days of a series never go
 * backwards, and where the day asked for is before the last one's, no later attempt could do better.
 */
public final class AssignNumber {
    /** Others can be faster so often; with so many at once the caller is told to come again. */
    private static final int ATTEMPTS = 1_000;

    private final NumberRegister register;
    private final Map<String, Series> series = new ConcurrentHashMap<>();

    public AssignNumber(NumberRegister register) {
        this.register = register;
    }

    /** What this process remembers of a series. */
    private static final class Series {
        /** Callers of this process take turns, so that only other processes can be faster. */
        private final ReentrantLock turn = new ReentrantLock(true);

        private Optional<InvoiceNumber> last = Optional.empty();
    }

    /** The number that a draft has already. */
    Optional<InvoiceNumber> find(String organisation, String draft) {
        return register.findByDraft(organisation, draft);
    }

    /**
     * The draft's number, taken now unless it has one.
     *
     * @throws Failure FAILED_PRECONDITION (ISSUE_DATE_BEFORE_LAST): it has none and cannot have one on that
     *     day; UNAVAILABLE: not known, call again
     */
    InvoiceNumber assign(String organisation, String draft, String name, Issuing issuing) {
        Optional<InvoiceNumber> has = register.findByDraft(organisation, draft);
        if (has.isPresent()) {
            return has.get();
        }
        Series known = series.computeIfAbsent(organisation + "/" + name, any -> new Series());
        awaitTurn(known);
        try {
            return take(organisation, draft, name, issuing, known);
        } finally {
            known.turn.unlock();
        }
    }

    private InvoiceNumber take(String organisation, String draft, String name, Issuing issuing, Series known) {
        if (known.last.isEmpty()) {
            known.last = register.last(organisation, name);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (known.last.filter(number -> number.issueDate().isAfter(issuing.issueDate())).isPresent()) {
                // Another may have issued the same draft, before this day passed.
                InvoiceNumber last = known.last.get();
                return register.findByDraft(organisation, draft).orElseThrow(() -> beforeLast(issuing, last));
            }
            var next = new InvoiceNumber(name, known.last.map(InvoiceNumber::n).orElse(0L) + 1, issuing.issueDate());
            switch (register.insert(organisation, next, draft)) {
                case GIVEN -> {
                    known.last = Optional.of(next);
                    return next;
                }
                case DRAFT_HAS_NUMBER -> {
                    return register.findByDraft(organisation, draft).orElseThrow(() -> new IllegalStateException(
                            "the register of numbers knows draft " + draft + " and does not find it"));
                }
                case NUMBER_TAKEN -> known.last = Optional.of(register.find(organisation, name, next.n()).orElseThrow(() ->
                        new IllegalStateException("number " + next.printed() + " is taken and not found")));
            }
        }
        throw Failure.of(FailureKind.ABORTED, "CHANGED_TOO_OFTEN", "Others took the next number of series " + name
                + " " + ATTEMPTS + " times while this draft asked for one. Repeat it with the same request_id.",
                Map.of("resource", name));
    }

    private static void awaitTurn(Series known) {
        try {
            known.turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureKind.DEADLINE_EXCEEDED, "DEADLINE_PASSED",
                    "The deadline passed while others took numbers of the same series. Repeat it with the same request_id.",
                    Map.of(), e);
        }
    }

    private static Failure beforeLast(Issuing issuing, InvoiceNumber last) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "ISSUE_DATE_BEFORE_LAST", "The day of issue "
                + issuing.issueDate() + " is before " + last.issueDate() + ", that of " + last.printed()
                + "; numbers of a series follow the days. Issue it on " + last.issueDate()
                + " or later, or in another series.",
                Map.of("given", issuing.issueDate().toString(), "last", last.issueDate().toString()));
    }
}
