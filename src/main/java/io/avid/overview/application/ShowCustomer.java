package io.avid.overview.application;

import io.avid.customer.v1.Customer;
import io.avid.overview.client.Customers;
import io.avid.overview.client.Transactions;
import io.avid.overview.v1.CustomerOverview;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.Transaction;
import io.grpc.Context;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Everything that a customer's page needs, asked for side by side. */
public final class ShowCustomer {
    private static final int LATEST_TRANSACTIONS = 10;

    private final Customers customers;
    private final Transactions transactions;

    public ShowCustomer(Customers customers, Transactions transactions) {
        this.customers = customers;
        this.transactions = transactions;
    }

    /** The page of one customer; NOT_FOUND if the caller may not see it. */
    public CustomerOverview show(String name) {
        // First alone: what the caller may not see costs no further call.
        Customer customer = customers.get(name);
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Account>> accounts = fork(calls, () -> transactions.accounts(name));
            Future<List<Transaction>> latest = fork(calls, () -> transactions.latest(name, LATEST_TRANSACTIONS));
            var overview = CustomerOverview.newBuilder().setCustomer(customer).addAllAccounts(join(accounts));
            overview.getAccountsList().stream()
                    .map(Account::getCurrencyCode)
                    .distinct()
                    .map(currency -> fork(calls, () -> transactions.ageing(ComputeAgeingRequest.newBuilder()
                                    .setCustomer(name)
                                    .setCurrencyCode(currency)
                                    .build())
                            .getAgeing()))
                    .toList()
                    .forEach(ageing -> overview.addAgeings(join(ageing)));
            return overview.addAllTransactions(join(latest)).build();
        }
    }

    /** A call on a thread of its own keeps the caller's principal and deadline, which gRPC's context carries. */
    private static <T> Future<T> fork(ExecutorService calls, Callable<T> call) {
        return calls.submit(Context.current().wrap(call));
    }

    private static <T> T join(Future<T> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
