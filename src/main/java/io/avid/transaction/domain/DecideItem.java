package io.avid.transaction.domain;

import io.avid.transaction.domain.CommandItem.AllocationRequest;
import io.avid.transaction.domain.CommandItem.TransactionReference;
import io.avid.transaction.domain.Fact.AccountOpened;
import io.avid.transaction.domain.Fact.AllocationMade;
import io.avid.transaction.domain.Fact.AllocationUndone;
import io.avid.transaction.domain.Fact.TransactionPosted;
import io.avid.transaction.domain.ItemOutcome.AlreadyThere;
import io.avid.transaction.domain.ItemOutcome.Posted;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules of the ledger: which facts one item becomes, or why it is refused.
 *
 * <p>Each fact is applied to a layer of books as soon as it is found, so that the next rule sees it; the layer is settled only when the
 * whole item stands. An item is therefore done as a whole or leaves nothing.
 */
final class DecideItem {

    /** Larger amounts are slips of the hand; the index's exact sums count on it, too. */
    static final long MAX_AMOUNT_MINOR = 1_000_000_000_000_000L;

    private static final Books.Place UNDECIDED_PLACE = new Books.Place(Long.MAX_VALUE, Long.MAX_VALUE, Instant.EPOCH);

    /** What an item became: its outcome and the facts that are new. */
    record Result(ItemOutcome outcome, List<Fact> facts) {
    }

    private final String organisation;
    private final Command command;
    private final int item;
    private final Books books;
    private final List<Fact> facts = new ArrayList<>();

    private DecideItem(String organisation, Command command, int item, Books books) {
        this.organisation = organisation;
        this.command = command;
        this.item = item;
        this.books = books;
    }

    static Result decide(String organisation, Command command, int item, Books below) {
        Books layer = below.layer();
        DecideItem decision = new DecideItem(organisation, command, item, layer);
        try {
            ItemOutcome outcome = switch (command.items().get(item)) {
                case CommandItem.Post post -> decision.post(post);
                case CommandItem.Allocate allocate -> decision.allocate(allocate);
                case CommandItem.Reverse reverse -> decision.reverse(reverse);
                case CommandItem.Annotate annotate -> decision.annotate(annotate);
            };
            layer.settle();
            return new Result(outcome, decision.facts);
        } catch (ItemRefusedException e) {
            return new Result(e.outcome(), List.of());
        } catch (ArithmeticException e) {
            return new Result(new ItemOutcome.Rejected(RejectionReason.AMOUNT_OUT_OF_RANGE,
                    "With this amount the balance of an account would leave the range of a 64-bit number of minor units, "
                            + Long.MIN_VALUE + " to " + Long.MAX_VALUE + ". Nothing was posted; check the amount.", Map.of()), List.of());
        }
    }

    private ItemOutcome post(CommandItem.Post post) throws ItemRefusedException {
        if (!Require.isCurrency(post.currency())) {
            throw ItemRefusedException.of(RejectionReason.CURRENCY_UNKNOWN, "'" + post.currency() + "' is no currency of ISO 4217, such as USD, EUR or JPY.",
                    "given", post.currency());
        }
        if (post.amountMinor() <= 0 || post.amountMinor() > MAX_AMOUNT_MINOR) {
            throw ItemRefusedException.of(RejectionReason.AMOUNT_OUT_OF_RANGE, "The amount is " + post.amountMinor() + " minor units; expected 1 to " + MAX_AMOUNT_MINOR
                    + ". To owe less, post a credit; to undo, reverse.", "given", Long.toString(post.amountMinor()));
        }
        Optional<PostedTransaction> existing = post.externalId().flatMap(books::transactionByExternalId);
        if (existing.isPresent()) {
            requireSameContent(post, existing.get());
            return new AlreadyThere(existing.get().transaction().id());
        }

        TransactionId id = newTransactionId();
        List<PlanRefund.Part> takenBack = post.subject() instanceof CommandItem.Refund refund ? planRefund(refund, post) : List.of();
        List<Entry> entries = entries(post);
        add(new TransactionPosted(new Transaction(id, post.externalId(), post.invoiceNumber(), post.currency(), post.amountMinor(),
                terms(post.subject()), post.attributes(), entries, command.actor())));
        for (PlanRefund.Part part : takenBack) {
            add(new Fact.AllocationReduced(part.allocation(), id, part.amountMinor(), part.effectiveDate()));
        }
        allocateAll(id, allocations(post.subject()));
        return new Posted(id);
    }

