package io.avid.transaction.application;

import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.Terms;
import io.avid.transaction.domain.Transaction;
import java.util.Map;
import java.util.TreeMap;

/**
 * What never changes of a transaction, as one line of text, so that journal and index can be compared by a digest: the journal writes it
 * from its facts, the index from its documents, field by field and in this order.
 */
public final class IndexedContent {

    private IndexedContent() {
    }

    /** The line of a transaction in the journal. */
    static String of(PostedTransaction posted) {
        Transaction transaction = posted.transaction();
        Terms terms = transaction.terms();
        return line(transaction.kind().name(), terms.customer(), transaction.currency(), transaction.amountMinor(), terms.date().toString(),
                terms instanceof Terms.Charge charge ? charge.dueDate().toString() : "",
                terms instanceof Terms.Charge charge && charge.disputed(),
                transaction.invoiceNumber().orElse(""), transaction.externalId().orElse(""), transaction.attributes(), transaction.actor(),
                terms instanceof Terms.Reversal reversal ? reversal.reverses().value() : "",
                posted.position(), posted.recordedPosition(), posted.recordedAt().toEpochMilli());
    }

    /** The line of these values. */
    public static String line(String kind, String customer, String currency, long amountMinor, String effectiveDate, String dueDate, boolean disputed,
            String invoiceNumber, String externalId, Map<String, String> attributes, String actor, String reverses, long position,
            long recordedPosition, long recordedAtMillis) {
        return String.join("|", kind, customer, currency, Long.toString(amountMinor), effectiveDate, dueDate, Boolean.toString(disputed),
                invoiceNumber, externalId, new TreeMap<>(attributes).toString(), actor, reverses, Long.toString(position),
                Long.toString(recordedPosition), Long.toString(recordedAtMillis));
    }
}
