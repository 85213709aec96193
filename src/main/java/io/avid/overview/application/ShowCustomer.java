package io.avid.overview.application;

import io.avid.customer.v1.Customer;
import io.avid.overview.client.Customers;
import io.avid.overview.client.Transactions;
import io.avid.overview.v1.CustomerOverview;
import io.avid.platform.module.ParallelCalls;
import io.avid.platform.module.ParallelCalls.Answer;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.Transaction;
import java.util.List;

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
        try (ParallelCalls calls = new ParallelCalls()) {
            Answer<List<Account>> accounts = calls.begin(() -> transactions.accounts(name));
            Answer<List<Transaction>> latest = calls.begin(() -> transactions.latest(name, LATEST_TRANSACTIONS));
            var overview = CustomerOverview.newBuilder().setCustomer(customer).addAllAccounts(accounts.await());
            overview.getAccountsList().stream()
                    .map(Account::getCurrencyCode)
                    .distinct()
                    .map(currency -> calls.begin(() -> transactions.ageing(ComputeAgeingRequest.newBuilder()
                                    .setCustomer(name)
                                    .setCurrencyCode(currency)
                                    .build())
                            .getAgeing()))
                    .toList()
                    .forEach(ageing -> overview.addAgeings(ageing.await()));
            return overview.addAllTransactions(latest.await()).build();
        }
    }
}
