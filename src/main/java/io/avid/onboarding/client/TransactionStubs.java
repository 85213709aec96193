package io.avid.onboarding.client;

import io.avid.onboarding.process.TransactionLedger;
import io.avid.platform.type.v1.Money;
import io.avid.transaction.v1.Annotation;
import io.avid.transaction.v1.AnnotationOutcome;
import io.avid.transaction.v1.BatchPostTransactionsRequest;
import io.avid.transaction.v1.BatchPostTransactionsResponse;
import io.avid.transaction.v1.LookupTransactionsRequest;
import io.avid.transaction.v1.LookupTransactionsResponse;
import io.avid.transaction.v1.MarksUpdate;
import io.avid.transaction.v1.PostingAllocation;
import io.avid.transaction.v1.PostingOutcome;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.grpc.Channel;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link TransactionLedger} by the stubs of module transaction. */
public final class TransactionStubs implements TransactionLedger {
    private final Channel channel;

    public TransactionStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public Map<String, FoundTransaction> find(Collection<String> externalIds) {
        LookupTransactionsResponse response = Calls.of(() -> TransactionServiceGrpc.newBlockingStub(channel)
                .lookupTransactions(LookupTransactionsRequest.newBuilder().addAllExternalIds(externalIds).build()));
        Map<String, FoundTransaction> found = new HashMap<>();
        response.getTransactionsList().forEach(transaction ->
                found.put(transaction.getExternalId(), found(transaction)));
        return found;
    }

    @Override
    public Outcomes post(List<Posting> postings, List<NewMarks> marks, String requestId, boolean validateOnly) {
        BatchPostTransactionsRequest request = BatchPostTransactionsRequest.newBuilder()
                .addAllPostings(postings.stream().map(TransactionStubs::posting).toList())
                .addAllAnnotations(marks.stream().map(TransactionStubs::annotation).toList())
                .setRequestId(requestId)
                .setValidateOnly(validateOnly)
                .build();
        BatchPostTransactionsResponse response = Calls.of(() ->
                TransactionServiceGrpc.newBlockingStub(channel).batchPostTransactions(request));
        if (response.getOutcomesCount() != postings.size() || response.getAnnotationOutcomesCount() != marks.size()) {
            throw new IllegalStateException("Module transaction answered " + response.getOutcomesCount() + " and "
                    + response.getAnnotationOutcomesCount() + " outcomes for " + postings.size() + " postings and "
                    + marks.size() + " annotations");
        }
        return new Outcomes(response.getOutcomesList().stream().map(TransactionStubs::outcome).toList(),
                response.getAnnotationOutcomesList().stream().map(TransactionStubs::outcome).toList());
    }

    private static FoundTransaction found(Transaction transaction) {
        return new FoundTransaction(transaction.getName(), transaction.getCustomer(),
                transaction.getAmount().getCurrencyCode(), transaction.getAmount().getMinorUnits(),
                LocalDate.parse(transaction.getEffectiveDate()),
                Optional.of(transaction.getDueDate()).filter(date -> !date.isEmpty()).map(LocalDate::parse),
                transaction.getInvoiceNumber(), transaction.getDisputed(), transaction.getAttributesMap(),
                transaction.getMarkChangesCount() > 0);
    }

    private static io.avid.transaction.v1.Posting posting(Posting posting) {
        return switch (posting) {
            case NewCharge charge -> io.avid.transaction.v1.Posting.newBuilder()
                    .setKind(TransactionKind.CHARGE)
                    .setCustomer(charge.customer())
                    .setAmount(money(charge.currencyCode(), charge.amountMinor()))
                    .setEffectiveDate(charge.invoiceDate().toString())
                    .setDueDate(charge.dueDate().toString())
                    .setInvoiceNumber(charge.invoiceNumber())
                    .setExternalId(charge.externalId())
                    .setDisputed(charge.disputed())
                    .putAllAttributes(charge.attributes())
                    .build();
            case NewPayment payment -> io.avid.transaction.v1.Posting.newBuilder()
                    .setKind(TransactionKind.PAYMENT)
                    .setCustomer(payment.customer())
                    .setAmount(money(payment.currencyCode(), payment.amountMinor()))
                    .setEffectiveDate(payment.paidDate().toString())
                    .setExternalId(payment.externalId())
                    .addAllocations(PostingAllocation.newBuilder()
                            .setChargeExternalId(payment.chargeExternalId())
                            .setAmountMinor(payment.amountMinor()))
                    .build();
        };
    }

    private static Annotation annotation(NewMarks marks) {
        MarksUpdate.Builder update = MarksUpdate.newBuilder().putAllAttributes(marks.attributes());
        marks.disputed().ifPresent(update::setDisputed);
        return Annotation.newBuilder().setExternalId(marks.externalId()).setMarks(update).build();
    }

    private static Money money(String currencyCode, long minorUnits) {
        return Money.newBuilder().setCurrencyCode(currencyCode).setMinorUnits(minorUnits).build();
    }

    private static Outcome outcome(AnnotationOutcome outcome) {
        return switch (outcome.getOutcomeCase()) {
            case ANNOTATED -> new Posted();
            case UNCHANGED -> new Existing();
            case REJECTED -> new Refused(outcome.getRejected().getReason(), outcome.getRejected().getMessage());
            case OUTCOME_NOT_SET -> throw new IllegalStateException(
                    "Module transaction answered an annotation without saying what became of it");
        };
    }

    private static Outcome outcome(PostingOutcome outcome) {
        return switch (outcome.getOutcomeCase()) {
            case POSTED -> new Posted();
            case EXISTING -> new Existing();
            case REJECTED -> new Refused(outcome.getRejected().getReason(), outcome.getRejected().getMessage());
            case OUTCOME_NOT_SET -> throw new IllegalStateException(
                    "Module transaction answered a posting without saying what became of it");
        };
    }
}
