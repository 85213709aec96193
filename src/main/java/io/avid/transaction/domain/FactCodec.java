package io.avid.transaction.domain;

import io.avid.transaction.domain.Fact.AccountOpened;
import io.avid.transaction.domain.Fact.AllocationMade;
import io.avid.transaction.domain.Fact.AllocationReduced;
import io.avid.transaction.domain.Fact.AllocationUndone;
import io.avid.transaction.domain.Fact.CallAnswered;
import io.avid.transaction.domain.Fact.TransactionAnnotated;
import io.avid.transaction.domain.Fact.TransactionPosted;
import io.avid.transaction.domain.ItemOutcome.AlreadyThere;
import io.avid.transaction.domain.ItemOutcome.Posted;
import io.avid.transaction.domain.ItemOutcome.Rejected;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of facts. A code, once given, keeps its layout for ever: a fact that needs another field gets another code, and reading the
 * old one stays. A code that is not listed is refused ({@link UnknownFactException}).
 */
final class FactCodec {

    private static final int ACCOUNT_OPENED = 1;
    private static final int TRANSACTION_POSTED = 2;
    private static final int ALLOCATION_MADE = 3;
    private static final int ALLOCATION_UNDONE = 4;
    private static final int CALL_ANSWERED = 5;
    private static final int TRANSACTION_ANNOTATED = 6;
    private static final int ALLOCATION_REDUCED = 7;
    private static final int LAST_CODE = ALLOCATION_REDUCED;

    private static final int POSTED = 1;
    private static final int ALREADY_THERE = 2;
    private static final int REJECTED = 3;

    private FactCodec() {
    }

    static void write(CanonicalWriter out, Fact fact) {
        switch (fact) {
            case AccountOpened(Account account) -> {
                out.count(ACCOUNT_OPENED);
                account(out, account);
            }
            case TransactionPosted(Transaction transaction) -> {
                out.count(TRANSACTION_POSTED);
                transaction(out, transaction);
            }
            case AllocationMade(Allocation allocation) -> {
                out.count(ALLOCATION_MADE);
                allocation(out, allocation);
            }
            case AllocationUndone(AllocationId allocation, TransactionId reversal, LocalDate effectiveDate) ->
                    out.count(ALLOCATION_UNDONE).text(allocation.value()).text(reversal.value()).date(effectiveDate);
            case AllocationReduced(AllocationId allocation, TransactionId refund, long amountMinor, LocalDate effectiveDate) ->
                    out.count(ALLOCATION_REDUCED).text(allocation.value()).text(refund.value()).number(amountMinor).date(effectiveDate);
            case TransactionAnnotated(TransactionId transaction, Marks before, Marks after, String actor) -> {
                out.count(TRANSACTION_ANNOTATED).text(transaction.value());
                marks(out, before);
                marks(out, after);
                out.text(actor);
            }
            case CallAnswered answered -> {
                out.count(CALL_ANSWERED);
                answer(out, answered);
            }
        }
    }

    static Fact read(CanonicalReader in) {
        int code = in.count();
        return switch (code) {
            case ACCOUNT_OPENED -> new AccountOpened(account(in));
            case TRANSACTION_POSTED -> new TransactionPosted(transaction(in));
            case ALLOCATION_MADE -> new AllocationMade(allocation(in));
            case ALLOCATION_UNDONE -> new AllocationUndone(new AllocationId(in.text()), new TransactionId(in.text()), in.date());
            case CALL_ANSWERED -> answer(in);
            case TRANSACTION_ANNOTATED -> new TransactionAnnotated(new TransactionId(in.text()), marks(in), marks(in), in.text());
            case ALLOCATION_REDUCED ->
                    new AllocationReduced(new AllocationId(in.text()), new TransactionId(in.text()), in.number(), in.date());
            default -> throw new UnknownFactException("a fact of code " + code + " (known are 1 to " + LAST_CODE + ")");
        };
    }

    static void marks(CanonicalWriter out, Marks marks) {
        out.flag(marks.disputed()).texts(marks.attributes());
    }

    static Marks marks(CanonicalReader in) {
        return new Marks(in.flag(), in.texts());
    }

    static void account(CanonicalWriter out, Account account) {
        out.text(account.id().value()).count(account.kind().code()).text(account.customer()).text(account.currency());
    }

    static Account account(CanonicalReader in) {
        return new Account(new AccountId(in.text()), AccountKind.ofCode(in.count()), in.text(), in.text());
    }

    static void allocation(CanonicalWriter out, Allocation allocation) {
        out.text(allocation.id().value()).text(allocation.funds().value()).text(allocation.charge().value())
                .number(allocation.amountMinor()).date(allocation.effectiveDate());
    }

