package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Dispute;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.service.V1Services;
import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.billing.v1.SendPaymentLinkRequest;
import io.avid.billing.v1.StartMethodSetupRequest;
import io.avid.billing.v1.VoidInvoiceRequest;
import io.avid.customer.v1.Customer;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.InvoiceState;
import io.avid.invoice.v1.IssueInvoiceRequest;
import io.avid.invoice.v1.LinkInvoiceRequest;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.RecordSettlementRequest;
import io.avid.invoice.v1.ReleaseInvoiceRequest;
import io.avid.invoice.v1.ReserveInvoiceRequest;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import io.avid.payment.v1.CancelPaymentRequest;
import io.avid.payment.v1.CreatePaymentLinkRequest;
import io.avid.payment.v1.CreatePaymentRequest;
import io.avid.payment.v1.CreateRefundRequest;
import io.avid.payment.v1.DisputeState;
import io.avid.payment.v1.GetPaymentLinkRequest;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.ListRefundsRequest;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.type.v1.Money;
import io.avid.statement.v1.IssueStatementRequest;
import io.avid.statement.v1.StatementServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of an invoice when staff do not collect it by a saved card: its customer pays it, somebody
 * pays at a page, it is withdrawn, or money is given back at Stripe. The books agree after each.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BilledOtherwiseTest {
    private final TestSystem system = TestSystem.shared();
    private final TestSystem.Copy copy = system.copy();
    private Installation avid;
    private BusinessWithStripe business;
    private Channel staff;

    abstract Installation install(Path folder, Map<String, String> settings) throws IOException, InterruptedException;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        var settings = new HashMap<>(copy.properties());
        settings.put("avid.payment.sweep-seconds", "3");
        avid = install(folder, settings);
        copy.sendStripeWebhooksTo(URI.create("http://127.0.0.1:" + avid.edge().port()));
        staff = avid.edge().as(system.token(Role.FINANCE, 1));
        business = new BusinessWithStripe(staff, copy.stripeKey(1), system.stripeUri());
    }

    @AfterAll
    void stop() {
        if (avid != null) {
            avid.close();
        }
    }

    @AfterEach
    void theBooksAgree() throws InterruptedException {
        business.settledAndReconciled();
    }

    private static void refused(Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class,
                e -> assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code));
    }

    @Test
    void aCustomersLoginPaysItsOwnInvoiceAndSeesNoOther() throws InterruptedException {
        Customer customer = business.customer("Own Account");
        Invoice own = business.invoice(customer, 45_00, business.newRequestId());
        Invoice other = business.invoice("Somebody Else", 46_00);
        String method = business.saveCard(customer.getName(), "4242424242424242");
        Channel login = avid.edge().as(system.customerToken(1, customer.getName()));
        var invoices = InvoiceServiceGrpc.newBlockingStub(login);
        assertThat(invoices.listInvoices(ListInvoicesRequest.getDefaultInstance()).getInvoicesList())
                .extracting(Invoice::getName).containsExactly(own.getName());
        refused(Status.Code.NOT_FOUND, () -> invoices.getInvoice(GetInvoiceRequest.newBuilder().setName(other.getName()).build()));

        var billing = BillingServiceGrpc.newBlockingStub(login);
        refused(Status.Code.NOT_FOUND, () -> billing.collectInvoice(CollectInvoiceRequest.newBuilder()
                .setInvoice(other.getName()).setRequestId("other").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> billing.voidInvoice(VoidInvoiceRequest.newBuilder()
                .setInvoice(own.getName()).setReason("I would rather not").setRequestId("void").build()));
        Process collected = business.ended(billing.collectInvoice(CollectInvoiceRequest.newBuilder()
                .setInvoice(own.getName()).setMethod(method).setRequestId("own").build()).getName());
        assertThat(collected.getState()).as(collected.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(billing.getProcess(GetProcessRequest.newBuilder().setName(collected.getName()).build()).getState())
                .as("a login follows what it started").isEqualTo(ProcessState.SUCCEEDED);
        String ofStaff = business.collect(own, "", false, business.newRequestId()).getName();
        refused(Status.Code.NOT_FOUND, () -> billing.getProcess(GetProcessRequest.newBuilder().setName(ofStaff).build()));
        Channel stranger = avid.edge().as(system.customerToken(1, other.getCustomer()));
        refused(Status.Code.NOT_FOUND, () -> BillingServiceGrpc.newBlockingStub(stranger)
                .getProcess(GetProcessRequest.newBuilder().setName(collected.getName()).build()));
        var paid = PaymentServiceGrpc.newBlockingStub(login).listPayments(ListPaymentsRequest.newBuilder()
                .setReference(own.getName()).build()).getPaymentsList();
        assertThat(paid).hasSize(1).noneMatch(io.avid.payment.v1.Payment::hasFee);
        assertThat(business.payment(paid.getFirst().getName()).hasFee()).as("what Stripe keeps is the business's affair").isTrue();
        assertThat(business.owedMinor(own)).isZero();
        assertThat(business.owedMinor(other)).isEqualTo(46_00);
    }

    @Test
    void whoHasNoLoginPaysAtAPage() throws IOException, InterruptedException {
        Invoice invoice = business.invoice("No Login", 70_00);
        String sent = BillingServiceGrpc.newBlockingStub(staff).sendPaymentLink(SendPaymentLinkRequest.newBuilder()
                .setInvoice(invoice.getName()).setRequestId(business.newRequestId()).build()).getName();
        BusinessWithStripe.await("the page is there", () -> business.process(sent).containsReferences("payment_link"));
        String link = business.process(sent).getReferencesOrThrow("payment_link");
        Process meanwhile = business.ended(business.collect(invoice, "", false, business.newRequestId()).getName());
        assertThat(meanwhile.getReason()).isEqualTo("INVOICE_RESERVED");
        HttpResponse<String> paid = payAtPage(link);
        assertThat(paid.headers().firstValue("location").orElseThrow()).as("where the payer comes back to")
                .isEqualTo("http://localhost:" + avid.edge().port() + "/pay/returned");
        Process ended = business.ended(sent);
        assertThat(ended.getState()).as(ended.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(ended.getReferencesMap()).containsKeys("payment", "receipt");
        assertThat(business.owedMinor(invoice)).isZero();
        assertThat(business.invoice(invoice.getName()).getReservedBy()).isEmpty();
    }

    private HttpResponse<String> payAtPage(String link) throws IOException, InterruptedException {
        String url = PaymentServiceGrpc.newBlockingStub(staff).getPaymentLink(GetPaymentLinkRequest.newBuilder().setName(link).build()).getUrl();
        HttpResponse<String> paid = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "email=a%40example.com&number=4242424242424242&expiry=12%2F35&cvc=123&name=A")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(paid.statusCode()).as(paid.body()).isLessThan(400);
        return paid;
    }

    /** What the steps ask for was protected by an upgrade; what was stored before it does not name the permission. */
    @Test
    void aProcessThatWaitedThroughAnUpgradeIsTakenUp() throws IOException, InterruptedException {
        Invoice invoice = business.invoice("Through An Upgrade", 71_00);
        Process sent = business.process(BillingServiceGrpc.newBlockingStub(staff).sendPaymentLink(SendPaymentLinkRequest.newBuilder()
                .setInvoice(invoice.getName()).setRequestId(business.newRequestId()).build()).getName());
        BusinessWithStripe.await("it waits for the payer", () -> business.process(sent.getName()).getState() == ProcessState.WAITING
                && business.process(sent.getName()).containsReferences("payment_link"));
        forgetPermissions(sent.getName(), "invoices.bill", "payments.bill");
        payAtPage(business.process(sent.getName()).getReferencesOrThrow("payment_link"));
        Process ended = business.ended(sent.getName());
        assertThat(ended.getState()).as(ended.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        assertThat(business.invoice(invoice.getName()).getReservedBy()).isEmpty();
    }

    /** As it was stored when there were none of these. */
    private void forgetPermissions(String process, String... permissions) {
        String uri = copy.mongodbUri(LocalModule.BILLING);
        try (MongoClient mongo = MongoClients.create(uri)) {
            var changed = mongo.getDatabase(uri.substring(uri.lastIndexOf('/') + 1)).getCollection("processes").updateOne(
                    Filters.eq("id", process.substring("processes/".length())), Updates.pullAll("state.permissions", List.of(permissions)));
            assertThat(changed.getModifiedCount()).isEqualTo(1);
        }
    }

    @Test
    void nobodyIsBilledWhoIsNoCustomerHere() {
        Customer elsewhere = new BusinessWithStripe(avid.edge().as(system.token(Role.FINANCE, 3)), copy.stripeKey(3), system.stripeUri())
                .customer("Elsewhere");
        List<String> numbers = business.numbers();
        refused(Status.Code.NOT_FOUND, () -> business.raise(elsewhere, 5_00, business.newRequestId()));
        refused(Status.Code.NOT_FOUND, () -> business.raise(Customer.newBuilder().setName("customers/nobody").build(), 5_00,
                business.newRequestId()));
        Invoice draft = InvoiceServiceGrpc.newBlockingStub(staff).createInvoice(CreateInvoiceRequest.newBuilder().setRequestId(business.newRequestId())
                .setInvoice(Invoice.newBuilder().setCustomer("customers/nobody").setCurrencyCode("USD").addLines(InvoiceLine.newBuilder()
                        .setDescription("Loaf").setQuantity("1").setUnitPriceMinor(5_00))).build());
        refused(Status.Code.NOT_FOUND, () -> BillingServiceGrpc.newBlockingStub(staff).raiseInvoice(RaiseInvoiceRequest.newBuilder()
                .setDraft(draft.getName()).setRequestId(business.newRequestId()).build()));
        assertThat(business.numbers()).as("no number is taken").isEqualTo(numbers);
    }

    @Test
    void anIdThatWasUsedForSomethingElseIsNamedAsItWasGiven() {
        Customer customer = business.customer("Used Twice");
        business.raise(customer, 5_00, "used-twice");
        assertThatThrownBy(() -> business.raise(customer, 6_00, "used-twice")).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
            assertThat(e.getMessage()).contains("request_id used-twice was used before").doesNotContain("billing/");
        });
    }

    @Test
    void noCardIsSavedForWhoIsNoCustomerHere() {
        Customer elsewhere = new BusinessWithStripe(avid.edge().as(system.token(Role.FINANCE, 3)), copy.stripeKey(3), system.stripeUri())
                .customer("Card Elsewhere");
        refused(Status.Code.NOT_FOUND, () -> business.startSetup(elsewhere.getName()));
        refused(Status.Code.NOT_FOUND, () -> business.startSetup("customers/nobody"));
        Customer own = business.customer("Own Card");
        Channel login = avid.edge().as(system.customerToken(1, own.getName()));
        assertThat(new BusinessWithStripe(login, copy.stripeKey(1), system.stripeUri()).startSetup(own.getName()).getClientSecret()).isNotEmpty();
        refused(Status.Code.NOT_FOUND, () -> BillingServiceGrpc.newBlockingStub(login).startMethodSetup(
                StartMethodSetupRequest.newBuilder().setCustomer(business.customer("Not Own Card").getName()).setRequestId("s").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> PaymentServiceGrpc.newBlockingStub(staff).startMethodSetup(
                io.avid.payment.v1.StartMethodSetupRequest.newBuilder().setCustomer("customers/nobody").setRequestId("round billing").build()));
    }

    /** Each leaves behind what billing keeps together: a number without a charge, money without an invoice, an invoice charged twice. */
    @Test
    void nobodyDoesTheStepsOfBillingByHand() throws InterruptedException {
        Channel admin = avid.edge().as(system.token(Role.ADMIN, 1));
        String invoice = business.invoice("By Hand", 12_00).getName();
        var invoices = InvoiceServiceGrpc.newBlockingStub(admin);
        var payments = PaymentServiceGrpc.newBlockingStub(admin);
        refused(Status.Code.PERMISSION_DENIED, () -> invoices.issueInvoice(IssueInvoiceRequest.newBuilder().setName(invoice).setRequestId("1").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> invoices.voidInvoice(io.avid.invoice.v1.VoidInvoiceRequest.newBuilder()
                .setName(invoice).setReason("by hand").setRequestId("2").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> invoices.linkInvoice(LinkInvoiceRequest.newBuilder()
                .setName(invoice).setCharge("transactions/other").setRequestId("3").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> invoices.recordSettlement(RecordSettlementRequest.newBuilder()
                .setName(invoice).setSettledMinor(12_00).setPosition(9_000_000_000L).setRequestId("4").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> invoices.reserveInvoice(ReserveInvoiceRequest.newBuilder()
                .setName(invoice).setHolder("me").setRequestId("5").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> invoices.releaseInvoice(ReleaseInvoiceRequest.newBuilder()
                .setName(invoice).setHolder("processes/billing-other").setRequestId("6").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> payments.createPayment(CreatePaymentRequest.newBuilder()
                .setCustomer("customers/other").setAmount(Money.newBuilder().setCurrencyCode("USD").setMinorUnits(12_00)).setReference(invoice)
                .setRequestId("7").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> payments.cancelPayment(CancelPaymentRequest.newBuilder()
                .setName("payments/other").setRequestId("8").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> payments.createRefund(CreateRefundRequest.newBuilder()
                .setPayment("payments/other").setAmountMinor(12_00).setRequestId("9").build()));
        refused(Status.Code.PERMISSION_DENIED, () -> payments.createPaymentLink(CreatePaymentLinkRequest.newBuilder()
                .setCustomer("customers/other").setAmount(Money.newBuilder().setCurrencyCode("USD").setMinorUnits(12_00)).setReference(invoice)
                .setRequestId("10").build()));
        assertThat(business.invoice(invoice).getState()).isEqualTo(InvoiceState.ISSUED);
    }

    @Test
    void nothingIsNotEverything() throws InterruptedException {
        Invoice invoice = business.invoice("Nothing Meant", 13_00);
        String method = business.saveCard(invoice.getCustomer(), "4242424242424242");
        var billing = BillingServiceGrpc.newBlockingStub(staff);
        refused(Status.Code.INVALID_ARGUMENT, () -> billing.collectInvoice(CollectInvoiceRequest.newBuilder().setInvoice(invoice.getName())
                .setMethod(method).setAmountMinor(0).setRequestId(business.newRequestId()).build()));
        String payment = business.ended(business.collect(invoice, method, false, business.newRequestId()).getName()).getReferencesOrThrow("payment");
        refused(Status.Code.INVALID_ARGUMENT, () -> business.refund(payment, 0, false, business.newRequestId()));
        assertThat(business.payment(payment).getRefunded().getMinorUnits()).isZero();
    }

    @Test
    void aMistakeIsWithdrawnWithItsChargeAndKeepsItsNumber() throws InterruptedException {
        Invoice invoice = business.invoice("Mistaken", 99_00);
        Process withdrawn = business.ended(BillingServiceGrpc.newBlockingStub(staff).voidInvoice(VoidInvoiceRequest.newBuilder()
                .setInvoice(invoice.getName()).setReason("Wrong price").setRequestId(business.newRequestId()).build()).getName());
        assertThat(withdrawn.getState()).as(withdrawn.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        Invoice there = business.invoice(invoice.getName());
        assertThat(there.getState()).isEqualTo(InvoiceState.VOID);
        assertThat(there.getNumber()).isEqualTo(invoice.getNumber());
        Process collected = business.ended(business.collect(invoice, "", false, business.newRequestId()).getName());
        assertThat(collected.getReason()).isEqualTo("INVOICE_STATE_UNFIT");
    }

    @Test
    void theReceiptOfASecondRefundCountsTheFirst() throws InterruptedException, IOException {
        Invoice invoice = business.invoice("Twice Refunded", 90_00);
        String method = business.saveCard(invoice.getCustomer(), "4242424242424242");
        String payment = business.ended(business.collect(invoice, method, false, business.newRequestId()).getName())
                .getReferencesOrThrow("payment");
        assertThat(receiptOf(business.refund(payment, 20_00, true, business.newRequestId())))
                .contains("Payment after refunds $70.00");
        BusinessWithStripe.await("the first refund is listed", () -> PaymentServiceGrpc.newBlockingStub(staff)
                .listRefunds(ListRefundsRequest.newBuilder().setPayment(payment).build()).getRefundsCount() == 1);
        assertThat(receiptOf(business.refund(payment, 15_00, true, business.newRequestId())))
                .contains("$15.00 refunded on", "-20.00", "Payment after refunds $55.00");
    }

    private String receiptOf(Process refund) throws InterruptedException, IOException {
        Process ended = business.ended(refund.getName());
        assertThat(ended.getState()).as(ended.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        return textOf(ended.getReferencesOrThrow("receipt"));
    }

    private String textOf(String name) throws IOException {
        ByteString pdf = ByteString.EMPTY;
        var chunks = DocumentServiceGrpc.newBlockingStub(staff).readDocument(
                ReadDocumentRequest.newBuilder().setName(name).build());
        while (chunks.hasNext()) {
            pdf = pdf.concat(chunks.next().getContent());
        }
        try (PDDocument document = Loader.loadPDF(pdf.toByteArray())) {
            var reading = new PDFTextStripper();
            reading.setSortByPosition(true);
            return reading.getText(document).replaceAll("[ \\u00a0]+", " ");
        }
    }

    @Test
    void aDisputedPaymentIsOwedAgainUntilTheDisputeIsWon() throws InterruptedException, StripeException {
        Dispute dispute = disputed("Disputing And Losing It");
        Payment payment = business.payment(dispute.getMetadata().get("avid_payment_of_test"));
        Invoice invoice = business.invoice(payment.getReference());
        assertThat(payment.getDisputesList()).singleElement().satisfies(known -> {
            assertThat(known.getState()).isEqualTo(DisputeState.DISPUTE_NEEDS_RESPONSE);
            assertThat(known.getAmount().getMinorUnits()).isEqualTo(64_00);
            assertThat(known.getReason()).isEqualTo(dispute.getReason());
            assertThat(known.hasEvidenceDueTime()).isTrue();
            assertThat(known.getFee().getMinorUnits()).isPositive();
        });
        BusinessWithStripe.await("the invoice is owed again", () -> business.owedMinor(invoice) == 64_00);
        BusinessWithStripe.await("and marked", () -> business.chargeOf(invoice).getDisputed());
        BusinessWithStripe.await("and says so", () -> business.invoice(invoice.getName()).getSettled().getMinorUnits() == 0);
        atStripe().disputes().update(dispute.getId(), DisputeUpdateParams.builder().setSubmit(true)
                .setEvidence(DisputeUpdateParams.Evidence.builder().setUncategorizedText("winning_evidence").build()).build());
        BusinessWithStripe.await("the dispute is won", () -> business.payment(payment.getName()).getDisputes(0).getState() == DisputeState.DISPUTE_WON);
        BusinessWithStripe.await("the money is back", () -> business.owedMinor(invoice) == 0);
        BusinessWithStripe.await("the mark is gone", () -> !business.chargeOf(invoice).getDisputed());
    }

    @Test
    void aDisputeThatIsLostLeavesTheInvoiceOwedAndAStatementSaysWhy() throws InterruptedException, StripeException, IOException {
        Dispute dispute = disputed("Disputing And Getting It");
        Payment payment = business.payment(dispute.getMetadata().get("avid_payment_of_test"));
        Invoice invoice = business.invoice(payment.getReference());
        BusinessWithStripe.await("the invoice is owed again", () -> business.owedMinor(invoice) == 64_00);
        atStripe().disputes().close(dispute.getId());
        BusinessWithStripe.await("the dispute is lost", () -> business.payment(payment.getName()).getDisputes(0).getState() == DisputeState.DISPUTE_LOST);
        BusinessWithStripe.await("the mark is gone", () -> !business.chargeOf(invoice).getDisputed());
        assertThat(business.owedMinor(invoice)).isEqualTo(64_00);
        var statements = StatementServiceGrpc.newBlockingStub(staff);
        String issuing = statements.issueStatement(IssueStatementRequest.newBuilder().setCustomer(invoice.getCustomer())
                .setFromDate(payment.getPaidDate()).setToDate(payment.getPaidDate()).setRequestId(business.newRequestId()).build()).getName();
        GetProcessRequest look = GetProcessRequest.newBuilder().setName(issuing).build();
        BusinessWithStripe.await("the statement is issued", () -> statements.getProcess(look).getState() == ProcessState.SUCCEEDED);
        assertThat(textOf(statements.getProcess(look).getReferencesOrThrow("document")))
                .contains("Disputed payment", "$64.00 to pay", "Open on").doesNotContain("Refund");
    }

    private V1Services atStripe() {
        return StripeClient.builder().setApiKey(copy.stripeKey(1)).setApiBase(system.stripeUri().toString()).build().v1();
    }

    /** A payment of 64.00 that its payer's bank disputes, noted with the payment's name. */
    private Dispute disputed(String who) throws InterruptedException, StripeException {
        Invoice invoice = business.invoice(who, 64_00);
        String method = business.saveCard(invoice.getCustomer(), "4000000000000259");
        String payment = business.ended(business.collect(invoice, method, false, business.newRequestId()).getName())
                .getReferencesOrThrow("payment");
        BusinessWithStripe.await("the dispute is known", () -> business.payment(payment).getDisputesCount() == 1
                && !business.payment(payment).getDisputes(0).getWithdrawnDate().isEmpty());
        return atStripe().disputes().update(business.payment(payment).getDisputes(0).getStripeDispute(),
                DisputeUpdateParams.builder().putMetadata("avid_payment_of_test", payment).build());
    }

    @Test
    void whatIsGivenBackAtStripeIsPostedToo() throws InterruptedException, StripeException {
        String stripeKey = copy.stripeKey(2);
        var other = new BusinessWithStripe(avid.edge().as(system.token(Role.FINANCE, 2)), stripeKey, system.stripeUri());
        Invoice invoice = other.invoice("Refunded Elsewhere", 52_00);
        String method = other.saveCard(invoice.getCustomer(), "4242424242424242");
        String payment = other.ended(other.collect(invoice, method, false, other.newRequestId()).getName())
                .getReferencesOrThrow("payment");
        StripeClient.builder().setApiKey(stripeKey).setApiBase(system.stripeUri().toString()).build().v1().refunds()
                .create(RefundCreateParams.builder().setPaymentIntent(other.payment(payment).getStripePaymentIntent())
                        .setAmount(12_00L).build());
        BusinessWithStripe.await("the refund is posted", () -> other.owedMinor(invoice) == 12_00);
        assertThat(other.payment(payment).getRefunded().getMinorUnits()).isEqualTo(12_00);
    }
}
