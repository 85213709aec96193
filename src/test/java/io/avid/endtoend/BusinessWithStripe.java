package io.avid.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SetupIntentConfirmParams;
import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.billing.v1.RefundPaymentRequest;
import io.avid.billing.v1.StartMethodSetupRequest;
import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.overview.v1.ListProcessesRequest;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.payment.v1.GetMethodSetupRequest;
import io.avid.payment.v1.GetPaymentRequest;
import io.avid.payment.v1.MethodSetup;
import io.avid.payment.v1.MethodSetupState;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.SweepPaymentsRequest;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.VerifyJournalRequest;
import io.grpc.Channel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A business that bills its customers and takes their cards: what its staff do by Avid's RPCs, what its
 * customers do in a browser, and the look at Stripe that shows whether both tell the same.
 */
public final class BusinessWithStripe {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Between two questions whose answers take long. */
    private static final long LARGE_PAUSE_MILLIS = 200;
    private static final Set<ProcessState> ENDED =
            EnumSet.of(ProcessState.SUCCEEDED, ProcessState.FAILED, ProcessState.CANCELLED);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Channel staff;
    private final String stripeKey;
    private final URI stripeUri;
    private final StripeClient stripe;

    /**
     * @param staff as somebody of finance
     * @param stripeKey of the business's account at Stripe
     */
    public BusinessWithStripe(Channel staff, String stripeKey, URI stripeUri) {
        this.staff = staff;
        this.stripeKey = stripeKey;
        this.stripeUri = stripeUri;
        this.stripe = StripeClient.builder().setApiKey(stripeKey).setApiBase(stripeUri.toString()).build();
    }

    /** An id of a request that nobody else has. */
    public String newRequestId() {
        return UUID.randomUUID().toString();
    }

    /** A new customer. */
    public Customer customer(String displayName) {
        return CustomerServiceGrpc.newBlockingStub(staff).createCustomer(CreateCustomerRequest.newBuilder()
                .setCustomer(Customer.newBuilder().setDisplayName(displayName))
                .setRequestId(newRequestId())
                .build());
    }

    /** A customer who owes this much on one invoice of US dollars. */
    Invoice invoice(String displayName, long netMinor) throws InterruptedException {
        return invoice(customer(displayName), netMinor, newRequestId());
    }

    /** The same for a customer who is known; waits until the invoice is filed. */
    public Invoice invoice(Customer customer, long netMinor, String requestId) throws InterruptedException {
        Process raised = ended(raise(customer, netMinor, requestId).getName());
        assertThat(raised.getState()).as(raised.getMessage()).isEqualTo(ProcessState.SUCCEEDED);
        return invoice(raised.getReferencesOrThrow("invoice"));
    }

    Process raise(Customer customer, long netMinor, String requestId) {
        return BillingServiceGrpc.newBlockingStub(staff).raiseInvoice(RaiseInvoiceRequest.newBuilder()
                .setInvoice(Invoice.newBuilder()
                        .setCustomer(customer.getName())
                        .setCurrencyCode("USD")
                        .setPaymentTermsDays(30)
                        .addLines(InvoiceLine.newBuilder().setDescription("Work").setQuantity("1").setUnitPriceMinor(netMinor)))
                .setRequestId(requestId)
                .build());
    }

    Invoice invoice(String name) {
        return InvoiceServiceGrpc.newBlockingStub(staff).getInvoice(GetInvoiceRequest.newBuilder().setName(name).build());
    }

    /** Begins the saving of a card. */
    MethodSetup startSetup(String customer) {
        return BillingServiceGrpc.newBlockingStub(staff).startMethodSetup(StartMethodSetupRequest.newBuilder()
                .setCustomer(customer).setRequestId(newRequestId()).build());
    }

