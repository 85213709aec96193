package io.avid.transaction.application;

import io.avid.platform.security.Principal;
import io.avid.transaction.domain.AccountId;
import io.avid.transaction.domain.Account;
import io.avid.transaction.domain.Journal;
import io.avid.transaction.domain.PostedTransaction;
import java.util.List;
import java.util.Optional;

/**
 * Which transactions a principal sees: a customer's login those that move an account of that customer. What taking the customer's money
 * cost the organisation names the customer and moves none of these.
 */
final class SeenTransaction {

    private SeenTransaction() {
    }

    static boolean by(Principal principal, Journal journal, PostedTransaction posted) {
        Optional<List<AccountId>> within = accounts(principal, journal);
        return within.isEmpty() || posted.transaction().entries().stream().anyMatch(entry -> within.get().contains(entry.account()));
    }

    /** The accounts of which one must be moved; empty for a principal who sees every transaction. */
    static Optional<List<AccountId>> accounts(Principal principal, Journal journal) {
        return principal.customer().map(customer -> journal.accounts(customer).stream().map(Account::id).toList());
    }
}
