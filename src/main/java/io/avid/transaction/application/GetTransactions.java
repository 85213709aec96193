package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.transaction.domain.TransactionId;
import java.util.List;

/** Reads transactions by their ids or external ids, from the journal itself. */
public final class GetTransactions {

    private final OpenJournals journals;

    public GetTransactions(OpenJournals journals) {
        this.journals = journals;
    }

    /**
     * One transaction.
     *
     * @throws Failure NOT_FOUND when there is none, or the principal does not see its customer
     */
    public TransactionView byId(Principal principal, TransactionId id) {
        return journals.of(principal.organisation()).journal().find(journal -> journal.transaction(id)
                        .filter(posted -> SeenTransaction.by(principal, journal, posted)).map(posted -> TransactionView.of(journal, posted)))
                .orElseThrow(() -> Failure.notFound(id.resourceName()));
    }

    /** The transactions of these external ids that exist and that the principal sees, in the order asked for. */
    public List<TransactionView> byExternalIds(Principal principal, List<String> externalIds) {
        return journals.of(principal.organisation()).journal().read(journal -> externalIds.stream().distinct()
                .flatMap(externalId -> journal.transactionByExternalId(externalId).stream())
                .filter(posted -> SeenTransaction.by(principal, journal, posted))
                .map(posted -> TransactionView.of(journal, posted)).toList());
    }
}
