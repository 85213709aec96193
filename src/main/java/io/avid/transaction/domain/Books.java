package io.avid.transaction.domain;

import io.avid.transaction.domain.Fact.AccountOpened;
import io.avid.transaction.domain.Fact.AllocationMade;
import io.avid.transaction.domain.Fact.AllocationReduced;
import io.avid.transaction.domain.Fact.AllocationUndone;
import io.avid.transaction.domain.Fact.CallAnswered;
import io.avid.transaction.domain.Fact.TransactionAnnotated;
import io.avid.transaction.domain.Fact.TransactionPosted;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a decision needs to know: accounts with balances, transactions, open amounts, allocations and external ids.
 *
 * <p>Facts change the books in one way only, {@link #apply}, whether they are tried while a call is decided (on a {@link #layer}) or
 * come from a block. So what was decided is what a replay gives.
 */
final class Books {

    /** Where a fact stands. */
    record Place(long position, long recordedPosition, Instant recordedAt) {
    }

    private final LayeredMap<AccountId, Account> accounts;
    private final LayeredMap<AccountId, Long> balances;
    private final LayeredMap<TransactionId, PostedTransaction> transactions;
    private final LayeredMap<TransactionId, OpenAmount> openAmounts;
    private final LayeredMap<AllocationId, PostedAllocation> allocations;
    private final LayeredMap<String, TransactionId> externalIds;

    Books() {
        this(new LayeredMap<>(), new LayeredMap<>(), new LayeredMap<>(), new LayeredMap<>(), new LayeredMap<>(), new LayeredMap<>());
    }

    private Books(LayeredMap<AccountId, Account> accounts, LayeredMap<AccountId, Long> balances,
            LayeredMap<TransactionId, PostedTransaction> transactions, LayeredMap<TransactionId, OpenAmount> openAmounts,
            LayeredMap<AllocationId, PostedAllocation> allocations, LayeredMap<String, TransactionId> externalIds) {
        this.accounts = accounts;
        this.balances = balances;
        this.transactions = transactions;
        this.openAmounts = openAmounts;
        this.allocations = allocations;
        this.externalIds = externalIds;
    }

    /** Books over these: what is applied there is not seen here until it is settled. */
    Books layer() {
        return new Books(accounts.layer(), balances.layer(), transactions.layer(), openAmounts.layer(), allocations.layer(), externalIds.layer());
    }

    /** Puts what was applied to this layer into the books below. */
    void settle() {
        accounts.settle();
        balances.settle();
        transactions.settle();
        openAmounts.settle();
        allocations.settle();
        externalIds.settle();
    }

    /**
     * Makes a fact true.
     *
     * @throws ArithmeticException when a balance would leave the range of a long; a part may then be applied, so it is tried on a layer
     */
    void apply(Fact fact, Place place) {
        switch (fact) {
            case AccountOpened(Account account) -> {
                accounts.put(account.id(), account);
                balances.put(account.id(), 0L);
            }
            case TransactionPosted(Transaction transaction) -> post(transaction, place);
            case AllocationMade(Allocation allocation) -> allocate(allocation, place);
            case AllocationUndone(AllocationId allocation, TransactionId reversal, LocalDate date) -> takeBack(allocation,
                    new PostedAllocation.TakenBack(reversal, requireAllocation(allocation, place).countingMinor(), date, place.position()), place);
            case AllocationReduced(AllocationId allocation, TransactionId refund, long amountMinor, LocalDate date) ->
                    takeBack(allocation, new PostedAllocation.TakenBack(refund, amountMinor, date, place.position()), place);
            case TransactionAnnotated annotated -> annotate(annotated, place);
            case CallAnswered answered -> {
                // Kept beside the books: it changes no figure.
            }
        }
    }

    private void post(Transaction transaction, Place place) {
        for (Entry entry : transaction.entries()) {
            balances.put(entry.account(), Math.addExact(balance(entry.account()), entry.amountMinor()));
        }
        transactions.put(transaction.id(), PostedTransaction.of(transaction, place));
        transaction.externalId().ifPresent(externalId -> externalIds.put(externalId, transaction.id()));
        switch (transaction.terms()) {
            case Terms.Charge charge -> openAmount(transaction, place);
            case Terms.Payment payment -> openAmount(transaction, place);
            case Terms.Credit credit -> openAmount(transaction, place);
            case Terms.Fee fee -> {
                // Nothing of it is to be settled.
            }
            case Terms.Refund refund -> {
                transactions.put(refund.refunds(), requireTransaction(refund.refunds()).refunded(transaction));
                move(refund.refunds(), new Movement(refund.date(), place.recordedPosition(), Math.negateExact(transaction.amountMinor())));
            }
            case Terms.Reversal reversal -> reverse(reversal, transaction, place);
        }
    }

    private void openAmount(Transaction transaction, Place place) {
        openAmounts.put(transaction.id(), new OpenAmount(transaction.id(),
                List.of(new Movement(transaction.terms().date(), place.recordedPosition(), transaction.amountMinor())), List.of()));
    }

    private void reverse(Terms.Reversal reversal, Transaction transaction, Place place) {
        PostedTransaction reversed = requireTransaction(reversal.reverses());
        transactions.put(reversal.reverses(), reversed.reversedBy(transaction.id()));
        if (reversed.transaction().terms() instanceof Terms.Refund refund) {
            transactions.put(refund.refunds(), requireTransaction(refund.refunds()).restored(reversed.transaction()));
            move(refund.refunds(), new Movement(reversal.date(), place.recordedPosition(), transaction.amountMinor()));
        } else if (reversed.transaction().kind() != TransactionKind.FEE) {
            move(reversal.reverses(), new Movement(reversal.date(), place.recordedPosition(), Math.negateExact(transaction.amountMinor())));
        }
    }

    private void annotate(TransactionAnnotated annotated, Place place) {
        PostedTransaction posted = requireTransaction(annotated.transaction());
        if (!posted.marks().equals(annotated.before())) {
            throw new DamagedJournalException("Position " + place.position() + " changes the marks " + annotated.before() + " of transaction "
                    + annotated.transaction().value() + ", which has " + posted.marks() + ".");
        }
        transactions.put(annotated.transaction(), posted.annotated(new Annotation(annotated.before(), annotated.after(), annotated.actor(),
                place.position(), place.recordedPosition(), place.recordedAt())));
    }

    private void allocate(Allocation allocation, Place place) {
        Movement movement = new Movement(allocation.effectiveDate(), place.recordedPosition(), Math.negateExact(allocation.amountMinor()));
        for (TransactionId side : List.of(allocation.charge(), allocation.funds())) {
            openAmounts.put(side, requireOpenAmount(side).with(movement, allocation.id()));
        }
        allocations.put(allocation.id(), new PostedAllocation(allocation, place.position(), List.of()));
    }

    private void takeBack(AllocationId id, PostedAllocation.TakenBack part, Place place) {
        PostedAllocation made = requireAllocation(id, place);
        if (part.amountMinor() <= 0 || part.amountMinor() > made.countingMinor()) {
            throw new DamagedJournalException("Position " + place.position() + " takes " + part.amountMinor() + " back of allocation " + id.value()
                    + ", of which " + made.countingMinor() + " counts.");
        }
        Movement movement = new Movement(part.effectiveDate(), place.recordedPosition(), part.amountMinor());
        move(made.allocation().charge(), movement);
        move(made.allocation().funds(), movement);
        allocations.put(id, made.with(part));
    }

    private PostedAllocation requireAllocation(AllocationId id, Place place) {
        return allocation(id)
                .orElseThrow(() -> new DamagedJournalException("Position " + place.position() + " takes back allocation " + id.value() + ", which is unknown."));
    }

    private void move(TransactionId transaction, Movement movement) {
        openAmounts.put(transaction, requireOpenAmount(transaction).with(movement));
    }

    Optional<Account> account(AccountId id) {
        return accounts.get(id);
    }

    long balance(AccountId id) {
        return balances.get(id).orElseThrow(() -> new DamagedJournalException("An entry names account " + id.value() + ", which was never opened."));
    }

    /** Where the money of a payment, fee or refund arrived or went from; a reversal has none of its own. */
    Optional<AccountKind> cashAccount(Transaction transaction) {
        return transaction.kind() == TransactionKind.REVERSAL ? Optional.empty()
                : transaction.entries().stream().map(entry -> account(entry.account()).orElseThrow().kind()).filter(AccountKind::isCash).findFirst();
    }

    Optional<PostedTransaction> transaction(TransactionId id) {
        return transactions.get(id);
    }

    PostedTransaction requireTransaction(TransactionId id) {
        return transaction(id).orElseThrow(() -> new DamagedJournalException("A fact names transaction " + id.value() + ", which is unknown."));
    }

    Optional<PostedTransaction> transactionByExternalId(String externalId) {
        return externalIds.get(externalId).map(this::requireTransaction);
    }

    Optional<OpenAmount> openAmount(TransactionId id) {
        return openAmounts.get(id);
    }

    OpenAmount requireOpenAmount(TransactionId id) {
        return openAmount(id).orElseThrow(() -> new DamagedJournalException("A fact settles transaction " + id.value() + ", which has nothing to settle."));
    }

    Optional<PostedAllocation> allocation(AllocationId id) {
        return allocations.get(id);
    }

    /** The maps themselves, for the snapshot and for lists; of the lowest layer these are all there is. */
    LayeredMap<AccountId, Account> accounts() {
        return accounts;
    }

    LayeredMap<AccountId, Long> balances() {
        return balances;
    }

    LayeredMap<TransactionId, PostedTransaction> transactions() {
        return transactions;
    }

    LayeredMap<TransactionId, OpenAmount> openAmounts() {
        return openAmounts;
    }

    LayeredMap<AllocationId, PostedAllocation> allocations() {
        return allocations;
    }

    LayeredMap<String, TransactionId> externalIds() {
        return externalIds;
    }
}
