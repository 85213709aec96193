package io.avid.transaction.application;

import io.avid.transaction.domain.AccountKind;
import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.OpenAmount;
import io.avid.transaction.domain.PostedAllocation;
import io.avid.transaction.domain.PostedTransaction;
import java.util.List;
import java.util.Optional;

/**
 * A transaction with what became of it.
 *
 * @param posted         the transaction
 * @param cashAccount    where the money arrived or went from; empty for what moves none
 * @param remainingMinor what is still owed or not allocated; empty for a reversal, fee or refund
 * @param allocations    what settles it, or what it settles, in the order in which they were made
 */
public record TransactionView(PostedTransaction posted, Optional<AccountKind> cashAccount, Optional<Long> remainingMinor, List<PostedAllocation> allocations) {

    static TransactionView of(Journal journal, PostedTransaction posted) {
        return new TransactionView(posted, journal.cashAccount(posted.transaction()), journal.openAmount(posted.transaction().id()).map(OpenAmount::remainingMinor),
                journal.allocations(posted.transaction().id()));
    }
}
