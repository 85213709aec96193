package io.avid.local.demo;

import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.billing.v1.RefundPaymentRequest;
import io.avid.billing.v1.VoidInvoiceRequest;
import io.avid.customer.v1.Address;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.customer.v1.UpdateCustomerRequest;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.GetInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.billing.v1.StartMethodSetupRequest;
import io.avid.payment.v1.GetMethodSetupRequest;
import io.avid.payment.v1.MethodSetup;
import io.avid.payment.v1.MethodSetupState;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.statement.v1.IssueStatementRequest;
import io.avid.transaction.v1.AnnotateTransactionRequest;
import io.avid.transaction.v1.MarksUpdate;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Brings the last month of the demo business in: addresses, cards, invoices, and what becomes of each.
///
/// It keeps nothing of its own. Every call carries a request id that follows from the plan, so whoever begins from the
/// beginning after a kill gets the same answers for what was done, and goes on with what was not.
final class BringBusinessIn {

    private static final String CURRENCY = "USD";
    private static final long SETUP_PATIENCE_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = 200;
    /// Each thing to do waits more than it works.
    private static final int AT_ONCE = 4;
    private static final List<String> WITH_STATEMENT = List.of("OC-1008", "OC-1010", "OC-1023");

    private final DemoYear year;
    private final String organisation;
    private final AvidClient avid;
    private final CardHolder cards;
    private final URI returnTo;
    private final BiConsumer<Integer, Integer> progress;
    private int total;
    private int done;

    /// A thing to do.
    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /// @param progress is told how many steps of how many are done
    BringBusinessIn(DemoYear year, String organisation, AvidClient avid, CardHolder cards, URI returnTo, BiConsumer<Integer, Integer> progress) {
        this.year = year;
        this.organisation = organisation;
        this.avid = avid;
        this.cards = cards;
        this.returnTo = returnTo;
        this.progress = progress;
    }

    void run() throws IOException, InterruptedException {
        List<DemoCustomer> customers = DemoCustomer.all();
        List<DemoYear.RecentInvoice> invoices = year.recent();
        total = customers.size() + invoices.size() + WITH_STATEMENT.size() + 1;
        progress.accept(0, total);
        ExecutorService atOnce = Executors.newFixedThreadPool(AT_ONCE);
        try {
            together(atOnce, customers.stream().<Step>map(customer -> () -> {
                complete(customer);
                if (customer.card().isPresent()) {
                    save(customer, customer.card().get(), "card");
                }
            }).toList());
            List<Future<?>> underWay = new ArrayList<>();
            for (DemoYear.RecentInvoice invoice : invoices) {
                // One after the other, so that their numbers go with their days; what becomes of one waits for no other.
                Process raised = billing("raise", invoice, id -> avid.billing().raiseInvoice(RaiseInvoiceRequest.newBuilder().setInvoice(content(invoice)).setRequestId(id).build()));
                succeeded(raised);
                underWay.add(begin(atOnce, () -> follow(invoice, raised.getReferencesOrThrow("invoice"))));
            }
            await(underWay);
            together(atOnce, customers.stream().filter(each -> WITH_STATEMENT.contains(each.id())).<Step>map(customer -> () -> statement(customer)).toList());
            together(atOnce, List.of(() -> draft(customers.getFirst())));
        } finally {
            atOnce.shutdownNow();
        }
    }

    private void together(ExecutorService atOnce, List<Step> steps) throws IOException, InterruptedException {
        await(steps.stream().<Future<?>>map(step -> begin(atOnce, step)).toList());
    }

    private Future<?> begin(ExecutorService atOnce, Step step) {
        return atOnce.submit(() -> {
            step.run();
            count();
            return null;
        });
    }

    private synchronized void count() {
        done++;
        progress.accept(done, total);
    }

