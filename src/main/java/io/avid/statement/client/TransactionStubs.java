package io.avid.statement.client;

import io.avid.statement.process.LedgerEntry;
import io.avid.statement.process.LedgerEntry.Kind;
import io.avid.statement.process.OpenItem;
import io.avid.statement.process.StatementLedger;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.GetAccountRequest;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListAccountsResponse;
import io.avid.transaction.v1.ListOpenItemsRequest;
import io.avid.transaction.v1.ListOpenItemsResponse;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.ListTransactionsResponse;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionKind;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceBlockingStub;
import io.grpc.Channel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link StatementLedger} by the stubs of module transaction. */
public final class TransactionStubs implements StatementLedger {
    /** As many as one call may ask for. */
    private static final int PAGE_SIZE_MAX = 1_000;

    /** How billing names what a dispute moves. */
    private static final String DISPUTES = "disputes/";

    private final Channel channel;

    public TransactionStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public List<CustomerAccount> accounts(String customer) {
        List<CustomerAccount> accounts = new ArrayList<>();
        String pageToken = "";
        do {
            var request = ListAccountsRequest.newBuilder()
                    .setCustomer(customer)
                    .setAllowMissing(true)
                    .setPageSize(PAGE_SIZE_MAX)
                    .setPageToken(pageToken)
                    .build();
            ListAccountsResponse page = Calls.of(() -> stub().listAccounts(request));
            page.getAccountsList().forEach(account ->
                    accounts.add(new CustomerAccount(account.getName(), account.getCurrencyCode())));
            pageToken = page.getNextPageToken();
        } while (!pageToken.isEmpty());
        return accounts;
    }

    @Override
    public Balance balance(String account, LocalDate asOf) {
        Account found = Calls.of(() -> stub().getAccount(
                GetAccountRequest.newBuilder().setName(account).setAsOfDate(asOf.toString()).build()));
        return new Balance(found.getBalance().getMinorUnits(), found.getUnallocated().getMinorUnits(),
                found.getEntries(), found.getPosition());
    }

    @Override
    public Entries entries(String account, LocalDate from, LocalDate to, long position, int limit) {
        List<LedgerEntry> entries = new ArrayList<>();
        String pageToken = "";
        long total;
        do {
            ListTransactionsResponse page = page(account, from, to, PAGE_SIZE_MAX, pageToken, position);
            total = page.getTotalSize();
            if (total > limit) {
                return new Entries(List.of(), total);
            }
            page.getTransactionsList().forEach(transaction -> entries.add(entry(transaction, account)));
            pageToken = page.getNextPageToken();
        } while (!pageToken.isEmpty());
        return new Entries(entries, total);
    }

    @Override
    public long count(String account, LocalDate from, LocalDate to) {
        return page(account, from, to, 1, "", 0).getTotalSize();
    }

    @Override
    public List<OpenItem> openItems(String customer, String currencyCode, LocalDate asOf, long position) {
        List<OpenItem> items = new ArrayList<>();
        String pageToken = "";
        do {
            var request = ListOpenItemsRequest.newBuilder()
                    .setCustomer(customer)
                    .setCurrencyCode(currencyCode)
                    .setAsOfDate(asOf.toString())
                    .setKnownAtPosition(position)
                    .setPageSize(PAGE_SIZE_MAX)
                    .setPageToken(pageToken)
                    .build();
            ListOpenItemsResponse page = Calls.of(() -> stub().listOpenItems(request));
            page.getOpenItemsList().forEach(item -> items.add(new OpenItem(item.getInvoiceNumber(),
                    LocalDate.parse(item.getInvoiceDate()), LocalDate.parse(item.getDueDate()), item.getAmount().getMinorUnits(),
                    item.getRemaining().getMinorUnits(), item.getBucket())));
            pageToken = page.getNextPageToken();
        } while (!pageToken.isEmpty());
        return items;
    }

    private ListTransactionsResponse page(String account, LocalDate from, LocalDate to, int size, String pageToken,
            long position) {
        var request = ListTransactionsRequest.newBuilder()
                .setFilter("account = \"" + account + "\" AND effective_date >= \"" + from + "\" AND effective_date <= \"" + to + "\"")
                .setPageSize(size)
                .setPageToken(pageToken)
                .setReadPosition(position)
                .build();
        return Calls.of(() -> stub().listTransactions(request));
    }

    private static LedgerEntry entry(Transaction transaction, String account) {
        long amountMinor = 0;
        int entries = 0;
        for (var entry : transaction.getEntriesList()) {
            if (entry.getAccount().equals(account)) {
                amountMinor = Math.addExact(amountMinor, entry.getAmount().getMinorUnits());
                entries++;
            }
        }
        return new LedgerEntry(transaction.getName(), kind(transaction), LocalDate.parse(transaction.getEffectiveDate()),
                Optional.of(transaction.getDueDate()).filter(date -> !date.isEmpty()).map(LocalDate::parse),
                transaction.getInvoiceNumber(), amountMinor, entries, transaction.getPosition());
    }

    private static Kind kind(Transaction transaction) {
        TransactionKind kind = transaction.getKind();
        // To the ledger it is money given back, or paid; the customer did neither with us.
        if (transaction.getExternalId().startsWith(DISPUTES)) {
            return Kind.DISPUTE;
        }
        return switch (kind) {
            case CHARGE -> Kind.CHARGE;
            case PAYMENT -> Kind.PAYMENT;
            case CREDIT -> Kind.CREDIT;
            case REVERSAL -> Kind.REVERSAL;
            case REFUND -> Kind.REFUND;
            case FEE, TRANSACTION_KIND_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException(transaction.getName()
                    + " of kind " + kind + " moves a customer's account, and statements know no such kind");
        };
    }

    private TransactionServiceBlockingStub stub() {
        return TransactionServiceGrpc.newBlockingStub(channel);
    }
}