    /** The customer's side first; accounts that are new are opened. */
    private List<Entry> entries(CommandItem.Post post) throws ItemRefusedException {
        long amount = post.amountMinor();
        return switch (post.subject()) {
            case CommandItem.Charge charge -> entries(receivable(post), amount, AccountKind.REVENUE, post.currency());
            case CommandItem.Payment payment -> entries(receivable(post), Math.negateExact(amount), payment.cash(), post.currency());
            case CommandItem.Credit credit -> entries(receivable(post), Math.negateExact(amount), AccountKind.CREDITS, post.currency());
            case CommandItem.Refund refund -> entries(receivable(post), amount, cashOf(refund), post.currency());
            case CommandItem.Fee fee ->
                    entries(Account.ofOrganisation(organisation, AccountKind.FEES, post.currency()), amount, fee.cash(), post.currency());
        };
    }

    private Account receivable(CommandItem.Post post) {
        return Account.receivable(organisation, post.subject().customer(), post.currency());
    }

    private List<Entry> entries(Account first, long firstMinor, AccountKind counterpart, String currency) {
        Account second = Account.ofOrganisation(organisation, counterpart, currency);
        open(first);
        open(second);
        return List.of(new Entry(first.id(), firstMinor, currency), new Entry(second.id(), Math.negateExact(firstMinor), currency));
    }

    private AccountKind cashOf(CommandItem.Refund refund) throws ItemRefusedException {
        Transaction payment = requireReferenced(refund.payment()).transaction();
        return refund.cash().or(() -> books.cashAccount(payment)).orElse(AccountKind.BANK);
    }

    private List<PlanRefund.Part> planRefund(CommandItem.Refund refund, CommandItem.Post post) throws ItemRefusedException {
        PostedTransaction payment = requireReferenced(refund.payment());
        DecideRefund.requireRefundable(payment, refund, post);
        return DecideRefund.plan(books.requireOpenAmount(payment.transaction().id()), allocationsOf(payment.transaction().id()), refund.date(), post.amountMinor());
    }

    private List<PostedAllocation> allocationsOf(TransactionId id) {
        return books.requireOpenAmount(id).allocations().stream().map(allocation -> books.allocation(allocation).orElseThrow()).toList();
    }

    private ItemOutcome allocate(CommandItem.Allocate allocate) throws ItemRefusedException {
        requireTransaction(allocate.funds());
        allocateAll(allocate.funds(), allocate.allocations());
        return new Posted(allocate.funds());
    }

    private ItemOutcome annotate(CommandItem.Annotate annotate) throws ItemRefusedException {
        PostedTransaction posted = requireReferenced(annotate.transaction());
        TransactionId id = posted.transaction().id();
        Marks before = posted.marks();
        Map<String, String> attributes = new TreeMap<>(before.attributes());
        attributes.keySet().removeAll(annotate.removed());
        attributes.putAll(annotate.attributes());
        Marks after = new Marks(annotate.disputed().orElse(before.disputed()), attributes);
        if (after.disputed() && posted.transaction().kind() != TransactionKind.CHARGE) {
            throw ItemRefusedException.of(RejectionReason.MARK_NOT_ALLOWED, id.resourceName() + " is a " + posted.transaction().kind()
                    + "; only a charge can be disputed. Mark the charge.", "transaction", id.resourceName(), "mark", "disputed");
        }
        if (attributes.size() > Marks.ATTRIBUTES_AT_MOST) {
            throw ItemRefusedException.of(RejectionReason.MARK_NOT_ALLOWED, id.resourceName() + " would have " + attributes.size() + " attributes; at most "
                    + Marks.ATTRIBUTES_AT_MOST + " are kept. Take some away.", "transaction", id.resourceName(), "mark", "attributes");
        }
        if (after.equals(before)) {
            return new AlreadyThere(id);
        }
        add(new Fact.TransactionAnnotated(id, before, after, command.actor()));
        return new Posted(id);
    }