    private static void await(List<Future<?>> underWay) throws IOException, InterruptedException {
        for (Future<?> each : underWay) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            }
        }
    }

    /// As the import names it.
    private String name(DemoCustomer customer) {
        return "customers/" + DerivedId.of(organisation, "avid.customer.v1.CustomerService/CreateCustomer", "receivables/customer/" + customer.id());
    }

    private void complete(DemoCustomer customer) throws IOException, InterruptedException {
        Customer known = avid.ask(() -> avid.customers().getCustomer(GetCustomerRequest.newBuilder().setName(name(customer)).build()));
        if (known.getAddress().getLinesCount() > 0) {
            return;
        }
        Customer whole = Customer.newBuilder().setName(known.getName()).setEmail(customer.email())
                .setAddress(Address.newBuilder().addAllLines(customer.lines()).setPostalCode(customer.postalCode()).setLocality(customer.town())
                        .setRegionCode(customer.country())).build();
        avid.ask(() -> avid.customers().updateCustomer(UpdateCustomerRequest.newBuilder().setCustomer(whole)
                .setUpdateMask(AvidClient.mask("email", "address")).setRequestId("demo/customer/" + customer.id()).build()));
    }

    private String save(DemoCustomer customer, String number, String which) throws IOException, InterruptedException {
        MethodSetup begun = avid.ask(() -> avid.billing().startMethodSetup(StartMethodSetupRequest.newBuilder().setCustomer(name(customer))
                .setRequestId("demo/" + which + "/" + customer.id()).build()));
        MethodSetup setup = look(begun);
        if (setup.getState() == MethodSetupState.OPEN) {
            cards.give(number, begun.getStripeSetupIntent(), begun.getClientSecret(), returnTo);
        }
        long deadline = System.nanoTime() + SETUP_PATIENCE_MILLIS * 1_000_000;
        while (setup.getState() != MethodSetupState.SAVED) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The card of " + customer.id() + " is not saved: " + setup.getState() + " " + setup.getFailure().getMessage());
            }
            Thread.sleep(PAUSE_MILLIS);
            setup = look(begun);
        }
        return setup.getMethod();
    }

    private MethodSetup look(MethodSetup begun) throws IOException, InterruptedException {
        return avid.ask(() -> avid.payments().getMethodSetup(GetMethodSetupRequest.newBuilder().setName(begun.getName()).build()));
    }

    private void follow(DemoYear.RecentInvoice plan, String invoice) throws IOException, InterruptedException {
        switch (plan.fate()) {
            case UNPAID -> { }
            case PAID -> pay(plan, invoice, "");
            case REFUNDED_IN_PART -> refund(plan, pay(plan, invoice, ""), OptionalLong.of(plan.lines().getFirst().unitPriceMinor()), "Part of the delivery was short", true);
            case REFUNDED_AND_CREDITED -> refund(plan, pay(plan, invoice, ""), OptionalLong.empty(), "The event was called off", true);
            case DECLINED -> collect(plan, invoice, "", "");
            case DECLINED_THEN_PAID_BY_ANOTHER -> {
                collect(plan, invoice, "", "");
                pay(plan, invoice, save(plan.customer(), DemoCustomer.GOOD_TOO, "another-card"));
            }
            case DISPUTED -> dispute(plan, invoice);
            case VOID -> succeeded(billing("void", plan, id -> avid.billing().voidInvoice(VoidInvoiceRequest.newBuilder().setInvoice(invoice)
                    .setReason("Raised for the wrong week").setRequestId(id).build())));
        }
    }

    private Invoice content(DemoYear.RecentInvoice plan) {
        Invoice.Builder invoice = Invoice.newBuilder().setCustomer(name(plan.customer())).setCurrencyCode(CURRENCY).setIssueDate(plan.date().toString())
                .setPaymentTermsDays(plan.customer().termsDays()).setMemo("Thank you for baking with us in mind. Please quote " + plan.customer().id() + ".");
        plan.lines().forEach(line -> invoice.addLines(InvoiceLine.newBuilder().setDescription(line.description()).setQuantity(line.quantity())
                .setUnitPriceMinor(line.unitPriceMinor()).setTaxPercent(line.taxPercent())));
        return invoice.build();
    }

    private Process collect(DemoYear.RecentInvoice plan, String invoice, String method, String again) throws IOException, InterruptedException {
        return billing("collect" + again, plan, id -> avid.billing().collectInvoice(CollectInvoiceRequest.newBuilder().setInvoice(invoice).setMethod(method)
                .setRequestId(id).build()));
    }

    private String pay(DemoYear.RecentInvoice plan, String invoice, String method) throws IOException, InterruptedException {
        Process collected = collect(plan, invoice, method, method.isEmpty() ? "" : "-by-another-card");
        succeeded(collected);
        return collected.getReferencesOrThrow("payment");
    }

    private void refund(DemoYear.RecentInvoice plan, String payment, OptionalLong minor, String reason, boolean credit) throws IOException, InterruptedException {
        var request = RefundPaymentRequest.newBuilder().setPayment(payment).setReason(reason).setCreditInvoice(credit);
        minor.ifPresent(request::setAmountMinor);
        succeeded(billing("refund", plan, id -> avid.billing().refundPayment(request.setRequestId(id).build())));
    }

    private void dispute(DemoYear.RecentInvoice plan, String invoice) throws IOException, InterruptedException {
        String charge = avid.ask(() -> avid.invoices().getInvoice(GetInvoiceRequest.newBuilder().setName(invoice).build())).getCharge();
        avid.ask(() -> avid.transactions().annotateTransaction(AnnotateTransactionRequest.newBuilder().setTransaction(charge)
                .setMarks(MarksUpdate.newBuilder().setDisputed(true)).setRequestId("demo/dispute/" + plan.number()).build()));
    }

    private void statement(DemoCustomer customer) throws IOException, InterruptedException {
        Process issued = avid.ask(() -> avid.statements().issueStatement(IssueStatementRequest.newBuilder().setCustomer(name(customer))
                .setFromDate(year.today().minusDays(90).toString()).setToDate(year.today().toString()).setCurrencyCode(CURRENCY)
                .setRequestId("demo/statement/" + customer.id()).build()));
        succeeded(avid.ended(issued, request -> avid.statements().getProcess(request)));
    }

    private void draft(DemoCustomer customer) throws IOException, InterruptedException {
        avid.ask(() -> avid.invoices().createInvoice(CreateInvoiceRequest.newBuilder().setRequestId("demo/draft").setInvoice(Invoice.newBuilder()
                .setCustomer(name(customer)).setCurrencyCode(CURRENCY).setPaymentTermsDays(customer.termsDays()).addLines(InvoiceLine.newBuilder()
                        .setDescription("Celebration cake").setQuantity("3").setUnitPriceMinor(4_800).setTaxPercent("20"))).build()));
    }

    private Process billing(String what, DemoYear.RecentInvoice plan, Function<String, Process> start) throws IOException, InterruptedException {
        Process started = avid.ask(() -> start.apply("demo/" + what + "/" + plan.number()));
        return avid.ended(started, request -> avid.billing().getProcess(request));
    }

    private static void succeeded(Process process) throws IOException {
        if (process.getState() != ProcessState.SUCCEEDED) {
            throw new IOException(process.getName() + " (" + process.getType() + ") ended as " + process.getState() + ": " + process.getMessage());
        }
    }
}
