package io.avid.transaction.grpc;

import com.google.protobuf.Timestamp;
import io.avid.platform.type.v1.Money;
import io.avid.transaction.application.ComputeAgeing.Ageing;
import io.avid.transaction.application.ListOpenItems.OpenItem;
import io.avid.transaction.application.ShowAccounts.AccountView;
import io.avid.transaction.application.TransactionIndex.CustomerOpenItems;
import io.avid.transaction.application.TransactionIndex;
import io.avid.transaction.application.TransactionView;
import io.avid.transaction.domain.AgeingBucket;
import io.avid.transaction.domain.Annotation;
import io.avid.transaction.domain.Entry;
import io.avid.transaction.domain.ItemOutcome;
import io.avid.transaction.domain.Marks;
import io.avid.transaction.domain.PostedAllocation;
import io.avid.transaction.domain.PostedTransaction;
import io.avid.transaction.domain.Terms;
import io.avid.transaction.domain.Transaction;
import io.avid.transaction.domain.TransactionId;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.AccountKind;
import io.avid.transaction.v1.Allocation;
import io.avid.transaction.v1.AnnotationOutcome;
import io.avid.transaction.v1.CustomerAgeing;
import io.avid.transaction.v1.MarkChange;
import io.avid.transaction.v1.PostingOutcome;
import io.avid.transaction.v1.PostingRejection;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionSum;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the journal holds, as messages. */
final class TransactionMessages {

    private TransactionMessages() {
    }

    static io.avid.transaction.v1.Transaction transaction(TransactionView view) {
        PostedTransaction posted = view.posted();
        Transaction transaction = posted.transaction();
        String currency = transaction.currency();
        var message = io.avid.transaction.v1.Transaction.newBuilder()
                .setName(transaction.id().resourceName())
                .setKind(kind(transaction.kind()))
                .setCustomer(transaction.terms().customer())
                .setAmount(money(currency, transaction.amountMinor()))
                .setEffectiveDate(transaction.terms().date().toString())
                .setInvoiceNumber(transaction.invoiceNumber().orElse(""))
                .setExternalId(transaction.externalId().orElse(""))
                .setDisputed(posted.marks().disputed())
                .putAllAttributes(posted.marks().attributes())
                .setReversedBy(posted.reversedBy().map(TransactionId::resourceName).orElse(""))
                .setPosition(posted.position())
                .setCreateTime(timestamp(posted.recordedAt()))
                .setActor(transaction.actor());
        switch (transaction.terms()) {
            case Terms.Charge charge -> message.setDueDate(charge.dueDate().toString());
            case Terms.Reversal reversal -> message.setReverses(reversal.reverses().resourceName());
            case Terms.Payment payment -> message.setRefunded(money(currency, posted.refundedMinor()))
                    .addAllRefundedBy(posted.refundedBy().stream().map(TransactionId::resourceName).toList());
            case Terms.Credit credit -> {
                // Has no fields of its own.
            }
            case Terms.Fee fee -> {
                // Has no fields of its own.
            }
            case Terms.Refund refund -> message.setRefunds(refund.refunds().resourceName());
        }
        view.cashAccount().ifPresent(cash -> message.setCashAccount(kind(cash)));
        for (Entry entry : transaction.entries()) {
            message.addEntries(io.avid.transaction.v1.Entry.newBuilder().setAccount(entry.account().resourceName())
                    .setAmount(money(entry.currency(), entry.amountMinor())));
        }
        view.allocations().forEach(allocation -> message.addAllocations(allocation(allocation, currency)));
        posted.annotations().forEach(annotation -> message.addAllMarkChanges(changes(annotation)));
        view.remainingMinor().ifPresent(remaining -> message.setRemaining(money(currency, remaining)));
        return message.build();
    }

    private static List<MarkChange> changes(Annotation annotation) {
        Map<String, String> before = byName(annotation.before());
        Map<String, String> after = byName(annotation.after());
        return annotation.before().differencesTo(annotation.after()).stream().map(mark -> {
            MarkChange.Builder change = MarkChange.newBuilder().setMark(mark).setPosition(annotation.position())
                    .setCreateTime(timestamp(annotation.recordedAt())).setActor(annotation.actor());
            Optional.ofNullable(before.get(mark)).ifPresent(change::setBefore);
            Optional.ofNullable(after.get(mark)).ifPresent(change::setAfter);
            return change.build();
        }).toList();
    }

    private static Map<String, String> byName(Marks marks) {
        Map<String, String> values = new TreeMap<>();
        values.put("disputed", Boolean.toString(marks.disputed()));
        marks.attributes().forEach((name, value) -> values.put("attributes." + name, value));
        return values;
    }

    private static Allocation allocation(PostedAllocation posted, String currency) {
        var allocation = posted.allocation();
        var message = Allocation.newBuilder().setSource(allocation.funds().resourceName()).setCharge(allocation.charge().resourceName())
                .setAmount(money(currency, allocation.amountMinor())).setEffectiveDate(allocation.effectiveDate().toString())
                .setPosition(posted.position()).setUndonePosition(posted.undonePosition());
        if (!posted.takenBack().isEmpty()) {
            message.setTakenBack(money(currency, posted.takenBackMinor()));
        }
        return message.build();
    }

