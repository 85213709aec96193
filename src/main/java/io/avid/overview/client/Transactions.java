package io.avid.overview.client;

import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.Ageing;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.ComputeAgeingResponse;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceBlockingStub;
import java.util.ArrayList;
import java.util.List;

/** What overview asks of module transaction. */
public final class Transactions {
    /** As many as one call may ask for. */
    private static final int PAGE_SIZE_MAX = 1000;

    private final TransactionServiceBlockingStub transactions;
    private final PartDeadline deadline;

    public Transactions(TransactionServiceBlockingStub transactions, PartDeadline deadline) {
        this.transactions = transactions;
        this.deadline = deadline;
    }

    /** Open items in buckets, in all and (if asked for) one page of customers. */
    public ComputeAgeingResponse ageing(ComputeAgeingRequest request) {
        return transactions.computeAgeing(request);
    }

    /** One customer's open items in buckets, today. */
    public Ageing ageing(String customer, String currency) {
        return deadline.on(transactions).computeAgeing(ComputeAgeingRequest.newBuilder()
                        .setCustomer(customer)
                        .setAllowMissing(true)
                        .setCurrencyCode(currency)
                        .build())
                .getAgeing();
    }

    /** The accounts of a customer that exists, one for each currency that it was ever charged in. */
    public List<Account> accounts(String customer) {
        var accounts = new ArrayList<Account>();
        String pageToken = "";
        do {
            var page = deadline.on(transactions).listAccounts(ListAccountsRequest.newBuilder()
                    .setCustomer(customer)
                    .setAllowMissing(true)
                    .setPageSize(PAGE_SIZE_MAX)
                    .setPageToken(pageToken)
                    .build());
            accounts.addAll(page.getAccountsList());
            pageToken = page.getNextPageToken();
        } while (!pageToken.isEmpty());
        return accounts;
    }

    /** A customer's latest transactions. */
    public List<Transaction> latest(String customer, int count) {
        return deadline.on(transactions).listTransactions(ListTransactionsRequest.newBuilder()
                        .setFilter("customer = \"" + customer + "\"")
                        .setPageSize(count)
                        .build())
                .getTransactionsList();
    }
}
