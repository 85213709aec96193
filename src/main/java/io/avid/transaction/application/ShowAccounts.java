package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.transaction.domain.Account;
import io.avid.transaction.domain.AccountFigures;
import io.avid.transaction.domain.AccountId;
import io.avid.transaction.domain.Journal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads accounts with their figures, now or as of a date, from the journal itself. */
public final class ShowAccounts {

    private final OpenJournals journals;

    public ShowAccounts(OpenJournals journals) {
        this.journals = journals;
    }

    /**
     * @param account  the account
     * @param figures  as of the date asked for
     * @param position that the figures include
     */
    public record AccountView(Account account, AccountFigures figures, long position) {
        private static AccountView of(Journal journal, Account account, Optional<LocalDate> asOf) {
            return new AccountView(account, journal.figures(account.id(), asOf), journal.position());
        }
    }

    /**
     * @param accounts in the order of their ids
     * @param next     the account after which the next page begins
     */
    public record Page(List<AccountView> accounts, Optional<AccountId> next) {
    }

    /**
     * One account.
     *
     * @throws Failure NOT_FOUND when there is none, or the principal does not see whose it is
     */
    public AccountView byId(Principal principal, AccountId id, Optional<LocalDate> asOf) {
        return journals.of(principal.organisation()).journal().find(journal -> journal.account(id)
                        .filter(account -> principal.sees(account.customer())).map(account -> AccountView.of(journal, account, asOf)))
                .orElseThrow(() -> Failure.notFound(id.resourceName()));
    }

    /**
     * The accounts of a customer, or all that the principal sees.
     *
     * @throws Failure NOT_FOUND when it does not see the customer asked for
     */
    public Page page(Principal principal, Optional<String> customer, Optional<LocalDate> asOf, Optional<AccountId> after, int limit) {
        Optional<String> whose = SeenCustomer.of(principal, customer);
        return journals.of(principal.organisation()).journal().read(journal -> {
            List<Account> found = (whose.isPresent() ? journal.accounts(whose.get()) : journal.accounts()).stream()
                    .filter(account -> principal.sees(account.customer()))
                    .sorted(Comparator.comparing(account -> account.id().value()))
                    .filter(account -> after.isEmpty() || account.id().value().compareTo(after.get().value()) > 0)
                    .limit(limit + 1L).toList();
            List<Account> shown = found.size() > limit ? found.subList(0, limit) : found;
            return new Page(shown.stream().map(account -> AccountView.of(journal, account, asOf)).toList(),
                    found.size() > limit ? Optional.of(shown.getLast().id()) : Optional.empty());
        });
    }
}
