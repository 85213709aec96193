package io.avid.transaction.application;

import io.avid.platform.security.Principal;
import io.avid.transaction.application.TransactionIndex.Part;
import io.avid.transaction.application.TransactionIndex.Sum;
import io.avid.transaction.domain.AccountId;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What transactions that match come to: the index sums them, so that nobody has to read them for a total. */
public final class SummarizeTransactions {

    private static final YearMonth NONE = YearMonth.of(0, 1);
    private static final Comparator<Sum> ORDER = Comparator.comparing(Sum::currency)
            .thenComparing(sum -> sum.month().orElse(NONE), Comparator.reverseOrder()).thenComparing(Sum::kind);

    private final OpenJournals journals;
    private final TransactionIndex index;
    private final ReadIndex readIndex;

    public SummarizeTransactions(OpenJournals journals, TransactionIndex index) {
        this.journals = journals;
        this.index = index;
        this.readIndex = new ReadIndex(journals);
    }

    /** Sums of what matches and the principal sees, by currency, month (latest first) and kind. */
    public List<Sum> sums(Principal principal, TransactionFilter filter, boolean byMonth, boolean leaveOutReversed, long readPosition, long waitMillis) {
        int generation = readIndex.at(principal.organisation(), readPosition, waitMillis).generation();
        Optional<List<AccountId>> within = journals.of(principal.organisation()).journal().read(journal -> SeenTransaction.accounts(principal, journal));
        return index.sums(new Part(principal.organisation(), generation), within, filter, byMonth, leaveOutReversed).stream().sorted(ORDER).toList();
    }
}