    private ItemOutcome reverse(CommandItem.Reverse reverse) throws ItemRefusedException {
        PostedTransaction reversed = requireTransaction(reverse.transaction());
        Transaction original = reversed.transaction();
        String name = original.id().resourceName();
        if (original.kind() == TransactionKind.REVERSAL) {
            throw ItemRefusedException.of(RejectionReason.REVERSAL_NOT_REVERSIBLE,
                    name + " is itself a reversal. To have the fact back, post it again.", "transaction", name);
        }
        if (reversed.reversedBy().isPresent()) {
            String by = reversed.reversedBy().get().resourceName();
            throw ItemRefusedException.of(RejectionReason.ALREADY_REVERSED, name + " was reversed before, by " + by + "; nothing is left to undo.",
                    "transaction", name, "reversed_by", by);
        }
        if (reversed.refundedMinor() > 0) {
            throw ItemRefusedException.of(RejectionReason.REFUNDED, "Of " + name + " " + reversed.refundedMinor() + " minor units are refunded, by "
                    + String.join(", ", reversed.refundedBy().stream().map(TransactionId::resourceName).toList())
                    + "; it cannot be undone as a whole. Reverse the refund first, or refund the rest.",
                    "transaction", name, "refunded_minor", Long.toString(reversed.refundedMinor()));
        }
        LocalDate date = reverse.date().orElse(original.terms().date());
        if (date.isBefore(original.terms().date())) {
            throw ItemRefusedException.tooEarly("The reversal is dated " + date + ", before " + name + " of " + original.terms().date() + ".", date, original.terms().date());
        }

        TransactionId id = newTransactionId();
        List<Entry> opposite = new ArrayList<>();
        for (Entry entry : original.entries()) {
            opposite.add(new Entry(entry.account(), Math.negateExact(entry.amountMinor()), entry.currency()));
        }
        TransactionPosted reversal = new TransactionPosted(new Transaction(id, Optional.empty(), original.invoiceNumber(), original.currency(),
                original.amountMinor(), new Terms.Reversal(original.terms().customer(), original.id(), date), Map.of(), opposite, command.actor()));
        switch (original.terms()) {
            case Terms.Refund refund -> {
                add(reversal);
                settleAnew(original.id(), refund.refunds(), date);
            }
            case Terms.Fee fee -> add(reversal);
            case Terms.Charge charge -> takeBackAndReverse(original, reversal, date);
            case Terms.Payment payment -> takeBackAndReverse(original, reversal, date);
            case Terms.Credit credit -> takeBackAndReverse(original, reversal, date);
            case Terms.Reversal none -> throw new IllegalStateException("A reversal was refused before.");
        }
        return new Posted(id);
    }

    private void takeBackAndReverse(Transaction original, TransactionPosted reversal, LocalDate date) throws ItemRefusedException {
        for (PostedAllocation made : allocationsOf(original.id())) {
            if (made.countingMinor() > 0) {
                LocalDate counted = made.allocation().effectiveDate();
                add(new AllocationUndone(made.allocation().id(), reversal.transaction().id(), date.isBefore(counted) ? counted : date));
            }
        }
        requireNothingSettledFrom(date, original);
        add(reversal);
    }

    /**
     * A refund was a mistake: what it took back settles its charges again, as far as they are still open. Others may have paid them in
     * the meantime; then the rest stays unallocated money of the payment.
     */
    private void settleAnew(TransactionId refund, TransactionId payment, LocalDate date) {
        int ordinal = 0;
        for (PostedAllocation made : allocationsOf(payment)) {
            for (PostedAllocation.TakenBack part : made.takenBack()) {
                LocalDate counted = made.allocation().effectiveDate();
                LocalDate from = date.isBefore(counted) ? counted : date;
                TransactionId charge = made.allocation().charge();
                long open = Math.min(books.requireOpenAmount(charge).leastRemainingMinorFrom(from), books.requireOpenAmount(payment).leastRemainingMinorFrom(from));
                long amount = Math.min(open, part.amountMinor());
                if (part.by().equals(refund) && amount > 0) {
                    AllocationId id = AllocationId.derive(organisation, command.method(), command.requestId(), item, ordinal++);
                    add(new AllocationMade(new Allocation(id, payment, charge, amount, from)));
                }
            }
        }
    }

