package io.avid.transaction.application;

import io.avid.transaction.domain.AccountKind;
import io.avid.transaction.domain.Marks;
import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.Terms;
import io.avid.transaction.domain.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the index holds of a transaction, as lines of text, so that journal and index can be compared by a digest: the journal writes them
 * from its facts, the index from its documents, field by field and in this order. Of what can change, its marks, there is a line for each
 * state, with the position from which it was known, so that both sides can be compared at one position.
 */
public final class IndexedContent {

    private IndexedContent() {
    }

    /** What never changes of a transaction in the journal. */
    static String of(PostedTransaction posted, Optional<AccountKind> cashAccount) {
        Transaction transaction = posted.transaction();
        Terms terms = transaction.terms();
        return line(transaction.kind().name(), terms.customer(), transaction.currency(), transaction.amountMinor(), terms.date().toString(),
                terms instanceof Terms.Charge charge ? charge.dueDate().toString() : "",
                transaction.invoiceNumber().orElse(""), transaction.externalId().orElse(""), transaction.actor(),
                terms instanceof Terms.Reversal reversal ? reversal.reverses().value() : "",
                terms instanceof Terms.Refund refund ? refund.refunds().value() : "", cashAccount.map(AccountKind::name).orElse(""),
                posted.position(), posted.recordedPosition(), posted.recordedAt().toEpochMilli());
    }

    /** The line of these values. */
    public static String line(String kind, String customer, String currency, long amountMinor, String effectiveDate, String dueDate,
            String invoiceNumber, String externalId, String actor, String reverses, String refunds, String cashAccount, long position,
            long recordedPosition, long recordedAtMillis) {
        return String.join("|", kind, customer, currency, Long.toString(amountMinor), effectiveDate, dueDate, invoiceNumber, externalId, actor,
                reverses, refunds, cashAccount, Long.toString(position), Long.toString(recordedPosition), Long.toString(recordedAtMillis));
    }

    /** The states of the marks of a transaction in the journal, oldest first: the first is what it was posted with. */
    public static List<MarksKnown> marks(PostedTransaction posted) {
        List<MarksKnown> states = new ArrayList<>();
        states.add(new MarksKnown(posted.recordedPosition(), posted.annotations().isEmpty() ? posted.marks() : posted.annotations().getFirst().before()));
        posted.annotations().forEach(annotation -> states.add(new MarksKnown(annotation.recordedPosition(), annotation.after())));
        return states;
    }

    /** The line of the marks that were known up to a position. */
    static String marksLine(List<MarksKnown> states, long position) {
        return String.join("|", states.stream().filter(state -> state.recordedPosition() <= position)
                .map(state -> state.recordedPosition() + " " + state.marks().disputed() + " " + state.marks().attributes()).toList());
    }

    /**
     * Marks as they were known from a position on.
     *
     * @param recordedPosition the position
     * @param marks            what was marked
     */
    public record MarksKnown(long recordedPosition, Marks marks) {
    }
}