    /** Saves a card as the customer's browser does: its number goes to Stripe alone. */
    public String saveCard(String customer, String number) throws InterruptedException {
        var payments = PaymentServiceGrpc.newBlockingStub(staff);
        MethodSetup setup = startSetup(customer);
        try {
            String card = stripe.v1().paymentMethods().create(PaymentMethodCreateParams.builder()
                    .setType(PaymentMethodCreateParams.Type.CARD)
                    .setCard(PaymentMethodCreateParams.CardDetails.builder()
                            .setNumber(number).setExpMonth(12L).setExpYear(2035L).setCvc("123").build())
                    .build()).getId();
            stripe.v1().setupIntents().confirm(setup.getStripeSetupIntent(), SetupIntentConfirmParams.builder()
                    .setPaymentMethod(card).setReturnUrl("http://localhost/back").build());
        } catch (StripeException e) {
            throw new AssertionError("Stripe does not take the card " + number, e);
        }
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            MethodSetup now = payments.getMethodSetup(GetMethodSetupRequest.newBuilder().setName(setup.getName()).build());
            if (now.getState() == MethodSetupState.SAVED) {
                return now.getMethod();
            }
            if (now.getState() == MethodSetupState.REQUIRES_AUTHENTICATION) {
                answerChallenge(now.getActionUrl(), true);
            }
            assertThat(Instant.now()).as("the card is not saved: " + now).isBefore(end);
            Thread.sleep(50);
        }
    }

    /** Begins to collect what is owed; an empty method takes the preferred one. */
    public Process collect(Invoice invoice, String method, boolean customerPresent, String requestId) {
        return BillingServiceGrpc.newBlockingStub(staff).collectInvoice(CollectInvoiceRequest.newBuilder()
                .setInvoice(invoice.getName())
                .setMethod(method)
                .setCustomerPresent(customerPresent)
                .setRequestId(requestId)
                .build());
    }

    Process refund(String payment, long amountMinor, boolean creditInvoice, String requestId) {
        return BillingServiceGrpc.newBlockingStub(staff).refundPayment(refunding(payment, creditInvoice, requestId)
                .setAmountMinor(amountMinor).build());
    }

    /** Gives back all that is left of it. */
    Process refundTheRest(String payment, boolean creditInvoice, String requestId) {
        return BillingServiceGrpc.newBlockingStub(staff).refundPayment(refunding(payment, creditInvoice, requestId).build());
    }

    private static RefundPaymentRequest.Builder refunding(String payment, boolean creditInvoice, String requestId) {
        return RefundPaymentRequest.newBuilder().setPayment(payment).setCreditInvoice(creditInvoice).setReason("Returned").setRequestId(requestId);
    }

    Payment payment(String name) {
        return PaymentServiceGrpc.newBlockingStub(staff).getPayment(GetPaymentRequest.newBuilder().setName(name).build());
    }

    /** One of billing's processes as it stands. */
    public Process process(String name) {
        return BillingServiceGrpc.newBlockingStub(staff).getProcess(GetProcessRequest.newBuilder().setName(name).build());
    }

    /** Waits until a process has ended, whatever way. */
    Process ended(String name) throws InterruptedException {
        await(name + " ends", () -> ENDED.contains(process(name).getState()));
        return process(name);
    }

    /** What the customer does on the page of their bank. */
    void answerChallenge(String page, boolean rightly) throws InterruptedException {
        post(URI.create(page), "application/x-www-form-urlencoded", "outcome=" + (rightly ? "success" : "failure"));
    }

    /** Something that goes wrong at Stripe, for this business alone; see the emulator's faults. */
    void fault(Map<String, Object> fault) throws InterruptedException {
        var all = new TreeMap<>(fault);
        all.put("api_key", stripeKey);
        var json = new StringBuilder();
        all.forEach((key, value) -> json.append(json.isEmpty() ? "{" : ",").append('"').append(key).append("\":")
                .append(value instanceof Number ? value : "\"" + value + "\""));
        post(stripeUri.resolve("/_emulator/faults"), "application/json", json.append('}').toString());
    }

    /** All is well at Stripe again. */
    void noFaults() throws InterruptedException {
        send(HttpRequest.newBuilder(stripeUri.resolve("/_emulator/faults"))
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{\"api_key\":\"" + stripeKey + "\"}"))
                .header("content-type", "application/json"));
    }

    void sweep() {
        PaymentServiceGrpc.newBlockingStub(staff).sweepPayments(SweepPaymentsRequest.newBuilder().setRequestId(newRequestId()).build());
    }

    /** What is owed on an invoice, by the ledger. */
    long owedMinor(Invoice invoice) {
        return ledger("external_id = \"" + invoice.getName() + "\"").getRemaining().getMinorUnits();
    }

    /** An invoice's charge in the ledger. */
    Transaction chargeOf(Invoice invoice) {
        return ledger("external_id = \"" + invoice.getName() + "\"");
    }

    private Transaction ledger(String filter) {
        var found = TransactionServiceGrpc.newBlockingStub(staff)
                .listTransactions(ListTransactionsRequest.newBuilder().setFilter(filter).build()).getTransactionsList();
        assertThat(found).as(filter).hasSize(1);
        return found.getFirst();
    }

    /**
     * Whether the ledger and Stripe tell the same about every object, no process is under way or stuck, and
     * no invoice was charged twice. Waits for what is on its way.
     */
    void settledAndReconciled() throws InterruptedException {
        await("all processes end", () -> running() == 0, LARGE_PAUSE_MILLIS);
        awaitLedgerAsAtStripe();
        assertThat(stripeAccountMinor()).as("money at Stripe").isEqualTo(balanceAtStripeMinor());
        var verified = TransactionServiceGrpc.newBlockingStub(staff).verifyJournal(VerifyJournalRequest.getDefaultInstance());
        assertThat(verified.getDifferencesList()).isEmpty();
        assertThat(chargedByInvoice().entrySet()).as("charged by invoice")
                .allSatisfy(charged -> assertThat(charged.getValue())
                        .as(charged.getKey()).isLessThanOrEqualTo(invoice(charged.getKey()).getTotal().getMinorUnits()));
    }

    /** Says what differs where it does not come. */
    private void awaitLedgerAsAtStripe() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        Map<String, Long> ledger = inLedger();
        Map<String, Long> stripe = atStripe();
        while (!ledger.equals(stripe) && Instant.now().isBefore(end)) {
            Thread.sleep(LARGE_PAUSE_MILLIS);
            ledger = inLedger();
            stripe = atStripe();
        }
        assertThat(ledger).as("the ledger has what Stripe has").isEqualTo(stripe);
    }

    /** Processes that have not ended. */
    private long running() {
        var overview = OverviewServiceGrpc.newBlockingStub(staff);
        return Set.of(ProcessState.PENDING, ProcessState.RUNNING, ProcessState.WAITING).stream()
                .mapToLong(state -> overview.listProcesses(ListProcessesRequest.newBuilder().setState(state).build()).getProcessesCount())
                .sum();
    }

    /** Every payment, fee and refund of the ledger's that went through Stripe and still stands, by external id. */
    private Map<String, Long> inLedger() {
        var transactions = TransactionServiceGrpc.newBlockingStub(staff);
        var found = new TreeMap<String, Long>();
        for (TransactionKind kind : Set.of(TransactionKind.PAYMENT, TransactionKind.FEE, TransactionKind.REFUND)) {
            String page = "";
            do {
                var listed = transactions.listTransactions(ListTransactionsRequest.newBuilder()
                        .setFilter("kind = " + kind).setPageSize(1000).setPageToken(page).build());
                listed.getTransactionsList().stream().filter(transaction -> transaction.getReversedBy().isEmpty()).forEach(transaction ->
                        found.merge(transaction.getExternalId(), transaction.getAmount().getMinorUnits(), Long::sum));
                page = listed.getNextPageToken();
            } while (!page.isEmpty());
        }
        return found;
    }

    /** The same as Stripe has it. */
    private Map<String, Long> atStripe() {
        var found = new TreeMap<String, Long>();
        try {
            for (PaymentIntent intent : stripe.v1().paymentIntents().list(PaymentIntentListParams.builder()
                    .setLimit(100L).addExpand("data.latest_charge.balance_transaction").build()).autoPagingIterable()) {
                if ("succeeded".equals(intent.getStatus())) {
                    String payment = intent.getMetadata().get("avid_payment");
                    Charge charge = intent.getLatestChargeObject();
                    found.merge(payment, intent.getAmountReceived(), Long::sum);
                    found.merge(payment + "/fee", charge.getBalanceTransactionObject().getFee(), Long::sum);
                    if (charge.getDisputed()) {
                        disputesAtStripe(intent.getId(), payment).forEach((name, minor) -> found.merge(name, minor, Long::sum));
                    }
                }
            }
            for (var refund : stripe.v1().refunds().list(RefundListParams.builder().setLimit(100L).build()).autoPagingIterable()) {
                if ("succeeded".equals(refund.getStatus())) {
                    found.merge(refund.getMetadata().get("avid_refund"), refund.getAmount(), Long::sum);
                }
            }
        } catch (StripeException e) {
            throw new AssertionError("Stripe cannot be looked at", e);
        }
        return found;
    }

    /** What Stripe took, kept and gave back for the disputes of a payment, by the names that Avid gives them. */
    private Map<String, Long> disputesAtStripe(String intent, String payment) throws StripeException {
        var found = new TreeMap<String, Long>();
        for (Dispute dispute : stripe.v1().disputes().list(DisputeListParams.builder().setPaymentIntent(intent).build()).getData()) {
            String name = payment(payment).getDisputesList().stream().filter(known -> known.getStripeDispute().equals(dispute.getId()))
                    .map(io.avid.payment.v1.Dispute::getName).findFirst().orElse(dispute.getId());
            for (BalanceTransaction moved : dispute.getBalanceTransactions()) {
                found.merge(moved.getAmount() < 0 ? name : name + "/reinstated", Math.abs(moved.getAmount()), Long::sum);
                if (moved.getFee() != 0) {
                    // A fee that is given back is reversed: nothing of it stands.
                    found.merge(name + "/fee", moved.getFee(), (kept, more) -> kept + more == 0 ? null : kept + more);
                }
            }
        }
        return found;
    }

    private Map<String, Long> chargedByInvoice() {
        var charged = new TreeMap<String, Long>();
        try {
            for (PaymentIntent intent : stripe.v1().paymentIntents()
                    .list(PaymentIntentListParams.builder().setLimit(100L).build()).autoPagingIterable()) {
                if ("succeeded".equals(intent.getStatus())) {
                    charged.merge(intent.getMetadata().get("avid_reference"), intent.getAmountReceived(), Long::sum);
                }
            }
        } catch (StripeException e) {
            throw new AssertionError("Stripe cannot be looked at", e);
        }
        return charged;
    }

    private long balanceAtStripeMinor() {
        long sum = 0;
        try {
            for (BalanceTransaction moved : stripe.v1().balanceTransactions()
                    .list(BalanceTransactionListParams.builder().setLimit(100L).build()).autoPagingIterable()) {
                sum += moved.getNet();
            }
        } catch (StripeException e) {
            throw new AssertionError("Stripe cannot be looked at", e);
        }
        return sum;
    }

    private long stripeAccountMinor() {
        return TransactionServiceGrpc.newBlockingStub(staff)
                .listAccounts(ListAccountsRequest.newBuilder().setPageSize(1000).build()).getAccountsList().stream()
                .filter(account -> account.getKind() == io.avid.transaction.v1.AccountKind.STRIPE)
                .mapToLong(account -> account.getBalance().getMinorUnits())
                .sum();
    }

    /** The numbers of all invoices, in order. */
    List<String> numbers() {
        var invoices = InvoiceServiceGrpc.newBlockingStub(staff);
        var numbers = new ArrayList<String>();
        String page = "";
        do {
            var listed = invoices.listInvoices(ListInvoicesRequest.newBuilder().setPageSize(1000).setPageToken(page).build());
            listed.getInvoicesList().stream().map(Invoice::getNumber).filter(number -> !number.isEmpty()).forEach(numbers::add);
            page = listed.getNextPageToken();
        } while (!page.isEmpty());
        numbers.sort(null);
        return List.copyOf(numbers);
    }

    /** Payments that Stripe has taken for an invoice. */
    long paymentsTakenFor(Invoice invoice) {
        try {
            long taken = 0;
            for (PaymentIntent intent : stripe.v1().paymentIntents()
                    .list(PaymentIntentListParams.builder().setLimit(100L).build()).autoPagingIterable()) {
                if ("succeeded".equals(intent.getStatus()) && invoice.getName().equals(intent.getMetadata().get("avid_reference"))) {
                    taken++;
                }
            }
            return taken;
        } catch (StripeException e) {
            throw new AssertionError("Stripe cannot be looked at", e);
        }
    }

    static void await(String what, BooleanSupplier isSo) throws InterruptedException {
        await(what, isSo, 50);
    }

    private static void await(String what, BooleanSupplier isSo, long pauseMillis) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isSo.getAsBoolean()) {
            assertThat(Instant.now()).as("not within " + PATIENCE + ": " + what).isBefore(end);
            Thread.sleep(pauseMillis);
        }
    }

    private static void post(URI uri, String type, String body) throws InterruptedException {
        send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)).header("content-type", type));
    }

    private static void send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> answer = HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(400);
        } catch (java.io.IOException e) {
            throw new AssertionError("the emulator does not answer", e);
        }
    }
}