    /**
     * An allocation that was taken back (and a refund that was reversed) still counts on the days before. A reversal dated on those days would leave less
     * than nothing of the transaction there.
     */
    private void requireNothingSettledFrom(LocalDate date, Transaction original) throws ItemRefusedException {
        OpenAmount open = books.requireOpenAmount(original.id());
        if (open.leastRemainingMinorFrom(date) < original.amountMinor()) {
            LocalDate earliest = open.movements().stream().map(Movement::effectiveDate).sorted()
                    .filter(day -> open.leastRemainingMinorFrom(day) >= original.amountMinor()).findFirst().orElseThrow();
            throw ItemRefusedException.tooEarly("The reversal is dated " + date + ", but an allocation or refund of " + original.id().resourceName() + " counts until "
                    + earliest + ", when it was taken back.", date, earliest);
        }
    }

    private void allocateAll(TransactionId fundsId, List<AllocationRequest> requests) throws ItemRefusedException {
        Transaction funds = books.requireTransaction(fundsId).transaction();
        int ordinal = 0;
        for (AllocationRequest request : requests) {
            Transaction charge = requireReferenced(request.charge()).transaction();
            requireMatch(funds, charge);
            LocalDate date = charge.terms().date().isAfter(funds.terms().date()) ? charge.terms().date() : funds.terms().date();
            requireRemaining(charge.id(), date, request.amountMinor());
            requireRemaining(fundsId, date, request.amountMinor());
            AllocationId id = AllocationId.derive(organisation, command.method(), command.requestId(), item, ordinal++);
            add(new AllocationMade(new Allocation(id, fundsId, charge.id(), request.amountMinor(), date)));
        }
    }

    private static void requireMatch(Transaction funds, Transaction charge) throws ItemRefusedException {
        String expected = !funds.kind().isFunds() ? "only a payment or a credit settles anything, and the first is a " + funds.kind()
                : charge.kind() != TransactionKind.CHARGE ? "only a charge can be settled, and the second is a " + charge.kind()
                : !funds.terms().customer().equals(charge.terms().customer())
                        ? "both must be of one customer, and they are of " + funds.terms().customer() + " and " + charge.terms().customer()
                : !funds.currency().equals(charge.currency())
                        ? "both must be in one currency, and they are in " + funds.currency() + " and " + charge.currency()
                : "";
        if (!expected.isEmpty()) {
            throw ItemRefusedException.of(RejectionReason.ALLOCATION_MISMATCH,
                    funds.id().resourceName() + " cannot settle " + charge.id().resourceName() + ": " + expected + ".",
                    "source", funds.id().resourceName(), "charge", charge.id().resourceName());
        }
    }

    private void requireRemaining(TransactionId side, LocalDate from, long amountMinor) throws ItemRefusedException {
        if (amountMinor <= 0) {
            throw ItemRefusedException.of(RejectionReason.AMOUNT_OUT_OF_RANGE, "The allocation's amount is " + amountMinor + " minor units; expected 1 or more.",
                    "given", Long.toString(amountMinor));
        }
        long remaining = books.requireOpenAmount(side).leastRemainingMinorFrom(from);
        if (amountMinor > remaining) {
            PostedTransaction posted = books.requireTransaction(side);
            throw ItemRefusedException.of(RejectionReason.ALLOCATION_EXCEEDS_REMAINING,
                    "Given " + amountMinor + " minor units to allocate, but of " + side.resourceName() + " only " + remaining + " remain from "
                            + from + " on" + posted.reversedBy().map(by -> " (it was reversed by " + by.resourceName() + ")").orElse("")
                            + ". Allocate that much or less.",
                    "transaction", side.resourceName(), "remaining_minor", Long.toString(remaining), "given_minor", Long.toString(amountMinor));
        }
    }

