package io.avid.transaction.application;

import io.avid.platform.security.Principal;
import io.avid.transaction.application.TransactionIndex.Found;
import io.avid.transaction.application.TransactionIndex.Part;
import io.avid.transaction.domain.AccountId;
import java.util.List;
import java.util.Optional;

/** Searches transactions: the index finds them, the journal says what they are. */
public final class ListTransactions {

    private final OpenJournals journals;
    private final TransactionIndex index;
    private final ReadIndex readIndex;

    public ListTransactions(OpenJournals journals, TransactionIndex index) {
        this.journals = journals;
        this.index = index;
        this.readIndex = new ReadIndex(journals);
    }

    /**
     * @param transactions latest effective date first
     * @param next         where the next page begins
     * @param totalCount   how many match in all
     */
    public record Page(List<TransactionView> transactions, Optional<String> next, long totalCount) {
    }

    /** One page of what matches and the principal sees. */
    public Page page(Principal principal, TransactionFilter filter, Optional<String> after, int limit, long readPosition, long waitMillis) {
        int generation = readIndex.at(principal.organisation(), readPosition, waitMillis).generation();
        Optional<List<AccountId>> within = journals.of(principal.organisation()).journal().read(journal -> SeenTransaction.accounts(principal, journal));
        Found found = index.search(new Part(principal.organisation(), generation), within, filter, after, limit);
        List<TransactionView> transactions = journals.of(principal.organisation()).journal().read(journal -> found.ids().stream()
                .flatMap(id -> journal.transaction(id).stream()).map(posted -> TransactionView.of(journal, posted)).toList());
        return new Page(transactions, found.next(), found.totalCount());
    }
}
