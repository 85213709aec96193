package io.avid.billing.client;

import io.avid.billing.process.Ledger;
import io.avid.platform.error.Failure;
import io.avid.platform.type.v1.Money;
import io.avid.transaction.v1.AccountKind;
import io.avid.transaction.v1.AnnotateTransactionRequest;
import io.avid.transaction.v1.BatchPostTransactionsRequest;
import io.avid.transaction.v1.BatchPostTransactionsResponse;
import io.avid.transaction.v1.GetTransactionRequest;
import io.avid.transaction.v1.LookupTransactionsRequest;
import io.avid.transaction.v1.MarksUpdate;
import io.avid.transaction.v1.PostingAllocation;
import io.avid.transaction.v1.PostingOutcome;
import io.avid.transaction.v1.ReverseTransactionRequest;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceBlockingStub;
import io.grpc.Channel;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Ledger} by the stubs of module transaction. */
public final class LedgerStubs implements Ledger {
    private final Channel channel;

    public LedgerStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public Map<String, Entry> find(Collection<String> externalIds) {
        Map<String, Entry> found = new HashMap<>();
        Calls.of(() -> stub().lookupTransactions(
                        LookupTransactionsRequest.newBuilder().addAllExternalIds(externalIds).build()))
                .getTransactionsList().forEach(transaction -> found.put(transaction.getExternalId(), entry(transaction)));
        return found;
    }

    @Override
    public Entry get(String transaction) {
        return entry(Calls.of(() -> stub().getTransaction(
                GetTransactionRequest.newBuilder().setName(transaction).build())));
    }

    @Override
    public Batch post(List<Posting> postings, String requestId) {
        BatchPostTransactionsResponse response = Calls.of(() -> stub().batchPostTransactions(
                BatchPostTransactionsRequest.newBuilder()
                        .addAllPostings(postings.stream().map(LedgerStubs::posting).toList())
                        .setRequestId(requestId)
                        .build()));
        if (response.getOutcomesCount() != postings.size()) {
            throw new IllegalStateException("Module transaction answered " + response.getOutcomesCount()
                    + " outcomes for " + postings.size() + " postings");
        }
        return new Batch(response.getOutcomesList().stream().map(LedgerStubs::outcome).toList(), response.getPosition());
    }

    @Override
    public void markDisputed(String charge, boolean disputed, String requestId) {
        Calls.of(() -> stub().annotateTransaction(AnnotateTransactionRequest.newBuilder().setTransaction(charge)
                .setMarks(MarksUpdate.newBuilder().setDisputed(disputed)).setRequestId(requestId).build()));
    }

    @Override
    public void reverse(String transaction, LocalDate date, String requestId) {
        try {
            Calls.of(() -> stub().reverseTransaction(ReverseTransactionRequest.newBuilder()
                    .setTransaction(transaction).setEffectiveDate(date.toString()).setRequestId(requestId).build()));
        } catch (Failure failure) {
            if (!failure.reason().equals("ALREADY_REVERSED")) {
                throw failure;
            }
        }
    }

    private TransactionServiceBlockingStub stub() {
        return TransactionServiceGrpc.newBlockingStub(channel);
    }

    private static Entry entry(Transaction transaction) {
        return new Entry(transaction.getName(), transaction.getExternalId(), transaction.getCustomer(),
                transaction.getAmount().getCurrencyCode(), transaction.getAmount().getMinorUnits(),
                transaction.getRemaining().getMinorUnits(), !transaction.getReversedBy().isEmpty(),
                transaction.getPosition());
    }

    private static io.avid.transaction.v1.Posting posting(Posting posting) {
        return switch (posting) {
            case Charge charge -> builder(TransactionKind.CHARGE, charge.externalId(), charge.customer(),
                    charge.currencyCode(), charge.amountMinor(), charge.date())
                    .setDueDate(charge.dueDate().toString())
                    .setInvoiceNumber(charge.invoiceNumber())
                    .build();
            case Payment payment -> {
                var built = builder(TransactionKind.PAYMENT, payment.externalId(), payment.customer(), payment.currencyCode(),
                        payment.amountMinor(), payment.date()).setCashAccount(AccountKind.STRIPE);
                payment.settles().ifPresent(settles -> built.addAllocations(allocation(settles)));
                yield built.build();
            }
            case Fee fee -> builder(TransactionKind.FEE, fee.externalId(), fee.customer(), fee.currencyCode(),
                    fee.amountMinor(), fee.date()).setCashAccount(AccountKind.STRIPE).build();
            case Refund refund -> builder(TransactionKind.REFUND, refund.externalId(), refund.customer(),
                    refund.currencyCode(), refund.amountMinor(), refund.date())
                    .setCashAccount(AccountKind.STRIPE)
                    .setRefundsExternalId(refund.paymentExternalId())
                    .build();
            case Credit credit -> builder(TransactionKind.CREDIT, credit.externalId(), credit.customer(),
                    credit.currencyCode(), credit.amountMinor(), credit.date())
                    .addAllocations(allocation(credit.settles()))
                    .build();
        };
    }

    private static io.avid.transaction.v1.Posting.Builder builder(TransactionKind kind, String externalId, String customer,
            String currencyCode, long amountMinor, LocalDate date) {
        return io.avid.transaction.v1.Posting.newBuilder().setKind(kind).setExternalId(externalId).setCustomer(customer)
                .setAmount(Money.newBuilder().setCurrencyCode(currencyCode).setMinorUnits(amountMinor))
                .setEffectiveDate(date.toString());
    }

    private static PostingAllocation.Builder allocation(Settles settles) {
        return PostingAllocation.newBuilder().setChargeExternalId(settles.chargeExternalId())
                .setAmountMinor(settles.amountMinor());
    }

    private static Outcome outcome(PostingOutcome outcome) {
        return switch (outcome.getOutcomeCase()) {
            case POSTED -> new Posted(outcome.getPosted());
            case EXISTING -> new Posted(outcome.getExisting());
            case REJECTED -> new Refused(outcome.getRejected().getReason(), outcome.getRejected().getMessage());
            case OUTCOME_NOT_SET -> throw new IllegalStateException(
                    "Module transaction answered a posting without saying what became of it");
        };
    }
}