    static Allocation allocation(CanonicalReader in) {
        return new Allocation(new AllocationId(in.text()), new TransactionId(in.text()), new TransactionId(in.text()), in.number(), in.date());
    }

    static void transaction(CanonicalWriter out, Transaction transaction) {
        out.text(transaction.id().value()).optional(transaction.externalId(), out::text).optional(transaction.invoiceNumber(), out::text)
                .text(transaction.currency()).number(transaction.amountMinor());
        terms(out, transaction.terms());
        out.texts(transaction.attributes());
        out.list(transaction.entries(), entry -> out.text(entry.account().value()).number(entry.amountMinor()).text(entry.currency()));
        out.text(transaction.actor());
    }

    static Transaction transaction(CanonicalReader in) {
        TransactionId id = new TransactionId(in.text());
        Optional<String> externalId = in.optional(in::text);
        Optional<String> invoiceNumber = in.optional(in::text);
        String currency = in.text();
        long amountMinor = in.number();
        Terms terms = terms(in);
        Map<String, String> attributes = in.texts();
        List<Entry> entries = in.list(() -> new Entry(new AccountId(in.text()), in.number(), in.text()));
        return new Transaction(id, externalId, invoiceNumber, currency, amountMinor, terms, attributes, entries, in.text());
    }

    private static void terms(CanonicalWriter out, Terms terms) {
        out.count(terms.kind().code()).text(terms.customer()).date(terms.date());
        switch (terms) {
            case Terms.Charge charge -> out.date(charge.dueDate()).flag(charge.disputed());
            case Terms.Payment payment -> postedAllocations(out, payment.postedAllocations());
            case Terms.Credit credit -> postedAllocations(out, credit.postedAllocations());
            case Terms.Reversal reversal -> out.text(reversal.reverses().value());
            case Terms.Fee fee -> {
                // Has no more than every kind has.
            }
            case Terms.Refund refund -> out.text(refund.refunds().value());
        }
    }

    private static Terms terms(CanonicalReader in) {
        int code = in.count();
        String customer = in.text();
        LocalDate date = in.date();
        if (code == TransactionKind.CHARGE.code()) {
            return new Terms.Charge(customer, date, in.date(), in.flag());
        } else if (code == TransactionKind.PAYMENT.code()) {
            return new Terms.Payment(customer, date, postedAllocations(in));
        } else if (code == TransactionKind.CREDIT.code()) {
            return new Terms.Credit(customer, date, postedAllocations(in));
        } else if (code == TransactionKind.REVERSAL.code()) {
            return new Terms.Reversal(customer, new TransactionId(in.text()), date);
        } else if (code == TransactionKind.FEE.code()) {
            return new Terms.Fee(customer, date);
        } else if (code == TransactionKind.REFUND.code()) {
            return new Terms.Refund(customer, new TransactionId(in.text()), date);
        }
        throw new UnknownFactException("a transaction of kind " + code);
    }

    private static void postedAllocations(CanonicalWriter out, List<Terms.PostedAllocation> allocations) {
        out.list(allocations, allocation -> out.text(allocation.charge().value()).number(allocation.amountMinor()));
    }

    private static List<Terms.PostedAllocation> postedAllocations(CanonicalReader in) {
        return in.list(() -> new Terms.PostedAllocation(new TransactionId(in.text()), in.number()));
    }

    static void answer(CanonicalWriter out, CallAnswered answered) {
        out.text(answered.method()).text(answered.requestId()).text(answered.fingerprint()).text(answered.actor());
        out.list(answered.outcomes(), outcome -> outcome(out, outcome));
    }

    static CallAnswered answer(CanonicalReader in) {
        return new CallAnswered(in.text(), in.text(), in.text(), in.text(), in.list(() -> outcome(in)));
    }

    private static void outcome(CanonicalWriter out, ItemOutcome outcome) {
        switch (outcome) {
            case Posted(TransactionId transaction) -> out.count(POSTED).text(transaction.value());
            case AlreadyThere(TransactionId transaction) -> out.count(ALREADY_THERE).text(transaction.value());
            case Rejected(RejectionReason reason, String message, Map<String, String> metadata) ->
                    out.count(REJECTED).text(reason.name()).text(message).texts(metadata);
        }
    }

    private static ItemOutcome outcome(CanonicalReader in) {
        int code = in.count();
        return switch (code) {
            case POSTED -> new Posted(new TransactionId(in.text()));
            case ALREADY_THERE -> new AlreadyThere(new TransactionId(in.text()));
            case REJECTED -> new Rejected(reason(in.text()), in.text(), in.texts());
            default -> throw new UnknownFactException("an outcome of code " + code);
        };
    }

    private static RejectionReason reason(String name) {
        for (RejectionReason reason : RejectionReason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        throw new UnknownFactException("the rejection reason " + name);
    }
}