    private PostedTransaction requireReferenced(TransactionReference reference) throws ItemRefusedException {
        return switch (reference) {
            case TransactionReference.ById(TransactionId id) -> requireTransaction(id);
            case TransactionReference.ByExternalId(String externalId) -> books.transactionByExternalId(externalId).orElseThrow(
                    () -> ItemRefusedException.of(RejectionReason.RESOURCE_NOT_FOUND, "There is no transaction with external id '" + externalId
                            + "'. Post it before, or earlier in the same batch.", "external_id", externalId));
        };
    }

    private PostedTransaction requireTransaction(TransactionId id) throws ItemRefusedException {
        return books.transaction(id).orElseThrow(() -> ItemRefusedException.of(RejectionReason.RESOURCE_NOT_FOUND,
                "There is no " + id.resourceName() + ". Check the name; it must be of this organisation.", "resource", id.resourceName()));
    }

    /**
     * An external id names one content. Marks are no part of it: they may have been changed since, and a caller that repeats what it
     * posted must still find it.
     */
    private void requireSameContent(CommandItem.Post post, PostedTransaction existing) throws ItemRefusedException {
        Transaction there = existing.transaction();
        PostingContent given = PostingContent.of(terms(post.subject()), post.currency(), post.amountMinor(), post.invoiceNumber(), switch (post.subject()) {
            case CommandItem.Payment payment -> Optional.of(payment.cash());
            case CommandItem.Fee fee -> Optional.of(fee.cash());
            case CommandItem.Refund refund -> Optional.of(cashOf(refund));
            case CommandItem.Charge charge -> Optional.empty();
            case CommandItem.Credit credit -> Optional.empty();
        });
        given.requireSame(PostingContent.of(there.terms(), there.currency(), there.amountMinor(), there.invoiceNumber(), books.cashAccount(there)),
                post.externalId().orElseThrow(), there.id());
    }

    private Terms terms(CommandItem.Subject subject) throws ItemRefusedException {
        return switch (subject) {
            case CommandItem.Charge charge -> new Terms.Charge(charge.customer(), charge.invoiceDate(), charge.dueDate(), charge.disputed());
            case CommandItem.Payment payment -> new Terms.Payment(payment.customer(), payment.date(), resolved(payment.allocations()));
            case CommandItem.Credit credit -> new Terms.Credit(credit.customer(), credit.date(), resolved(credit.allocations()));
            case CommandItem.Fee fee -> new Terms.Fee(fee.customer(), fee.date());
            case CommandItem.Refund refund ->
                    new Terms.Refund(refund.customer(), requireReferenced(refund.payment()).transaction().id(), refund.date());
        };
    }

    private List<Terms.PostedAllocation> resolved(List<AllocationRequest> requests) throws ItemRefusedException {
        List<Terms.PostedAllocation> resolved = new ArrayList<>();
        for (AllocationRequest request : requests) {
            resolved.add(new Terms.PostedAllocation(requireReferenced(request.charge()).transaction().id(), request.amountMinor()));
        }
        return resolved;
    }

    private static List<AllocationRequest> allocations(CommandItem.Subject subject) {
        return switch (subject) {
            case CommandItem.Payment payment -> payment.allocations();
            case CommandItem.Credit credit -> credit.allocations();
            case CommandItem.Charge charge -> List.of();
            case CommandItem.Fee fee -> List.of();
            case CommandItem.Refund refund -> List.of();
        };
    }

    private TransactionId newTransactionId() throws ItemRefusedException {
        TransactionId id = TransactionId.derive(organisation, command.method(), command.requestId(), item);
        if (books.transaction(id).isPresent()) {
            throw ItemRefusedException.of(RejectionReason.REQUEST_ID_REUSED, "Request id '" + command.requestId() + "' was used before and posted "
                    + id.resourceName() + "; its answer is no longer kept. Use a new request id for a new call.",
                    "request_id", command.requestId(), "transaction", id.resourceName());
        }
        return id;
    }

    private void open(Account account) {
        if (books.account(account.id()).isEmpty()) {
            add(new AccountOpened(account));
        }
    }

    private void add(Fact fact) {
        books.apply(fact, UNDECIDED_PLACE);
        facts.add(fact);
    }
}