    static Account account(AccountView view, Optional<LocalDate> asOf) {
        var account = view.account();
        String currency = account.currency();
        var message = Account.newBuilder().setName(account.id().resourceName()).setKind(kind(account.kind()))
                .setCustomer(account.customer()).setCurrencyCode(currency)
                .setBalance(money(currency, view.figures().balanceMinor()))
                .setEntries(view.figures().entries())
                .setAsOfDate(asOf.map(LocalDate::toString).orElse(""))
                .setPosition(view.position());
        if (account.kind() == io.avid.transaction.domain.AccountKind.RECEIVABLE) {
            message.setOpen(money(currency, view.figures().openMinor())).setUnallocated(money(currency, view.figures().unallocatedMinor()));
        }
        return message.build();
    }

    static PostingOutcome outcome(ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Posted(TransactionId id) -> PostingOutcome.newBuilder().setPosted(id.resourceName()).build();
            case ItemOutcome.AlreadyThere(TransactionId id) -> PostingOutcome.newBuilder().setExisting(id.resourceName()).build();
            case ItemOutcome.Rejected rejected -> PostingOutcome.newBuilder().setRejected(rejection(rejected)).build();
        };
    }

    static AnnotationOutcome annotationOutcome(ItemOutcome outcome) {
        return switch (outcome) {
            case ItemOutcome.Posted(TransactionId id) -> AnnotationOutcome.newBuilder().setAnnotated(id.resourceName()).build();
            case ItemOutcome.AlreadyThere(TransactionId id) -> AnnotationOutcome.newBuilder().setUnchanged(id.resourceName()).build();
            case ItemOutcome.Rejected rejected -> AnnotationOutcome.newBuilder().setRejected(rejection(rejected)).build();
        };
    }

    private static PostingRejection rejection(ItemOutcome.Rejected rejected) {
        return PostingRejection.newBuilder().setReason(rejected.reason().name()).setMessage(rejected.message())
                .putAllMetadata(rejected.metadata()).build();
    }

    static io.avid.transaction.v1.Ageing ageing(Ageing ageing) {
        return io.avid.transaction.v1.Ageing.newBuilder().setAsOfDate(ageing.asOf().toString()).setCurrencyCode(ageing.currency())
                .setItems(ageing.totals().items()).setCustomers(ageing.customers()).setTotalMinor(ageing.totals().totalMinor())
                .putAllBucketsMinor(buckets(ageing.totals().bucketsMinor())).addAllOtherCurrencyCodes(ageing.otherCurrencies()).build();
    }

    static CustomerAgeing customer(CustomerOpenItems customer) {
        return CustomerAgeing.newBuilder().setCustomer(customer.customer()).setItems(customer.items())
                .setTotalMinor(customer.bucketsMinor().values().stream().reduce(0L, Math::addExact))
                .putAllBucketsMinor(buckets(customer.bucketsMinor())).build();
    }

    private static Map<String, Long> buckets(Map<AgeingBucket, Long> minor) {
        Map<String, Long> byLabel = new TreeMap<>();
        minor.forEach((bucket, amount) -> byLabel.put(bucket.label(), amount));
        return byLabel;
    }

    static io.avid.transaction.v1.OpenItem openItem(OpenItem item, LocalDate asOf) {
        Transaction transaction = item.charge().transaction();
        var terms = (Terms.Charge) transaction.terms();
        return io.avid.transaction.v1.OpenItem.newBuilder().setCharge(transaction.id().resourceName()).setCustomer(terms.customer())
                .setInvoiceNumber(transaction.invoiceNumber().orElse("")).setExternalId(transaction.externalId().orElse(""))
                .setInvoiceDate(terms.invoiceDate().toString()).setDueDate(terms.dueDate().toString())
                .setAmount(money(transaction.currency(), transaction.amountMinor()))
                .setRemaining(money(transaction.currency(), item.open().remainingMinor()))
                .setDaysLate(Math.toIntExact(ChronoUnit.DAYS.between(terms.dueDate(), asOf)))
                .setBucket(AgeingBucket.of(terms.dueDate(), asOf).label()).setDisputed(item.charge().marks().disputed()).build();
    }

    static TransactionSum sum(TransactionIndex.Sum sum) {
        return TransactionSum.newBuilder().setCurrencyCode(sum.currency()).setKind(kind(sum.kind())).setMonth(sum.month().map(YearMonth::toString).orElse(""))
                .setTransactions(sum.count()).setAmountMinor(sum.amountMinor()).setRemainingMinor(sum.remainingMinor()).build();
    }

    private static TransactionKind kind(io.avid.transaction.domain.TransactionKind kind) {
        return switch (kind) {
            case CHARGE -> TransactionKind.CHARGE;
            case PAYMENT -> TransactionKind.PAYMENT;
            case CREDIT -> TransactionKind.CREDIT;
            case REVERSAL -> TransactionKind.REVERSAL;
            case FEE -> TransactionKind.FEE;
            case REFUND -> TransactionKind.REFUND;
        };
    }

    private static AccountKind kind(io.avid.transaction.domain.AccountKind kind) {
        return switch (kind) {
            case RECEIVABLE -> AccountKind.RECEIVABLE;
            case REVENUE -> AccountKind.REVENUE;
            case BANK -> AccountKind.BANK;
            case CREDITS -> AccountKind.CREDITS;
            case STRIPE -> AccountKind.STRIPE;
            case FEES -> AccountKind.FEES;
        };
    }

    private static Money money(String currency, long minorUnits) {
        return Money.newBuilder().setCurrencyCode(currency).setMinorUnits(minorUnits).build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).setNanos(instant.getNano()).build();
    }
}
