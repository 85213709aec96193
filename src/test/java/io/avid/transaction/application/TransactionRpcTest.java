package io.avid.transaction.application;

import static io.avid.transaction.application.JournalWorld.ANNA;
import static io.avid.transaction.application.JournalWorld.BERT;
import static io.avid.transaction.application.JournalWorld.OTHER_STAFF;
import static io.avid.transaction.application.JournalWorld.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Caller;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.security.SigningSecret;
import io.avid.platform.store.PositionedEvent;
import io.avid.platform.type.v1.Event;
import io.avid.platform.type.v1.Money;
import io.avid.transaction.event.JournalEvents;
import io.avid.transaction.grpc.TransactionGrpc;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.AccountKind;
import io.avid.transaction.v1.AllocateTransactionRequest;
import io.avid.transaction.v1.AnnotateTransactionRequest;
import io.avid.transaction.v1.BatchPostTransactionsRequest;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.GetAccountRequest;
import io.avid.transaction.v1.GetTransactionRequest;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListOpenItemsRequest;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.LookupTransactionsRequest;
import io.avid.transaction.v1.PostTransactionRequest;
import io.avid.transaction.v1.MarkChange;
import io.avid.transaction.v1.MarksUpdate;
import io.avid.transaction.v1.Posting;
import io.avid.transaction.v1.PostingAllocation;
import io.avid.transaction.v1.RebuildIndexRequest;
import io.avid.transaction.v1.ReverseTransactionRequest;
import io.avid.transaction.v1.SummarizeTransactionsRequest;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionAllocated;
import io.avid.transaction.v1.TransactionAnnotated;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionSum;
import io.avid.transaction.v1.TransactionPosted;
import io.avid.transaction.v1.VerifyJournalRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionRpcTest {

    private JournalWorld world;
    private TransactionGrpc rpc;

    @BeforeEach
    void start() {
        world = JournalWorld.start();
        rpc = new TransactionGrpc(world.submit, world.get, world.list, new SummarizeTransactions(world.journals, world.index), new KnownCustomer(world.journals), world.accounts, world.ageing, world.openItems, world.verify, world.rebuild,
                new PageTokens(SigningSecret.of("a secret of more than thirty-two bytes")));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static final class Answer<T> implements StreamObserver<T> {
        private final List<T> messages = new ArrayList<>();

        @Override
        public void onNext(T message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onCompleted() {
            assertThat(messages).hasSize(1);
        }
    }

    private static <Q, A> A call(Principal principal, BiConsumer<Q, StreamObserver<A>> method, Q request) {
        Answer<A> answer = new Answer<>();
        CurrentPrincipal.run(principal, () -> method.accept(request, answer));
        return answer.messages.getFirst();
    }

    private static Money usd(long minor) {
        return Money.newBuilder().setCurrencyCode("USD").setMinorUnits(minor).build();
    }

    private static Posting.Builder charge(String externalId, String customer, long minor) {
        return Posting.newBuilder().setKind(TransactionKind.CHARGE).setCustomer(customer).setAmount(usd(minor)).setEffectiveDate("2012-01-03")
                .setDueDate("2012-02-02").setInvoiceNumber("N" + externalId).setExternalId(externalId).putAttributes("delivery", "paper");
    }

    private static Posting.Builder payment(String externalId, String customer, long minor, String charge, long allocated) {
        return Posting.newBuilder().setKind(TransactionKind.PAYMENT).setCustomer(customer).setAmount(usd(minor)).setEffectiveDate("2012-01-23")
                .setExternalId(externalId).addAllocations(PostingAllocation.newBuilder().setChargeExternalId(charge).setAmountMinor(allocated));
    }

    private Transaction post(String requestId, Posting.Builder posting) {
        return call(STAFF, rpc::postTransaction, PostTransactionRequest.newBuilder().setPosting(posting).setRequestId(requestId).build());
    }

    private static Failure failure(Runnable call) {
        try {
            call.run();
        } catch (Failure failure) {
            return Failures.from(Failures.toStatus(failure));
        }
        throw new AssertionError("expected a failure");
    }

    @Test
    void aTransactionIsPostedPaidReversedAndRead() {
        Transaction charge = post("r1", charge("c1", ANNA, 5039).setDisputed(true));
        assertThat(charge.getEntriesList()).hasSize(2);
        assertThat(charge.getRemaining()).isEqualTo(usd(5039));
        assertThat(charge.getDisputed()).isTrue();
        Transaction payment = post("r2", payment("p1", ANNA, 6000, "c1", 5000));
        assertThat(payment.getRemaining()).isEqualTo(usd(1000));
        assertThat(payment.getAllocations(0).getCharge()).isEqualTo(charge.getName());
        assertThat(payment.getAllocations(0).getEffectiveDate()).isEqualTo("2012-01-23");

        Transaction allocated = call(STAFF, rpc::allocateTransaction, AllocateTransactionRequest.newBuilder().setSource(payment.getName()).setRequestId("r3")
                .addAllocations(PostingAllocation.newBuilder().setCharge(charge.getName()).setAmountMinor(39)).build());
        assertThat(allocated.getRemaining()).isEqualTo(usd(961));
        Transaction reversal = call(STAFF, rpc::reverseTransaction, ReverseTransactionRequest.newBuilder().setTransaction(payment.getName())
                .setEffectiveDate("2012-03-01").setRequestId("r4").build());
        assertThat(reversal.getReverses()).isEqualTo(payment.getName());
        Transaction read = call(STAFF, rpc::getTransaction, GetTransactionRequest.newBuilder().setName(charge.getName()).build());
        assertThat(read.getRemaining()).isEqualTo(usd(5039));
        assertThat(read.getAllocations(0).getUndonePosition()).isPositive();

        Account account = call(STAFF, rpc::listAccounts, ListAccountsRequest.newBuilder().setCustomer(ANNA).setAsOfDate("2012-02-28").build()).getAccounts(0);
        assertThat(account.getBalance()).isEqualTo(usd(-961));
        assertThat(account.getOpen()).isEqualTo(usd(0));
        assertThat(account.getUnallocated()).isEqualTo(usd(961));
        assertThat(call(STAFF, rpc::getAccount, GetAccountRequest.newBuilder().setName(account.getName()).build()).getBalance()).isEqualTo(usd(5039));
        assertThat(call(STAFF, rpc::verifyJournal, VerifyJournalRequest.getDefaultInstance()).getAgrees()).isTrue();
        assertThat(call(STAFF, rpc::rebuildIndex, RebuildIndexRequest.newBuilder().setRequestId("r5").build()).getTransactions()).isEqualTo(3);
        assertThat(call(STAFF, rpc::listTransactions, ListTransactionsRequest.newBuilder().setFilter("kind = REVERSAL").build()).getTotalSize()).isEqualTo(1);
    }

    @Test
    void aBatchAnswersEachItemAndRepeatedAnswersTheSame() {
        BatchPostTransactionsRequest batch = BatchPostTransactionsRequest.newBuilder().setRequestId("b")
                .addPostings(charge("c1", ANNA, 100)).addPostings(payment("p1", ANNA, 100, "c1", 100)).addPostings(charge("c1", ANNA, 200)).build();
        var first = call(STAFF, rpc::batchPostTransactions, batch);
        assertThat(first.getOutcomes(0).getPosted()).startsWith("transactions/");
        assertThat(first.getOutcomes(2).getRejected().getReason()).isEqualTo("EXTERNAL_ID_CONFLICT");
        assertThat(first.getOutcomes(2).getRejected().getMetadataMap()).containsEntry("given", "200").containsEntry("existing", "100");
        assertThat(call(STAFF, rpc::batchPostTransactions, batch).getOutcomesList()).isEqualTo(first.getOutcomesList());
        assertThat(failure(() -> call(STAFF, rpc::batchPostTransactions, batch.toBuilder().removePostings(2).build())).reason()).isEqualTo("REQUEST_ID_REUSED");
        assertThat(call(STAFF, rpc::lookupTransactions, LookupTransactionsRequest.newBuilder().addExternalIds("c1").addExternalIds("none").build())
                .getTransactionsList()).hasSize(1);
        assertThat(call(STAFF, rpc::batchPostTransactions, BatchPostTransactionsRequest.newBuilder().setRequestId("again")
                .addPostings(charge("c1", ANNA, 100)).build()).getOutcomes(0).getExisting()).isEqualTo(first.getOutcomes(0).getPosted());
    }

    @Test
    void whatIsWrongIsSaidByFieldOrReason() {
        assertThat(failure(() -> post("r", charge("c1", ANNA, 100).setEffectiveDate("2012-02-30"))).reason()).isEqualTo("DATE_INVALID");
        assertThat(failure(() -> post("r", charge("c1", ANNA, 0))).reason()).isEqualTo("AMOUNT_OUT_OF_RANGE");
        Failure fields = failure(() -> call(STAFF, rpc::batchPostTransactions, BatchPostTransactionsRequest.newBuilder().setRequestId("b")
                .addPostings(payment("p", ANNA, 1, "c", 1).setDisputed(true).setDueDate("2012-02-01"))
                .addPostings(charge("c", ANNA, 1).addAllocations(PostingAllocation.newBuilder().setChargeExternalId("x").setAmountMinor(1))).build()));
        assertThat(fields.fieldViolations().stream().map(Failure.FieldViolation::field))
                .containsExactly("postings[0].due_date", "postings[0].disputed", "postings[1].allocations");
        assertThat(failure(() -> call(STAFF, rpc::listTransactions, ListTransactionsRequest.newBuilder().setFilter("kind =").build())).reason()).isEqualTo("FILTER_INVALID");
        assertThat(failure(() -> call(STAFF, rpc::getTransaction, GetTransactionRequest.newBuilder().setName("transactions/NO!").build())).reason()).isEqualTo("RESOURCE_NOT_FOUND");
        assertThat(failure(() -> call(STAFF, rpc::listOpenItems, ListOpenItemsRequest.newBuilder().setBucket("old").build())).reason()).isEqualTo("FIELDS_INVALID");
    }

    @Test
    void aCustomersLoginSeesItsOwnAndNotFoundForAnyOther() {
        Transaction own = post("r1", charge("c1", ANNA, 100));
        Transaction other = post("r2", charge("c2", BERT, 300));
        Principal anna = new Principal(STAFF.organisation(), "login|anna", Set.of(Principal.OWN_READ), Optional.of(ANNA));
        assertThat(call(anna, rpc::getTransaction, GetTransactionRequest.newBuilder().setName(own.getName()).build())).isEqualTo(own);
        assertThat(call(anna, rpc::computeAgeing, ComputeAgeingRequest.newBuilder().setAsOfDate("2012-03-01").setPerCustomer(true).build()).getAgeing().getTotalMinor()).isEqualTo(100);
        assertThat(call(anna, rpc::listOpenItems, ListOpenItemsRequest.newBuilder().setAsOfDate("2012-03-01").build()).getOpenItemsList()).hasSize(1);
        String bertsAccount = call(STAFF, rpc::listAccounts, ListAccountsRequest.newBuilder().setCustomer(BERT).build()).getAccounts(0).getName();
        for (Runnable hidden : List.<Runnable>of(
                () -> call(anna, rpc::getTransaction, GetTransactionRequest.newBuilder().setName(other.getName()).build()),
                () -> call(anna, rpc::getAccount, GetAccountRequest.newBuilder().setName(bertsAccount).build()),
                () -> call(anna, rpc::computeAgeing, ComputeAgeingRequest.newBuilder().setCustomer(BERT).build()),
                () -> call(anna, rpc::listOpenItems, ListOpenItemsRequest.newBuilder().setCustomer(BERT).build()),
                () -> call(anna, rpc::listAccounts, ListAccountsRequest.newBuilder().setCustomer(BERT).build()),
                () -> call(OTHER_STAFF, rpc::getTransaction, GetTransactionRequest.newBuilder().setName(own.getName()).build()))) {
            assertThat(failure(hidden).reason()).isEqualTo("RESOURCE_NOT_FOUND");
        }
    }

    @Test
    void pageTokensGoOnAndFitNoOtherQuery() {
        for (int i = 0; i < 5; i++) {
            post("r" + i, charge("c" + i, ANNA, 100 + i));
        }
        List<String> names = new ArrayList<>();
        ListTransactionsRequest.Builder request = ListTransactionsRequest.newBuilder().setFilter("kind = CHARGE").setPageSize(2);
        String token;
        do {
            var page = call(STAFF, rpc::listTransactions, request.build());
            assertThat(page.getTotalSize()).isEqualTo(5);
            page.getTransactionsList().forEach(transaction -> names.add(transaction.getExternalId()));
            token = page.getNextPageToken();
            request.setPageToken(token);
        } while (!token.isEmpty());
        assertThat(names).containsExactly("c4", "c3", "c2", "c1", "c0");
        String first = call(STAFF, rpc::listTransactions, request.setPageToken("").build()).getNextPageToken();
        assertThat(failure(() -> call(STAFF, rpc::listTransactions, ListTransactionsRequest.newBuilder().setPageToken(first).build())).reason()).isEqualTo("PAGE_TOKEN_INVALID");
    }

    @Test
    void whatMatchesIsSummedByCurrencyKindAndMonth() {
        post("r1", charge("c1", ANNA, 5_000));
        Transaction wrong = post("r2", charge("c2", BERT, 700));
        post("r3", payment("p1", ANNA, 1_200, "c1", 1_000));
        call(STAFF, rpc::reverseTransaction, ReverseTransactionRequest.newBuilder().setTransaction(wrong.getName()).setRequestId("r4").build());
        var all = call(STAFF, rpc::summarizeTransactions, SummarizeTransactionsRequest.newBuilder().setFilter("kind = CHARGE OR kind = PAYMENT").build());
        assertThat(all.getSumsList()).extracting(TransactionSum::getKind, TransactionSum::getMonth, TransactionSum::getTransactions,
                TransactionSum::getAmountMinor, TransactionSum::getRemainingMinor).containsExactlyInAnyOrder(
                tuple(TransactionKind.CHARGE, "", 2L, 5_700L, 4_000L), tuple(TransactionKind.PAYMENT, "", 1L, 1_200L, 200L));
        var months = call(STAFF, rpc::summarizeTransactions, SummarizeTransactionsRequest.newBuilder().setByMonth(true).setLeaveOutReversed(true).build());
        assertThat(months.getSumsList()).as("neither what was reversed nor its reversal counts")
                .extracting(TransactionSum::getCurrencyCode, TransactionSum::getKind, TransactionSum::getAmountMinor)
                .containsExactlyInAnyOrder(tuple("USD", TransactionKind.CHARGE, 5_000L), tuple("USD", TransactionKind.PAYMENT, 1_200L));
        assertThat(months.getSumsList()).extracting(TransactionSum::getMonth).allMatch(month -> month.startsWith("2012-"));
        assertThat(call(STAFF, rpc::summarizeTransactions, SummarizeTransactionsRequest.newBuilder().setFilter("amount_minor > 999999").build()).getSumsList()).isEmpty();
        post("r5", charge("c3", ANNA, 1_000_000_000_000_000L));
        for (int more = 0; more < 9; more++) {
            post("more" + more, charge("large" + more, ANNA, 1_000_000_000_000_000L));
        }
        assertThat(failure(() -> call(STAFF, rpc::summarizeTransactions, SummarizeTransactionsRequest.getDefaultInstance())).reason()).isEqualTo("SUM_TOO_LARGE");
    }

    private static Posting.Builder fee(String externalId, String customer, long minor) {
        return Posting.newBuilder().setKind(TransactionKind.FEE).setCustomer(customer).setAmount(usd(minor)).setEffectiveDate("2012-01-23")
                .setExternalId(externalId).setCashAccount(AccountKind.STRIPE);
    }

    private static Posting.Builder refund(String externalId, String customer, long minor, String date, String payment) {
        return Posting.newBuilder().setKind(TransactionKind.REFUND).setCustomer(customer).setAmount(usd(minor)).setEffectiveDate(date)
                .setExternalId(externalId).setRefundsExternalId(payment);
    }

    @Test
    void aPaymentWithItsFeeIsRefundedInPartAndTheChargeIsOwedAgainFromThatDayOn() throws InvalidProtocolBufferException {
        Transaction charge = post("r1", charge("c1", ANNA, 5000));
        var paid = call(STAFF, rpc::batchPostTransactions, BatchPostTransactionsRequest.newBuilder().setRequestId("b1")
                .addPostings(payment("p1", ANNA, 5000, "c1", 5000).setCashAccount(AccountKind.STRIPE)).addPostings(fee("f1", ANNA, 175)).build());
        long paidPosition = paid.getPosition();
        PostTransactionRequest request = PostTransactionRequest.newBuilder().setRequestId("r2").setPosting(refund("s1", ANNA, 2000, "2012-03-10", "p1")).build();
        Transaction refund = call(STAFF, rpc::postTransaction, request);
        assertThat(call(STAFF, rpc::postTransaction, request)).isEqualTo(refund);
        assertThat(refund.getRefunds()).isEqualTo(paid.getOutcomes(0).getPosted());
        assertThat(refund.getCashAccount()).isEqualTo(AccountKind.STRIPE);
        assertThat(refund.hasRemaining()).isFalse();

        Transaction payment = call(STAFF, rpc::getTransaction, GetTransactionRequest.newBuilder().setName(refund.getRefunds()).build());
        assertThat(payment.getRefunded()).isEqualTo(usd(2000));
        assertThat(payment.getRefundedByList()).containsExactly(refund.getName());
        assertThat(payment.getCashAccount()).isEqualTo(AccountKind.STRIPE);
        assertThat(payment.getAllocations(0).getTakenBack()).isEqualTo(usd(2000));
        assertThat(payment.getAllocations(0).getUndonePosition()).isZero();
        assertThat(failure(() -> post("r3", refund("s2", ANNA, 3001, "2012-03-11", "p1")))).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("REFUND_EXCEEDS_PAYMENT");
            assertThat(failure.metadata()).containsEntry("remaining_minor", "3000").containsEntry("given_minor", "3001");
        });

        assertThat(openMinor("2012-03-09")).isZero();
        assertThat(openMinor("2012-03-10")).isEqualTo(2000);
        assertThat(found("kind = REFUND AND refunds = " + payment.getName())).containsExactly("s1");
        assertThat(found("cash_account = STRIPE")).containsExactlyInAnyOrder("s1", "f1", "p1");
        assertThat(call(STAFF, rpc::verifyJournal, VerifyJournalRequest.getDefaultInstance()).getDifferencesList()).isEmpty();
        call(STAFF, rpc::rebuildIndex, RebuildIndexRequest.newBuilder().setRequestId("r9").build());
        assertThat(call(STAFF, rpc::verifyJournal, VerifyJournalRequest.getDefaultInstance()).getDifferencesList()).isEmpty();

        TransactionPosted told = TransactionPosted.parseFrom(new JournalEvents(new ReadPublishedFacts(world.journals, world.blocks))
                .after("org_one", paidPosition, 10).getFirst().event().getPayload());
        assertThat(told.getKind()).isEqualTo("REFUND");
        assertThat(told.getRefunds()).isEqualTo(payment.getName());
        assertThat(told.getChangedChargesList()).containsExactly(charge.getName());
        call(STAFF, rpc::reverseTransaction, ReverseTransactionRequest.newBuilder().setTransaction(refund.getName()).setRequestId("r4").build());
        assertThat(openMinor("2012-03-10")).isZero();
        assertThat(call(STAFF, rpc::verifyJournal, VerifyJournalRequest.getDefaultInstance()).getDifferencesList()).isEmpty();
    }

    private long openMinor(String date) {
        return call(STAFF, rpc::computeAgeing, ComputeAgeingRequest.newBuilder().setAsOfDate(date).build()).getAgeing().getTotalMinor();
    }

    private List<String> found(String filter) {
        return call(STAFF, rpc::listTransactions, ListTransactionsRequest.newBuilder().setFilter(filter).build())
                .getTransactionsList().stream().map(Transaction::getExternalId).toList();
    }

    @Test
    void aCustomersLoginSeesItsRefundAndNotWhatTakingItsMoneyCost() {
        post("r1", payment("p1", ANNA, 100, "c1", 1).clearAllocations());
        Transaction fee = post("r2", fee("f1", ANNA, 3));
        Transaction refund = post("r3", refund("s1", ANNA, 10, "2012-02-01", "p1"));
        Transaction reversal = call(STAFF, rpc::reverseTransaction, ReverseTransactionRequest.newBuilder().setTransaction(fee.getName()).setRequestId("r4").build());
        Principal anna = new Principal(STAFF.organisation(), "login|anna", Set.of(Principal.OWN_READ), Optional.of(ANNA));
        assertThat(call(anna, rpc::listTransactions, ListTransactionsRequest.getDefaultInstance()).getTransactionsList())
                .extracting(Transaction::getExternalId).containsExactlyInAnyOrder("p1", "s1");
        assertThat(call(anna, rpc::getTransaction, GetTransactionRequest.newBuilder().setName(refund.getName()).build())).isEqualTo(refund);
        for (Transaction hidden : List.of(fee, reversal)) {
            assertThat(failure(() -> call(anna, rpc::getTransaction, GetTransactionRequest.newBuilder().setName(hidden.getName()).build())).reason())
                    .isEqualTo("RESOURCE_NOT_FOUND");
        }
        assertThat(found("kind = FEE AND customer = " + ANNA)).containsExactly("f1");
    }

    @Test
    void whatDoesNotBelongToAKindIsNamedFieldByField() {
        Failure fields = failure(() -> call(STAFF, rpc::batchPostTransactions, BatchPostTransactionsRequest.newBuilder().setRequestId("b")
                .addPostings(charge("c", ANNA, 1).setCashAccount(AccountKind.STRIPE).setRefundsExternalId("p"))
                .addPostings(refund("r", "", 1, "2012-02-01", "p").clearRefundedPayment())
                .addPostings(fee("f", "", 1).addAllocations(PostingAllocation.newBuilder().setChargeExternalId("x").setAmountMinor(1))).build()));
        assertThat(fields.fieldViolations().stream().map(Failure.FieldViolation::field)).containsExactly("postings[0].cash_account",
                "postings[0].refunded_payment", "postings[1].customer", "postings[1].refunded_payment", "postings[2].allocations");
    }

    @Test
    void anAnnotationIsAnsweredShownFoundAndProvenAndARepeatChangesNothing() {
        Transaction charge = post("r1", charge("c1", ANNA, 5039));
        AnnotateTransactionRequest request = AnnotateTransactionRequest.newBuilder().setTransaction(charge.getName()).setRequestId("a1")
                .setMarks(MarksUpdate.newBuilder().setDisputed(true).putAttributes("country", "GB").addRemovedAttributes("delivery")).build();
        Transaction annotated = call(STAFF, rpc::annotateTransaction, request);
        assertThat(annotated.getDisputed()).isTrue();
        assertThat(annotated.getAttributesMap()).isEqualTo(Map.of("country", "GB"));
        assertThat(annotated.getRemaining()).isEqualTo(usd(5039));
        assertThat(annotated.getMarkChangesList()).extracting(MarkChange::getMark).containsExactly("disputed", "attributes.country", "attributes.delivery");
        assertThat(annotated.getMarkChanges(0).getBefore()).isEqualTo("false");
        assertThat(annotated.getMarkChanges(1).hasBefore()).isFalse();
        assertThat(annotated.getMarkChanges(2).getBefore()).isEqualTo("paper");
        assertThat(annotated.getMarkChanges(2).hasAfter()).isFalse();
        assertThat(call(STAFF, rpc::annotateTransaction, request)).isEqualTo(annotated);
        assertThat(failure(() -> call(STAFF, rpc::annotateTransaction,
                request.toBuilder().setMarks(MarksUpdate.newBuilder().setDisputed(false)).build())).reason()).isEqualTo("REQUEST_ID_REUSED");

        assertThat(call(STAFF, rpc::listTransactions, ListTransactionsRequest.newBuilder().setFilter("disputed = true AND attributes.country = GB").build())
                .getTransactionsList()).containsExactly(annotated);
        assertThat(call(STAFF, rpc::listOpenItems, ListOpenItemsRequest.newBuilder().setAsOfDate("2012-03-01").build()).getOpenItems(0).getDisputed()).isTrue();
        assertThat(call(STAFF, rpc::verifyJournal, VerifyJournalRequest.getDefaultInstance()).getDifferencesList()).isEmpty();
        assertThat(failure(() -> call(STAFF, rpc::annotateTransaction, request.toBuilder().setRequestId("a2").setMarks(MarksUpdate.newBuilder()
                .putAttributes("country", "GB").addRemovedAttributes("country")).build())).reason()).isEqualTo("FIELDS_INVALID");
    }

    @Test
    void aBatchMarksWhatItPostedAndWhatWasThere() {
        post("r1", charge("c1", ANNA, 100));
        BatchPostTransactionsRequest batch = BatchPostTransactionsRequest.newBuilder().setRequestId("b1")
                .addPostings(charge("c1", ANNA, 100).setDisputed(true)).addPostings(charge("c2", ANNA, 200))
                .addAnnotations(marks("c1", true)).addAnnotations(marks("c2", false)).addAnnotations(marks("none", true)).build();
        var tried = call(STAFF, rpc::batchPostTransactions, batch.toBuilder().setValidateOnly(true).build());
        var done = call(STAFF, rpc::batchPostTransactions, batch);
        assertThat(tried.getAnnotationOutcomes(0)).isEqualTo(done.getAnnotationOutcomes(0));
        assertThat(done.getOutcomes(0).hasExisting()).as("marks are no part of what an external id names").isTrue();
        assertThat(done.getAnnotationOutcomes(0).getAnnotated()).isEqualTo(done.getOutcomes(0).getExisting());
        assertThat(done.getAnnotationOutcomes(1).getUnchanged()).isEqualTo(done.getOutcomes(1).getPosted());
        assertThat(done.getAnnotationOutcomes(2).getRejected().getReason()).isEqualTo("RESOURCE_NOT_FOUND");
        assertThat(call(STAFF, rpc::batchPostTransactions, batch)).isEqualTo(done);
    }

    private static io.avid.transaction.v1.Annotation.Builder marks(String externalId, boolean disputed) {
        return io.avid.transaction.v1.Annotation.newBuilder().setExternalId(externalId).setMarks(MarksUpdate.newBuilder().setDisputed(disputed));
    }

    @Test
    void whatHappensToATransactionAfterItWasPostedIsToldInItsOwnOrder() throws InvalidProtocolBufferException {
        Transaction charge = post("r1", charge("c1", ANNA, 100));
        Transaction payment = post("r2", payment("p1", ANNA, 100, "c1", 40));
        call(STAFF, rpc::annotateTransaction, AnnotateTransactionRequest.newBuilder().setTransaction(payment.getName()).setRequestId("a1")
                .setMarks(MarksUpdate.newBuilder().putAttributes("till", "3")).build());
        call(STAFF, rpc::allocateTransaction, AllocateTransactionRequest.newBuilder().setSource(payment.getName()).setRequestId("r3")
                .addAllocations(PostingAllocation.newBuilder().setCharge(charge.getName()).setAmountMinor(60)).build());
        Transaction reversal = call(STAFF, rpc::reverseTransaction, ReverseTransactionRequest.newBuilder().setTransaction(payment.getName()).setRequestId("r4").build());

        List<Event> events = new JournalEvents(new ReadPublishedFacts(world.journals, world.blocks)).after("org_one", 0, 10).stream()
                .map(PositionedEvent::event).toList();
        assertThat(events).extracting(Event::getType).containsExactly("avid.transaction.v1.TransactionPosted", "avid.transaction.v1.TransactionPosted",
                "avid.transaction.v1.TransactionAnnotated", "avid.transaction.v1.TransactionAllocated", "avid.transaction.v1.TransactionPosted");
        assertThat(events).extracting(Event::getSequence).containsExactly(1L, 1L, 2L, 3L, 1L);
        assertThat(events).extracting(Event::getActor).containsOnly(STAFF.actor());
        assertThat(events).extracting(Event::getId).doesNotHaveDuplicates();
        assertThat(TransactionPosted.parseFrom(events.get(1).getPayload()).getChangedChargesList()).containsExactly(charge.getName());
        assertThat(TransactionAnnotated.parseFrom(events.get(2).getPayload()).getChangedMarksList()).containsExactly("attributes.till");
        assertThat(TransactionAllocated.parseFrom(events.get(3).getPayload()).getChangedChargesList()).containsExactly(charge.getName());
        TransactionPosted reversed = TransactionPosted.parseFrom(events.get(4).getPayload());
        assertThat(reversed.getTransaction()).isEqualTo(reversal.getName());
        assertThat(reversed.getReverses()).isEqualTo(payment.getName());
        assertThat(reversed.getChangedChargesList()).containsExactly(charge.getName());
    }

    @Test
    void everyPostingIsAnEventReadFromTheJournal() throws InvalidProtocolBufferException {
        post("r1", charge("c1", ANNA, 100));
        Transaction payment = post("r2", payment("p1", ANNA, 100, "c1", 100));
        JournalEvents events = new JournalEvents(new ReadPublishedFacts(world.journals, world.blocks));
        assertThat(events.streams()).containsExactly("org_one");
        List<PositionedEvent> all = events.after("org_one", 0, 10);
        assertThat(all).hasSize(2).isEqualTo(events.after("org_one", 0, 10));
        assertThat(events.after("org_one", all.getFirst().position(), 10)).containsExactly(all.get(1));
        assertThat(events.lastPosition("org_one")).isEqualTo(all.getLast().position());
        Event last = all.getLast().event();
        assertThat(last.getAggregate()).isEqualTo(payment.getName());
        assertThat(last.getSequence()).isEqualTo(1);
        assertThat(last.getType()).isEqualTo("avid.transaction.v1.TransactionPosted");
        assertThat(TransactionPosted.parseFrom(last.getPayload()).getKind()).isEqualTo("PAYMENT");
        assertThatThrownBy(() -> events.after("org_one", 0, 0).getFirst()).isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void aNameThatTheJournalNeverHeardOfIsNotReadAsOwingNothing() {
        post("a", charge("1", ANNA, 100));
        for (String unknown : List.of("customers/nobody", BERT)) {
            assertNotFound(() -> call(STAFF, rpc::computeAgeing, ComputeAgeingRequest.newBuilder().setCustomer(unknown).build()));
            assertNotFound(() -> call(STAFF, rpc::listOpenItems, ListOpenItemsRequest.newBuilder().setCustomer(unknown).build()));
            assertNotFound(() -> call(STAFF, rpc::listAccounts, ListAccountsRequest.newBuilder().setCustomer(unknown).build()));
        }
        assertNotFound(() -> call(OTHER_STAFF, rpc::computeAgeing, ComputeAgeingRequest.newBuilder().setCustomer(ANNA).build()));

        assertThat(call(STAFF, rpc::computeAgeing, ComputeAgeingRequest.newBuilder().setCustomer(BERT).setAllowMissing(true).build())
                .getAgeing().getTotalMinor()).isZero();
        assertThat(call(STAFF, rpc::listOpenItems, ListOpenItemsRequest.newBuilder().setCustomer(BERT).setAllowMissing(true).build())
                .getOpenItemsList()).isEmpty();
        assertThat(call(STAFF, rpc::listAccounts, ListAccountsRequest.newBuilder().setCustomer(BERT).setAllowMissing(true).build())
                .getAccountsList()).isEmpty();
        post("b", charge("2", BERT, 100));
        assertThat(call(STAFF, rpc::computeAgeing, ComputeAgeingRequest.newBuilder().setCustomer(BERT).build())
                .getAgeing().getTotalMinor()).isEqualTo(100);
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo("RESOURCE_NOT_FOUND"));
    }
}
