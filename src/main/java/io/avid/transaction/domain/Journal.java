package io.avid.transaction.domain;

import io.avid.transaction.domain.Fact.AllocationMade;
import io.avid.transaction.domain.Fact.AllocationReduced;
import io.avid.transaction.domain.Fact.AllocationUndone;
import io.avid.transaction.domain.Fact.TransactionAnnotated;
import io.avid.transaction.domain.Fact.TransactionPosted;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One organisation's journal in memory: what follows from its blocks, and nothing else.
 *
 * <p><b>The problem.</b> A ledger must be atomic over any number of accounts, exact, in one order, and fast on the account that everyone
 * posts to. The store gives one thing only: a document whose id is taken cannot be inserted again.
 *
 * <p><b>The idea.</b> Let that one thing be the commit. An organisation's whole history is a row of numbered blocks; block {@code n} is
 * one document, and whoever inserts it has decided what happens after block {@code n - 1}. To decide, a writer holds in memory what all
 * blocks so far add up to: this class. A call is decided against it by plain rules ({@link DecideItem}) without any lock in the store,
 * the facts go into the next block, the block is inserted, and only then {@link #apply} makes them true here. If another process
 * inserted that number first, this state is behind: it catches up by applying what the other wrote, throws its draft away and decides
 * again. If the store's answer is lost, the block with that number is read back: it is ours or it is not.
 *
 * <p><b>Why it is right.</b>
 * <ul>
 * <li>Atomic: a call's facts are in one block, and a block is one document.
 * <li>One order: block numbers have no gap and no two blocks have one number; positions count facts through the blocks.
 * <li>Decided on the truth: a block names the hash of the block before. It can be inserted only as the next one after the very state on
 * which it was decided.
 * <li>Never twice: a call's id and outcome are a fact of the same block as what it posted. The same call, from this process or after
 * any crash, finds its answer; ids follow from the call, so that even then nothing could be named twice.
 * <li>The same everywhere: {@link #apply} is the only way to change the state and reads nothing but the block. A replay, a snapshot
 * and its tail, and the process that wrote the blocks hold the same.
 * </ul>
 *
 * <p><b>What never changes, and what may.</b> Money, dates and entries of a transaction never change: a mistake is undone by a reversal,
 * money goes back by a refund, and both are transactions of their own that say from when they count. So every date before has the answer
 * it had. What is only said of a transaction, its {@link Marks}, may change; the fact that changes them holds all that was said before.
 *
 * <p><b>What settles what.</b> A charge and the money for it are two transactions; an {@link Allocation} joins them. What remains of
 * either is a row of {@link Movement}s by date, and no rule lets it fall below zero on any date, in the past or to come. A refund must
 * therefore find its money: first what settles nothing, then allocations, which it takes back in part or whole ({@link PlanRefund}); the
 * charge is owed again from that date on.
 *
 * <p><b>What it costs.</b> Memory grows with the transactions of an organisation, as every transaction is kept to be compared by its
 * external id and to be read as of a date. Time does not: a decision looks at the accounts and items that it names.
 *
 * <p>Not safe for use by several threads; {@code application} guards it.
 */
public final class Journal {

    /** How long a call's answer is kept; a caller that repeats it later is told that the id was used. */
    public static final Duration ANSWERS_KEPT = Duration.ofDays(30);

    record CallKey(String method, String requestId) {
    }

    record KnownAnswer(Fact.CallAnswered answer, long recordedPosition, Instant recordedAt) {
    }

    /** One entry of an account, for its history. */
    private record Line(LocalDate date, long recordedPosition, long amountMinor, TransactionId transaction) {
    }

    private final String organisation;
    private final Books books;
    private final SequencedMap<CallKey, KnownAnswer> answers = new LinkedHashMap<>();
    private final Map<AccountId, List<Line>> lines = new HashMap<>();
    private final Map<String, List<AccountId>> accountsByCustomer = new HashMap<>();
    private final List<TransactionId> inOrder = new ArrayList<>();
    private final PublishedFacts published = new PublishedFacts();
    private long blocks;
    private long position;
    private String hash = Block.NO_HASH;
    private Instant recordedAt = Instant.EPOCH;

    private Journal(String organisation) {
        this.organisation = organisation;
        this.books = new Books();
    }

    /** A journal without blocks. */
    public static Journal empty(String organisation) {
        return new Journal(organisation);
    }

    /** Begins the next block. */
    public JournalDraft draft() {
        return new JournalDraft(this, books.layer());
    }

    /**
     * Makes the next block true.
     *
     * @throws DamagedJournalException when it is not the next one of this chain; nothing has changed then
     */
    public void apply(Block block, String blockHash) {
        if (!block.organisation().equals(organisation) || block.n() != blocks + 1 || block.firstPosition() != position + 1
                || !block.previousHash().equals(hash) || block.recordedAt().isBefore(recordedAt)) {
            throw new DamagedJournalException("Block " + block.n() + " of organisation " + block.organisation() + " (first position "
                    + block.firstPosition() + ", after hash " + block.previousHash() + ", recorded " + block.recordedAt() + ") does not follow block "
                    + blocks + " of " + organisation + " (last position " + position + ", hash " + hash + ", recorded " + recordedAt
                    + "). The journal was changed from outside or restored in part; restore it whole.");
        }
        // A block that cannot be applied must leave no half of itself.
        Books layer = books.layer();
        long factPosition = block.firstPosition();
        for (Fact fact : block.facts()) {
            layer.apply(fact, new Books.Place(factPosition++, block.lastPosition(), block.recordedAt()));
        }
        layer.settle();
        block.facts().forEach(fact -> remember(fact, block));
        published.addAll(block);
        forgetAnswersBefore(block.recordedAt().minus(ANSWERS_KEPT));
        blocks = block.n();
        position = block.lastPosition();
        hash = blockHash;
        recordedAt = block.recordedAt();
    }

    private void remember(Fact fact, Block block) {
        switch (fact) {
            case Fact.AccountOpened(Account account) -> rememberAccount(account);
            case TransactionPosted(Transaction transaction) -> rememberTransaction(transaction, block.lastPosition());
            case Fact.CallAnswered answered -> answers.put(new CallKey(answered.method(), answered.requestId()),
                    new KnownAnswer(answered, block.lastPosition(), block.recordedAt()));
            case AllocationMade made -> {
                // The books hold it.
            }
            case AllocationUndone undone -> {
                // The books hold it.
            }
            case AllocationReduced reduced -> {
                // The books hold it.
            }
            case TransactionAnnotated annotated -> {
                // The books hold it.
            }
        }
    }

    private void rememberAccount(Account account) {
        accountsByCustomer.computeIfAbsent(account.customer(), customer -> new ArrayList<>()).add(account.id());
    }

    private void rememberTransaction(Transaction transaction, long recordedPosition) {
        inOrder.add(transaction.id());
        for (Entry entry : transaction.entries()) {
            lines.computeIfAbsent(entry.account(), account -> new ArrayList<>())
                    .add(new Line(transaction.terms().date(), recordedPosition, entry.amountMinor(), transaction.id()));
        }
    }

    private void forgetAnswersBefore(Instant oldest) {
        Iterator<KnownAnswer> oldestFirst = answers.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().recordedAt().isBefore(oldest)) {
            oldestFirst.remove();
        }
    }

    /** Whose journal it is. */
    public String organisation() {
        return organisation;
    }

    /** How many blocks it has. */
    public long blocks() {
        return blocks;
    }

    /** Position of the last fact; 0 when there is none. */
    public long position() {
        return position;
    }

    /** Hash of the last block. */
    public String hash() {
        return hash;
    }

    /** When the last block was committed. */
    public Instant recordedAt() {
        return recordedAt;
    }

    Optional<KnownAnswer> answer(CallKey key) {
        return Optional.ofNullable(answers.get(key));
    }

    /** A transaction by its id. */
    public Optional<PostedTransaction> transaction(TransactionId id) {
        return books.transaction(id);
    }

    /** A transaction by its external id. */
    public Optional<PostedTransaction> transactionByExternalId(String externalId) {
        return books.transactionByExternalId(externalId);
    }

    /** Where the money of a payment, fee or refund arrived or went from; empty for other kinds. */
    public Optional<AccountKind> cashAccount(Transaction transaction) {
        return books.cashAccount(transaction);
    }

    /** What remains of a charge, payment or credit; empty for other kinds. */
    public Optional<OpenAmount> openAmount(TransactionId id) {
        return books.openAmount(id);
    }

    /** The allocations of a charge, payment or credit, in the order in which they were made. */
    public List<PostedAllocation> allocations(TransactionId id) {
        return books.openAmount(id).map(OpenAmount::allocations).orElse(List.of()).stream()
                .map(allocation -> books.allocation(allocation).orElseThrow()).toList();
    }

    /** An allocation by its id. */
    public Optional<PostedAllocation> allocation(AllocationId id) {
        return books.allocation(id);
    }

    /** How many transactions there are. */
    public int transactions() {
        return inOrder.size();
    }

    /** Transactions in the order in which they were posted, from a number of 0 or more on. */
    public List<PostedTransaction> transactions(int from, int limit) {
        int end = (int) Math.min(inOrder.size(), (long) from + limit);
        return from >= end ? List.of() : inOrder.subList(from, end).stream().map(books::requireTransaction).toList();
    }

    /** What others are told of, after a position, in order, at most so many. */
    public List<PublishedFact> publishedAfter(long afterPosition, int limit) {
        return published.after(afterPosition, limit);
    }

    /** The position of the last fact that others are told of; 0 where there is none. */
    public long lastPublishedPosition() {
        return published.lastPosition();
    }

    /** The charges of which another amount remains since a published fact. */
    public Set<TransactionId> chargesChangedBy(PublishedFact fact) {
        Set<TransactionId> changed = new LinkedHashSet<>();
        switch (fact.what()) {
            case ANNOTATED -> {
                // Marks move no money.
            }
            case ALLOCATED -> changed.addAll(chargesAllocatedFrom(fact.transaction(), fact.position()));
            case POSTED -> {
                PostedTransaction posted = books.requireTransaction(fact.transaction());
                switch (posted.transaction().terms()) {
                    case Terms.Charge charge -> changed.add(fact.transaction());
                    case Terms.Payment payment -> changed.addAll(chargesAllocatedFrom(fact.transaction(), fact.position() + 1));
                    case Terms.Credit credit -> changed.addAll(chargesAllocatedFrom(fact.transaction(), fact.position() + 1));
                    case Terms.Reversal reversal -> {
                        if (books.requireTransaction(reversal.reverses()).transaction().kind() == TransactionKind.CHARGE) {
                            changed.add(reversal.reverses());
                        }
                        changed.addAll(chargesTakenBackBy(fact.transaction(), reversal.reverses()));
                        refundedBy(reversal).ifPresent(payment -> changed.addAll(chargesAllocatedFrom(payment, fact.position() + 1)));
                    }
                    case Terms.Refund refund -> changed.addAll(chargesTakenBackBy(fact.transaction(), refund.refunds()));
                    case Terms.Fee fee -> {
                        // Moves no charge.
                    }
                }
            }
        }
        return changed;
    }

    /** Those that the funds settled at this position and the next ones without a gap. */
    private List<TransactionId> chargesAllocatedFrom(TransactionId funds, long position) {
        List<TransactionId> charges = new ArrayList<>();
        long next = position;
        for (PostedAllocation made : allocations(funds)) {
            if (made.position() == next) {
                charges.add(made.allocation().charge());
                next++;
            }
        }
        return charges;
    }

    /** Those whose settlement by, or of, one transaction another took back. */
    private List<TransactionId> chargesTakenBackBy(TransactionId by, TransactionId side) {
        return allocations(side).stream().filter(made -> made.takenBack().stream().anyMatch(part -> part.by().equals(by)))
                .map(made -> made.allocation().charge()).toList();
    }

    /** An account by its id. */
    public Optional<Account> account(AccountId id) {
        return books.account(id);
    }

    /** All accounts, in the order in which they were opened. */
    public Collection<Account> accounts() {
        return Collections.unmodifiableCollection(books.accounts().own().values());
    }

    /** The accounts of a customer, in the order in which they were opened; those of the organisation for an empty name. */
    public List<Account> accounts(String customer) {
        return accountsByCustomer.getOrDefault(customer, List.of()).stream().map(id -> books.account(id).orElseThrow()).toList();
    }

    /** The figures of an account when everything counts, or on a date. */
    public AccountFigures figures(AccountId id, Optional<LocalDate> asOf) {
        long balance = 0;
        long entries = 0;
        long open = 0;
        long unallocated = 0;
        boolean receivable = account(id).orElseThrow().kind() == AccountKind.RECEIVABLE;
        LocalDate until = asOf.orElse(LocalDate.MAX);
        for (Line line : lines.getOrDefault(id, List.of())) {
            if (!line.date().isAfter(until)) {
                balance = Math.addExact(balance, line.amountMinor());
                entries++;
            }
            Optional<OpenAmount> openAmount = receivable ? openAmount(line.transaction()) : Optional.empty();
            if (openAmount.isPresent()) {
                long remaining = openAmount.get().remainingMinor(until, Long.MAX_VALUE);
                if (line.amountMinor() > 0) {
                    open = Math.addExact(open, remaining);
                } else {
                    unallocated = Math.addExact(unallocated, remaining);
                }
            }
        }
        return new AccountFigures(balance, entries, open, unallocated);
    }

    /** The transactions that a block posted or changed (settled, reversed, annotated), each once. */
    public Set<TransactionId> touchedBy(Block block) {
        Set<TransactionId> touched = new LinkedHashSet<>();
        for (Fact fact : block.facts()) {
            switch (fact) {
                case TransactionPosted(Transaction transaction) -> {
                    touched.add(transaction.id());
                    switch (transaction.terms()) {
                        case Terms.Refund refund -> touched.add(refund.refunds());
                        case Terms.Reversal reversal -> {
                            touched.add(reversal.reverses());
                            refundedBy(reversal).ifPresent(touched::add);
                        }
                        case Terms.Charge charge -> {
                            // Touches itself alone.
                        }
                        case Terms.Payment payment -> {
                            // What it settles is a fact of its own.
                        }
                        case Terms.Credit credit -> {
                            // What it settles is a fact of its own.
                        }
                        case Terms.Fee fee -> {
                            // Touches itself alone.
                        }
                    }
                }
                case AllocationMade(Allocation allocation) -> {
                    touched.add(allocation.charge());
                    touched.add(allocation.funds());
                }
                case AllocationUndone undone -> touch(undone.allocation(), touched);
                case AllocationReduced reduced -> touch(reduced.allocation(), touched);
                case TransactionAnnotated annotated -> touched.add(annotated.transaction());
                case Fact.AccountOpened opened -> {
                    // Touches no transaction.
                }
                case Fact.CallAnswered answered -> {
                    // Touches no transaction.
                }
            }
        }
        return touched;
    }

    private void touch(AllocationId id, Set<TransactionId> touched) {
        Allocation allocation = books.allocation(id).orElseThrow().allocation();
        touched.add(allocation.charge());
        touched.add(allocation.funds());
    }

    /** The payment whose refund a reversal undoes; empty where it undoes something else. */
    private Optional<TransactionId> refundedBy(Terms.Reversal reversal) {
        return books.requireTransaction(reversal.reverses()).transaction().terms() instanceof Terms.Refund refund
                ? Optional.of(refund.refunds()) : Optional.empty();
    }

    /** The whole state as bytes; the same state gives the same bytes. */
    public byte[] toSnapshot() {
        CanonicalWriter out = new CanonicalWriter();
        out.count(JournalSnapshot.VERSION).text(organisation).number(blocks).number(position).text(hash).instant(recordedAt);
        JournalSnapshot.writeBooks(out, books, inOrder);
        out.list(answers.values(), known -> {
            FactCodec.answer(out, known.answer());
            out.number(known.recordedPosition()).instant(known.recordedAt());
        });
        published.write(out);
        return out.toBytes();
    }

    /**
     * The state of {@link #toSnapshot}.
     *
     * @throws DamagedJournalException when the bytes are not whole
     * @throws UnknownFactException    when another version wrote them
     */
    public static Journal fromSnapshot(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        int version = in.count();
        if (version != JournalSnapshot.VERSION) {
            throw new UnknownFactException("snapshot version " + version);
        }
        Journal journal = new Journal(in.text());
        journal.blocks = in.number();
        journal.position = in.number();
        journal.hash = in.text();
        journal.recordedAt = in.instant();
        JournalSnapshot.readBooks(in, journal.books);
        journal.books.accounts().own().values().forEach(journal::rememberAccount);
        journal.books.transactions().own().values()
                .forEach(posted -> journal.rememberTransaction(posted.transaction(), posted.recordedPosition()));
        in.list(() -> {
            Fact.CallAnswered answer = FactCodec.answer(in);
            return journal.answers.put(new CallKey(answer.method(), answer.requestId()), new KnownAnswer(answer, in.number(), in.instant()));
        });
        journal.published.read(in);
        in.end();
        return journal;
    }
}
