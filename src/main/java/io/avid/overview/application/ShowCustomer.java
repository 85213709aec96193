package io.avid.overview.application;

import io.avid.customer.v1.Customer;
import io.avid.document.v1.Document;
import io.avid.invoice.v1.Invoice;
import io.avid.overview.client.Customers;
import io.avid.overview.client.Documents;
import io.avid.overview.client.Invoices;
import io.avid.overview.client.Payments;
import io.avid.overview.client.Transactions;
import io.avid.overview.store.CustomerIndex.CustomerKey;
import io.avid.overview.v1.CustomerOverview;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentMethod;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.avid.platform.module.ParallelCalls;
import io.avid.platform.module.ParallelCalls.Answer;
import io.avid.platform.process.v1.Process;
import io.avid.platform.security.Principal;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.Ageing;
import io.avid.transaction.v1.Transaction;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that a customer's page needs, asked for side by side.
 *
 * <p>What is shown is asked from the module that keeps it, in the name of whoever asks; only the
 * processes come from overview's own index. A part whose module is down is left out and named, for
 * most of a page is better than none; any other failure is the page's.
 */
public final class ShowCustomer {
    private static final int LATEST = 10;
    private static final String PROCESSES_READ = "processes.read";

    private final Customers customers;
    private final Transactions transactions;
    private final Invoices invoices;
    private final Documents documents;
    private final Payments payments;
    private final RunningProcesses processes;

    public ShowCustomer(Customers customers, Transactions transactions, Invoices invoices, Documents documents,
            Payments payments, RunningProcesses processes) {
        this.customers = customers;
        this.transactions = transactions;
        this.invoices = invoices;
        this.documents = documents;
        this.payments = payments;
        this.processes = processes;
    }

    /** The page of one customer; NOT_FOUND if the caller may not see it. */
    public CustomerOverview show(Principal principal, String name) {
        if (!principal.sees(name)) {
            throw Failure.notFound(name);
        }
        var page = CustomerOverview.newBuilder();
        // First alone: what is not there costs no further call.
        fill(page, "customer", () -> customers.get(name), page::setCustomer);
        try (ParallelCalls calls = new ParallelCalls()) {
            Answer<List<Account>> accounts = calls.begin(() -> transactions.accounts(name));
            Answer<List<Transaction>> latest = calls.begin(() -> transactions.latest(name, LATEST));
            Answer<List<Invoice>> billed = calls.begin(() -> invoices.latest(name, LATEST));
            Answer<List<Document>> filed = calls.begin(() -> documents.latest(name, LATEST));
            Answer<List<PaymentMethod>> methods = calls.begin(() -> payments.methods(name, LATEST));
            Answer<List<Payment>> paid = calls.begin(() -> payments.latest(name, LATEST));
            Answer<List<Process>> working = calls.begin(() -> processesFor(principal, name));
            fill(page, "accounts", accounts, page::addAllAccounts);
            fill(page, "ageings", ageings(calls, name, page), page::addAllAgeings);
            fill(page, "transactions", latest, page::addAllTransactions);
            fill(page, "invoices", billed, page::addAllInvoices);
            fill(page, "documents", filed, page::addAllDocuments);
            fill(page, "payment_methods", methods, page::addAllPaymentMethods);
            fill(page, "payments", paid, page::addAllPayments);
            fill(page, "processes", working, page::addAllProcesses);
        }
        return page.build();
    }

    /** Without accounts nobody knows in which currencies to ask. */
    private Answer<List<Ageing>> ageings(ParallelCalls calls, String customer, CustomerOverview.Builder page) {
        if (page.getUnavailableList().contains("accounts")) {
            return () -> {
                throw Failure.unavailable("module transaction", null);
            };
        }
        List<Answer<Ageing>> asked = page.getAccountsList().stream()
                .map(Account::getCurrencyCode)
                .distinct()
                .map(currency -> calls.begin(() -> transactions.ageing(customer, currency)))
                .toList();
        return () -> asked.stream().map(Answer::await).toList();
    }

    private List<Process> processesFor(Principal principal, String customer) {
        return principal.customer().isEmpty() && principal.may(PROCESSES_READ)
                ? processes.of(new CustomerKey(principal.organisation(), customer), LATEST)
                : List.of();
    }

    private static <T> void fill(CustomerOverview.Builder page, String field, Answer<T> answer, Consumer<T> into) {
        try {
            into.accept(answer.await());
        } catch (StatusRuntimeException e) {
            leaveOut(page, field, Failures.from(e));
        } catch (Failure failure) {
            leaveOut(page, field, failure);
        }
    }

    private static void leaveOut(CustomerOverview.Builder page, String field, Failure failure) {
        if (failure.kind() != FailureKind.UNAVAILABLE && failure.kind() != FailureKind.DEADLINE_EXCEEDED) {
            throw failure;
        }
        page.addUnavailable(field);
    }
}
