package io.avid.cli;

import static io.avid.cli.BilledModules.failed;
import static io.avid.cli.BilledModules.process;
import static io.avid.cli.BilledModules.step;
import static io.avid.cli.BilledModules.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.sun.net.httpserver.HttpServer;
import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.billing.v1.RefundPaymentRequest;
import io.avid.cli.connection.Tokens;
import io.avid.cli.terminal.RecordedSurroundings;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.invoice.v1.InvoiceState;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.SettlementState;
import io.avid.payment.v1.CardSummary;
import io.avid.payment.v1.DetachPaymentMethodRequest;
import io.avid.payment.v1.Dispute;
import io.avid.payment.v1.DisputeState;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.MethodSetupState;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentFailure;
import io.avid.payment.v1.PaymentLink;
import io.avid.payment.v1.PaymentLinkState;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentState;
import io.avid.payment.v1.Refund;
import io.avid.payment.v1.RefundState;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.statement.v1.IssueStatementRequest;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillingCommandsTest {
    private static final Invoice OPEN = Invoice.newBuilder().setName("invoices/1").setNumber("INV-000001").setState(InvoiceState.ISSUED)
            .setSettlement(SettlementState.OPEN).setCustomer("customers/a").setCurrencyCode("USD").setIssueDate("2026-01-15").setDueDate("2026-02-14")
            .setTotal(usd(4896)).setSettled(usd(0)).setDocument("documents/1").build();
    private static final Payment PAID = Payment.newBuilder().setName("payments/1").setCustomer("customers/a").setAmount(usd(4896))
            .setState(PaymentState.SUCCEEDED).setFee(usd(172)).setCard(CardSummary.newBuilder().setBrand("visa").setLast4("4242"))
            .setReference("invoices/1").setCreateTime(Timestamp.newBuilder().setSeconds(1_000)).build();

    @TempDir
    private Path folder;

    private final BilledModules modules = new BilledModules();
    private ServedModules served;
    private RecordedSurroundings surroundings;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedModules(modules.services());
        surroundings = new RecordedSurroundings(folder)
                .with("AVID_TOKEN", Tokens.endingAt(Instant.parse("2026-01-20T00:00:00Z")))
                .with("AVID_PORT", Integer.toString(served.port()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        served.close();
    }

    private int run(String... arguments) {
        return AvidCommand.run(surroundings, arguments);
    }

    @Test
    void anInvoiceIsRaisedStepByStepAndShown() {
        Process waits = process(ProcessState.RUNNING, "", Map.of("invoice", "invoices/1"), step("issue", ProcessState.SUCCEEDED, ""),
                step("charge", ProcessState.WAITING, "the ledger does not answer"));
        modules.has(OPEN).runs(
                process(ProcessState.RUNNING, "", Map.of(), step("issue", ProcessState.WAITING, "for a moment"), step("charge", ProcessState.PENDING, "")),
                waits, waits, waits, waits, waits, waits, waits,
                process(ProcessState.SUCCEEDED, "", Map.of("invoice", "invoices/1", "document", "documents/1"), step("issue", ProcessState.SUCCEEDED, ""), step("charge", ProcessState.SUCCEEDED, "")));
        assertThat(run("invoice", "raise", "--customer", "customers/a", "--line", "Sourdough loaf;12;3.40;20", "--line", "Delivery;1;9.50", "--terms", "14")).isZero();
        assertThat(surroundings.errors()).isEqualTo("  issue done\n  charge waits: the ledger does not answer\n  charge done\n");
        assertThat(surroundings.output()).contains("number    INV-000001", "owed      48.96 USD", "document  documents/1");
        var request = modules.asked(RaiseInvoiceRequest.class).getFirst();
        assertThat(request.getInvoice()).isEqualTo(Invoice.newBuilder().setCustomer("customers/a").setCurrencyCode("USD").setPaymentTermsDays(14)
                .addLines(InvoiceLine.newBuilder().setDescription("Sourdough loaf").setQuantity("12").setUnitPriceMinor(340).setTaxPercent("20"))
                .addLines(InvoiceLine.newBuilder().setDescription("Delivery").setQuantity("1").setUnitPriceMinor(950)).build());
    }

    @Test
    void aRaisingWhoseEndWasNotLearntIsTakenUpByTheSameCommandAndAnEndedOneIsDoneAnew() {
        String[] raise = {"invoice", "raise", "--customer", "customers/a", "--line", "Loaf;1;3.40", "--json"};
        modules.has(OPEN).runs(process(ProcessState.SUCCEEDED, "", Map.of("invoice", "invoices/1"))).refuses(Status.UNAVAILABLE.withDescription("away"));
        assertThat(run(raise)).isEqualTo(1);
        modules.refuses(Status.OK);
        surroundings.errors();
        assertThat(run(raise)).isZero();
        assertThat(surroundings.errors()).contains("Taking up processes/billing-7");
        surroundings.move(Duration.ofSeconds(1));
        assertThat(run(raise)).isZero();
        List<String> ids = modules.asked(RaiseInvoiceRequest.class).stream().map(RaiseInvoiceRequest::getRequestId).toList();
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(1));
    }

    @Test
    void aRaisingThatWasGivenUpADayAgoIsAnotherInvoiceToday() {
        String[] raise = {"invoice", "raise", "--customer", "customers/a", "--line", "Rent;1;250"};
        modules.has(OPEN).runs(process(ProcessState.SUCCEEDED, "", Map.of("invoice", "invoices/1"))).refuses(Status.UNAVAILABLE.withDescription("away"));
        assertThat(run(raise)).isEqualTo(1);
        modules.refuses(Status.OK);
        surroundings.move(Duration.ofHours(25));
        assertThat(run(raise)).isZero();
        assertThat(modules.asked(RaiseInvoiceRequest.class).stream().map(RaiseInvoiceRequest::getRequestId).distinct()).hasSize(2);
    }

    @Test
    void aRefusedRaisingIsForgotten() {
        String[] raise = {"invoice", "raise", "--customer", "customers/a", "--line", "Rent;1;250"};
        modules.refuses(Status.INVALID_ARGUMENT.withDescription("The customer is archived."));
        assertThat(run(raise)).isEqualTo(1);
        assertThat(surroundings.errors()).isEqualTo("The customer is archived.\n");
        surroundings.move(Duration.ofSeconds(1));
        assertThat(run(raise)).isEqualTo(1);
        assertThat(modules.asked(RaiseInvoiceRequest.class).stream().map(RaiseInvoiceRequest::getRequestId).distinct()).hasSize(2);
    }

    @Test
    void aFailedRaisingSaysWhyAndWhatToDo() {
        modules.runs(process(ProcessState.FAILED, "The date is before the last invoice's", Map.of()));
        assertThat(run("invoice", "raise", "--customer", "customers/a", "--line", "Loaf;1;3.40")).isEqualTo(1);
        assertThat(surroundings.errors()).isEqualTo("The raising of the invoice failed: The date is before the last invoice's. "
                + "See ./avid process show processes/billing-7; ./avid process retry takes it up where it stopped.\n");
    }

    @Test
    void aDraftIsMadeAndIssuedLater() {
        assertThat(run("invoice", "raise", "--customer", "customers/a", "--line", "Loaf;1;3.40", "--draft", "--due", "2026-03-01")).isZero();
        assertThat(surroundings.errors()).isEqualTo("It is a draft: ./avid invoice issue invoices/draft makes it final.\n");
        assertThat(run("invoice", "raise", "--customer", "customers/b", "--line", "Loaf;1;3.40", "--draft")).isEqualTo(1);
        assertThat(surroundings.errors()).isEqualTo("There is none of that name here.\n");
        assertThat(modules.asked(CreateInvoiceRequest.class)).hasSize(1);
        assertThat(modules.asked(CreateInvoiceRequest.class).getFirst().getInvoice().getDueDate()).isEqualTo("2026-03-01");
        modules.has(OPEN).runs(process(ProcessState.SUCCEEDED, "", Map.of("invoice", "invoices/1")));
        assertThat(run("invoice", "issue", "invoices/draft", "--json")).isZero();
        assertThat(modules.asked(RaiseInvoiceRequest.class).getFirst().getDraft()).isEqualTo("invoices/draft");
        surroundings.output();
    }

    @Test
    void whatCannotBeAnInvoiceIsWrongUsageAndAsksNothing() {
        for (String wrong : List.of("--line Loaf;1", "--line Loaf;1;3.40 --terms 400", "--line Loaf;1;3.40 --due tomorrow", "--line Loaf;1;3.40 --draft --collect",
                "--line Loaf;1;3.40 --due 2026-03-01 --terms 3", "--line Loaf;1;3.40 --currency usd", "--line Loaf;1;3.40 --currency XYZ", "--line Loaf;1;3.40 --series inv",
                "--line Loaf;1;3.40 --draft --pdf x.pdf", "--memo x")) {
            var words = new ArrayList<>(List.of("invoice", "raise", "--customer", "customers/a"));
            words.addAll(List.of(wrong.split(" ")));
            assertThat(run(words.toArray(String[]::new))).as(wrong).isEqualTo(2);
        }
        assertThat(run("invoice", "raise", "--line", "Loaf;1;3.40")).isEqualTo(2);
        assertThat(modules.asked).isEmpty();
    }

    @Test
    void aCollectionSaysPaidFeeAndReceipt() {
        modules.has(OPEN).has(PAID).runs(
                process(ProcessState.RUNNING, "", Map.of("payment", "payments/1"), step("charge", ProcessState.SUCCEEDED, "")),
                process(ProcessState.SUCCEEDED, "", Map.of("payment", "payments/1", "receipt", "documents/2"), step("charge", ProcessState.SUCCEEDED, "")));
        assertThat(run("invoice", "collect", "INV-000001", "--method", "paymentMethods/1", "--amount", "48.96")).isZero();
        assertThat(surroundings.output()).contains("paid     48.96 USD by visa 4242", "fee      1.72 USD", "receipt  documents/2", "INV-000001");
        var request = modules.asked(CollectInvoiceRequest.class).getFirst();
        assertThat(request.getInvoice()).isEqualTo("invoices/1");
        assertThat(request.getAmountMinor()).isEqualTo(4896);
        assertThat(request.getMethod()).isEqualTo("paymentMethods/1");
        assertThat(run("invoice", "collect", "INV-000001", "--amount", "0")).isEqualTo(2);
        assertThat(run("invoice", "collect", "INV-000001", "--json")).isZero();
        assertThat(surroundings.output()).contains("\"paid\":true,\"receipt\":\"documents/2\",\"payment\":{\"name\":\"payments/1\"");
    }

    @Test
    void aPaidInvoiceWithoutAReceiptSaysWhichProcessToRetry() {
        String why = "The receipt is not filed: The template has a mistake. Retry processes/billing-2.";
        modules.has(OPEN).has(PAID).runs(process(ProcessState.SUCCEEDED, why, Map.of("payment", "payments/1")));
        assertThat(run("invoice", "collect", "INV-000001")).isZero();
        assertThat(surroundings.output()).contains("paid     48.96 USD by visa 4242", "receipt  " + why);
    }

    @Test
    void aChallengeIsPrintedOnceAndWaitedFor() {
        Payment asks = PAID.toBuilder().setState(PaymentState.REQUIRES_ACTION).setActionUrl("http://bank.example/prove").clearFee().build();
        Process waits = process(ProcessState.WAITING, "", Map.of("payment", "payments/1"), step("charge", ProcessState.WAITING, "waits for the customer"));
        modules.has(OPEN).has(asks).runs(waits, waits, waits, process(ProcessState.SUCCEEDED, "", Map.of("payment", "payments/1", "receipt", "documents/2")));
        surroundings.duringPause(() -> {
            if (modules.course.size() == 1) {
                modules.has(PAID);
            }
        });
        assertThat(run("invoice", "collect", "invoices/1", "--present")).isZero();
        assertThat(surroundings.errors()).containsOnlyOnce("http://bank.example/prove").contains("goes on waiting");
        assertThat(surroundings.output()).contains("paid     48.96 USD");
        assertThat(modules.asked(CollectInvoiceRequest.class).getFirst().getCustomerPresent()).isTrue();
    }

    @Test
    void aCustomersOwnLoginCollectsThoughItSeesNoProcesses() {
        Payment pending = PAID.toBuilder().setState(PaymentState.REQUIRES_ACTION).setActionUrl("http://bank.example/prove").clearFee().build();
        modules.has(OPEN).has(pending).hidesProcesses().runs(process(ProcessState.PENDING, "", Map.of()));
        surroundings.duringPause(() -> {
            if (modules.asked(ListPaymentsRequest.class).size() == 3) {
                modules.has(PAID);
            }
        });
        assertThat(run("invoice", "collect", "invoices/1")).isZero();
        assertThat(surroundings.errors()).containsOnlyOnce("http://bank.example/prove");
        assertThat(surroundings.output()).contains("paid     48.96 USD by visa 4242", "settled when the payment is posted").doesNotContain("owed");
    }

    @Test
    void aWithdrawnInvoiceIsNotOwed() {
        modules.has(OPEN.toBuilder().setState(InvoiceState.VOID).clearSettlement().build())
                .runs(failed("INVOICE_STATE_UNFIT", "invoices/1 is VOID."));
        assertThat(run("invoice", "collect", "INV-000001")).isEqualTo(1);
        assertThat(surroundings.output()).contains("INV-000001, void").doesNotContain("owed");
    }

    @Test
    void aRefundThatFailedGaveNothingBack() {
        modules.has(PAID).refundIs(Refund.newBuilder().setName("refunds/1").setPayment("payments/1").setAmount(usd(1234))
                .setState(RefundState.REFUND_FAILED).setFailure("The card was cancelled.").build())
                .runs(process(ProcessState.FAILED, "The bank refused.", Map.of("refund", "refunds/1")));
        assertThat(run("payment", "refund", "payments/1", "--amount", "12.34")).isEqualTo(1);
        assertThat(surroundings.output()).contains("not given back  12.34 USD", "because         The card was cancelled.").doesNotContain("\ngiven back");
    }

    @Test
    void theAddressOfALinkThatWasLostIsShownAgain() {
        modules.has(OPEN.toBuilder().setReservedBy("processes/billing-7").build())
                .linkIs(PaymentLink.newBuilder().setName("paymentLinks/1").setUrl("https://pay.example/1").setState(PaymentLinkState.LINK_OPEN)
                        .setExpireTime(Timestamp.newBuilder().setSeconds(1_768_500_000)).build())
                .runs(process(ProcessState.WAITING, "", Map.of("payment_link", "paymentLinks/1")));
        assertThat(run("invoice", "show", "INV-000001")).isZero();
        assertThat(surroundings.output()).endsWith("Its customer can pay it until 2026-01-15T18:00:00Z at:\n  https://pay.example/1\n");

        modules.runs(failed("INVOICE_RESERVED", "invoices/1 is reserved by processes/billing-7."),
                process(ProcessState.WAITING, "", Map.of("payment_link", "paymentLinks/1")));
        assertThat(run("invoice", "link", "INV-000001")).isEqualTo(1);
        assertThat(surroundings.errors()).endsWith("There is one already, until 2026-01-15T18:00:00Z: https://pay.example/1\n");

        modules.hidesProcesses().runs(process(ProcessState.WAITING, "", Map.of()));
        assertThat(run("invoice", "show", "INV-000001")).as("who may not see the process sees the invoice").isZero();
        assertThat(surroundings.output()).doesNotContain("pay.example");
    }

    @Test
    void aDeclinedCardIsAFailureThatNamesTheWayOut() {
        modules.has(OPEN).has(PAID.toBuilder().setState(PaymentState.FAILED).clearFee().setFailure(PaymentFailure.newBuilder()
                .setCode("card_declined").setDeclineCode("insufficient_funds").setMessage("Your card has insufficient funds.")).build())
                .runs(process(ProcessState.FAILED, "declined", Map.of("payment", "payments/1")));
        assertThat(run("invoice", "collect", "INV-000001")).isEqualTo(1);
        assertThat(surroundings.errors()).isEqualTo("The card was not charged: Your card has insufficient funds. Collect it by another card: "
                + "./avid invoice collect INV-000001 --method paymentMethods/… (see ./avid method list --customer customers/a).\n");
        assertThat(surroundings.output()).contains("failed   48.96 USD by visa 4242");
    }

    @Test
    void aCardThatIsNotChargedUnseenIsCollectedWithItsHolderThere() {
        modules.has(OPEN).has(PAID.toBuilder().setState(PaymentState.FAILED).clearFee().setFailure(PaymentFailure.newBuilder()
                .setCode("authentication_required").setMessage("The bank wants a proof.").setRetryable(true)).build())
                .runs(process(ProcessState.FAILED, "declined", Map.of("payment", "payments/1")));
        assertThat(run("invoice", "collect", "INV-000001")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("./avid invoice collect INV-000001 --present", "./avid invoice link INV-000001");
    }

    @Test
    void whatWillNotSucceedASecondTimeIsNotAdvisedToBeTriedAgain() {
        modules.has(OPEN).has(PAID);
        modules.runs(failed("REFUND_EXCEEDS_PAYMENT", "Of payments/1 10.00 USD are left to give back."));
        assertThat(run("payment", "refund", "payments/1", "--amount", "12.34")).isEqualTo(1);
        assertThat(surroundings.errors()).isEqualTo("The refund failed: Of payments/1 10.00 USD are left to give back."
                + " Give a smaller --amount, or none for all that is left.\n");
        modules.runs(failed("METHOD_MISSING", "customers/a has no saved card."));
        assertThat(run("invoice", "collect", "INV-000001")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("./avid method add").doesNotContain("retry");
        for (String reason : List.of("PAYMENT_DECLINED", "AMOUNT_EXCEEDS_OWED", "NOTHING_OWED", "INVOICE_RESERVED", "PAYMENT_ABANDONED")) {
            modules.runs(failed(reason, "No."));
            assertThat(run("invoice", "collect", "INV-000001")).isEqualTo(1);
            assertThat(surroundings.errors()).as(reason).doesNotContain("retry");
        }
        modules.runs(failed("LEDGER_REFUSED", "The period is closed."));
        assertThat(run("invoice", "collect", "INV-000001")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("./avid process retry takes it up where it stopped.");
    }

    @Test
    void anInvoiceIsFoundByItsWholeNumberAlone() {
        modules.has(OPEN.toBuilder().setName("invoices/10").setNumber("INV-0000010").build()).has(OPEN);
        assertThat(run("invoice", "show", "INV-000001")).isZero();
        assertThat(surroundings.output()).contains("invoice   invoices/1\n");
        assertThat(run("invoice", "show", "INV-00")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("There is no invoice with the number INV-00 here.");
    }

    @Test
    void whatIsOwedIsWhatIsOpenAndWhatIsPartlySettled() {
        modules.has(OPEN).has(OPEN.toBuilder().setName("invoices/2").setNumber("INV-000002").setSettlement(SettlementState.PARTLY_SETTLED).setSettled(usd(96)).build())
                .has(OPEN.toBuilder().setName("invoices/3").setNumber("INV-000003").setSettlement(SettlementState.SETTLED).setSettled(usd(4896)).build());
        assertThat(run("invoice", "list", "--open")).isZero();
        assertThat(surroundings.output().lines().map(line -> line.split("  +")[0])).containsExactly("number", "INV-000002", "INV-000001");
        assertThat(run("invoice", "list", "--overdue", "--limit", "1", "--json")).isZero();
        assertThat(surroundings.output().lines()).hasSize(1).allMatch(line -> line.contains("INV-000002"));
        assertThat(surroundings.errors()).contains("These are the first 1 invoices");
        assertThat(modules.asked(ListInvoicesRequest.class).getLast().getDueBefore()).isEqualTo("2026-01-15");
        assertThat(run("invoice", "list", "--open", "--state", "DRAFT")).isEqualTo(2);
        assertThat(run("invoice", "list", "--state", "PAID")).isEqualTo(2);
    }

    @Test
    void aSlipOfThePenIsNoCustomerThatHasNothing() {
        for (String list : List.of("invoice list", "payment list", "method list", "document list", "transactions")) {
            var words = new ArrayList<>(List.of(list.split(" ")));
            words.addAll(List.of("--customer", "customers/b"));
            assertThat(run(words.toArray(String[]::new))).as(list).isEqualTo(1);
            assertThat(surroundings.errors()).as(list).isEqualTo("There is none of that name here.\n");
            words.set(words.size() - 1, "");
            assertThat(run(words.toArray(String[]::new))).as(list).isEqualTo(2);
            assertThat(surroundings.errors()).as(list).startsWith("The customer's name is empty");
        }
        assertThat(run("invoice", "list", "--customer", "customers/a")).isZero();
        assertThat(run("method", "list", "--customer", "customers/a")).isZero();
        assertThat(modules.asked).hasSize(1);
    }

    @Test
    void aDisputedPaymentShowsWhatTheBankTookAndUntilWhenItCanBeAnswered() {
        modules.has(PAID.toBuilder().addDisputes(Dispute.newBuilder().setName("disputes/1").setStripeDispute("du_1")
                .setState(DisputeState.DISPUTE_NEEDS_RESPONSE).setReason("fraudulent").setAmount(usd(4896)).setFee(usd(1500))
                .setWithdrawnDate("2026-01-16").setEvidenceDueTime(Timestamp.newBuilder().setSeconds(1_769_000_000L))).build());
        assertThat(run("payment", "show", "payments/1")).isZero();
        assertThat(surroundings.output()).containsPattern("needs response +fraudulent +48.96 USD +15.00 USD +2026-01-16 +2026-01-21T12:53:20Z +du_1");
    }

    @Test
    void aRefundIsGivenInTheDigitsOfThePaymentsCurrency() {
        modules.has(PAID).refundIs(Refund.newBuilder().setName("refunds/1").setPayment("payments/1").setAmount(usd(1234)).setState(RefundState.REFUND_SUCCEEDED).build())
                .runs(process(ProcessState.SUCCEEDED, "", Map.of("refund", "refunds/1", "transaction", "transactions/9", "receipt", "documents/3")));
        assertThat(run("payment", "refund", "1", "--amount", "12.34", "--reason", "Two loaves were missing", "--credit")).isZero();
        assertThat(surroundings.output()).contains("given back  12.34 USD", "state       succeeded", "receipt     documents/3");
        assertThat(modules.asked(RefundPaymentRequest.class).getFirst().toBuilder().clearRequestId().build()).isEqualTo(RefundPaymentRequest.newBuilder()
                .setPayment("payments/1").setAmountMinor(1234).setReason("Two loaves were missing").setCreditInvoice(true).build());
        assertThat(run("payment", "refund", "payments/1", "--amount", "0")).isEqualTo(2);
        assertThat(run("payment", "refund", "payments/1", "--amount", "1.234")).isEqualTo(2);
        assertThat(modules.asked(RefundPaymentRequest.class)).hasSize(1);
    }

    @Test
    void aLinkIsPrintedAtOnceAndThePaymentLeftToAvid() {
        modules.has(OPEN).linkIs(PaymentLink.newBuilder().setName("paymentLinks/1").setUrl("https://pay.example/1").setState(PaymentLinkState.LINK_OPEN)
                .setExpireTime(Timestamp.newBuilder().setSeconds(1_768_500_000)).build())
                .runs(process(ProcessState.RUNNING, "", Map.of()), process(ProcessState.WAITING, "", Map.of("payment_link", "paymentLinks/1")));
        assertThat(run("invoice", "link", "INV-000001", "--hours", "4")).isZero();
        assertThat(surroundings.output()).isEqualTo("https://pay.example/1\n");
        assertThat(run("invoice", "link", "INV-000001", "--hours", "24")).isEqualTo(2);
    }

    @Test
    void aVoidNeedsAReasonAndSaysSo() {
        modules.has(OPEN.toBuilder().setState(InvoiceState.VOID).setVoidReason("Wrong month").build()).runs(process(ProcessState.SUCCEEDED, "", Map.of()));
        assertThat(run("invoice", "void", "INV-000001")).isEqualTo(2);
        assertThat(run("invoice", "void", "INV-000001", "--reason", "Wrong month")).isZero();
        assertThat(surroundings.output()).isEqualTo("INV-000001 is void: Wrong month\n");
    }

    @Test
    void aStatementsPeriodGoesForward() {
        modules.runs(process(ProcessState.SUCCEEDED, "", Map.of("document", "documents/9")));
        assertThat(run("statement", "issue", "--customer", "customers/a", "--from", "2026-01-01", "--to", "2026-01-31")).isZero();
        assertThat(surroundings.output()).isEqualTo("documents/9\n");
        assertThat(modules.asked(IssueStatementRequest.class).getFirst().getToDate()).isEqualTo("2026-01-31");
        assertThat(run("statement", "issue", "--customer", "customers/a", "--from", "2026-02-01", "--to", "2026-01-31")).isEqualTo(2);
        assertThat(run("statement", "issue", "--customer", "customers/a", "--from", "2026-02-01")).isEqualTo(2);
        assertThat(run("statement", "issue", "--customer", "", "--from", "2026-01-01", "--to", "2026-01-31")).isEqualTo(2);
        assertThat(run("statement", "issue", "--customer", "customers/a", "--from", "2026-01-01", "--to", "2026-01-31", "--currency", "XYZ")).isEqualTo(2);
        assertThat(modules.asked(IssueStatementRequest.class)).hasSize(1);
    }

    @Test
    void aCardGoesToTheEmulatorAndNeverToAvid() throws IOException {
        var given = new ArrayList<String>();
        HttpServer stripe = emulator(given);
        try {
            modules.methods.add(PaymentMethod.newBuilder().setName("paymentMethods/1").setCustomer("customers/a")
                    .setCard(CardSummary.newBuilder().setBrand("visa").setLast4("4242").setExpiryMonth(12).setExpiryYear(2030)).build());
            modules.setupBecomes(MethodSetupState.SAVED);
            assertThat(run("method", "add", "--card", "4242 4242 4242 4242", "--customer", "customers/a")).isZero();
            assertThat(surroundings.output()).contains("saved     visa 4242, expires 12/2030", "method    paymentMethods/1");
            assertThat(given).singleElement().asString().startsWith("/v1/setup_intents/seti_1/confirm Bearer sk_test_local client_secret=seti_1_secret_2")
                    .as("where Avid has a page for who comes back").contains("return_url=http://localhost:" + served.port() + "/pay/returned")
                    .contains("payment_method_data[card][number]=4242424242424242");
            assertThat(modules.asked.toString()).doesNotContain("4242424242424242");
            try (var kept = Files.walk(folder)) {
                assertThat(kept.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("424242"));
            }
        } finally {
            stripe.stop(0);
        }
    }

    @Test
    void aCardIsForTheEmulatorAlone() throws IOException {
        assertThat(run("method", "add", "--card", "4242424242424242", "--customer", "customers/a")).isEqualTo(1);
        assertThat(surroundings.errors()).contains("local mode's Stripe emulator alone").contains("StartMethodSetup");
        emulator("https://api.stripe.com");
        assertThat(run("method", "add", "--card", "4242424242424242", "--customer", "customers/a")).isEqualTo(1);
        for (String card : List.of("42424", "four", "42424242424242424242")) {
            assertThat(run("method", "add", "--card", card, "--customer", "customers/a")).as(card).isEqualTo(2);
        }
        assertThat(modules.asked).isEmpty();
    }

    @Test
    void aCardIsForgottenByName() {
        assertThat(run("method", "detach", "1")).isZero();
        assertThat(modules.asked(DetachPaymentMethodRequest.class).getFirst().getName()).isEqualTo("paymentMethods/1");
        assertThat(surroundings.output()).isEqualTo("paymentMethods/1 is forgotten.\n");
    }

    @Test
    void aProofThatTheBankWantsBeforeACardIsSavedIsWaitedForWithAnEnd() throws IOException {
        HttpServer stripe = emulator(new ArrayList<>());
        try {
            String[] add = {"method", "add", "--card", "4000002500003155", "--customer", "customers/a"};
            modules.setupBecomes(MethodSetupState.REQUIRES_AUTHENTICATION);
            Instant begun = surroundings.time().instant();
            assertThat(run(add)).isEqualTo(1);
            assertThat(surroundings.time().instant()).as("nobody is there to wait for").isEqualTo(begun);
            assertThat(surroundings.errors()).contains("Open this address", "http://bank.example/prove", "--present", "method list --customer customers/a");

            String[] present = {"method", "add", "--card", "4000002500003155", "--customer", "customers/a", "--present"};
            assertThat(run(present)).isEqualTo(1);
            assertThat(surroundings.time().instant()).isBetween(begun.plusSeconds(600), begun.plusSeconds(610));
            assertThat(surroundings.errors()).contains("this command waits 10 minutes", "was not given in 10 minutes", "http://bank.example/prove");

            surroundings.duringPause(() -> modules.setupBecomes(MethodSetupState.SAVED));
            assertThat(run(present)).isZero();
            assertThat(surroundings.errors()).containsOnlyOnce("http://bank.example/prove");

            surroundings.duringPause(() -> {});
            modules.setupBecomes(MethodSetupState.OPEN);
            begun = surroundings.time().instant();
            assertThat(run(add)).isEqualTo(1);
            assertThat(surroundings.time().instant()).isBetween(begun.plusSeconds(30), begun.plusSeconds(40));
            assertThat(surroundings.errors()).contains("Stripe has not said in 30 seconds");
        } finally {
            stripe.stop(0);
        }
    }

    /** What stands for Stripe, and notes what it is given. */
    private HttpServer emulator(List<String> given) throws IOException {
        HttpServer stripe = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        stripe.createContext("/", exchange -> {
            given.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        stripe.start();
        emulator("http://127.0.0.1:" + stripe.getAddress().getPort());
        return stripe;
    }

    private void emulator(String base) throws IOException {
        Path file = folder.resolve(".avid/" + served.port() + "/avid.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "avid.payment.stripe.api-base=" + base + "\navid.payment.stripe.accounts."
                + Tokens.ORGANISATION + ".api-key=sk_test_local\n");
    }
}
