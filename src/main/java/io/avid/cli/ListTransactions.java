package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.platform.type.v1.Money;
import io.avid.transaction.v1.ListTransactionsRequest;
import io.avid.transaction.v1.ListTransactionsResponse;
import io.avid.transaction.v1.Transaction;
import io.avid.transaction.v1.TransactionServiceGrpc;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Charges, payments, credits and reversals. */
@Command(name = "transactions",
        description = {
            "List transactions that match a filter, latest first.",
            "Fields: kind, customer, account, currency_code, amount_minor, remaining_minor, effective_date, due_date,"
                + " invoice_number, external_id, disputed, refunds, cash_account, attributes.NAME."
        },
        footer = {
            "", "Example:",
            "  ./avid transactions --filter 'kind = CHARGE AND disputed = true AND effective_date >= \"2013-01-01\"'"
        })
final class ListTransactions extends AskingCommand {
    @Mixin
    private ListLimit limit;

    @Option(names = "--filter", paramLabel = "FILTER", defaultValue = "",
            description = "Comparisons joined by AND, OR and NOT; words alone find invoice numbers and external ids.")
    private String filter;

    @Option(names = "--customer", paramLabel = "NAME", description = "Only this customer's: customers/…, or its external id.")
    private String customer;

    @Option(names = "--json", description = "A transaction a line, with the fields of avid.transaction.v1.Transaction.")
    private boolean json;

    ListTransactions(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var transactions = TransactionServiceGrpc.newBlockingStub(connection.channel());
        String wanted = wanted(connection);
        var taken = new AtomicInteger();
        var total = new AtomicLong();
        var table = new Table().words("date").words("kind").words("invoice").figures("amount").figures("remaining")
                .words("").words("due").words("disputed").words("transaction");
        Pages.follow(
                token -> transactions.listTransactions(ListTransactionsRequest.newBuilder()
                        .setFilter(wanted).setPageSize(limit.pageSize(taken.get())).setPageToken(token).build()),
                ListTransactionsResponse::getNextPageToken,
                page -> {
                    taken.addAndGet(page.getTransactionsCount());
                    total.set(page.getTotalSize());
                    page.getTransactionsList().forEach(transaction -> write(transaction, table));
                    // Whoever reads a pipe may have had enough.
                    return limit.wantsAfter(taken.get(), !page.getNextPageToken().isEmpty()) && !out().checkError();
                });
        if (!json) {
            table.print(out());
            if (taken.get() > 0) {
                error().println(Amounts.count(taken.get()) + " of " + Amounts.count(total.get()) + " transactions");
            }
        }
        limit.sayWhatIsLeft(error(), taken.get(), "transactions");
        return 0;
    }

    private String wanted(Connection connection) {
        if (customer == null) {
            return filter;
        }
        String one = "customer = \"" + new FindCustomer(connection.channel()).existing(customer) + "\"";
        return filter.isBlank() ? one : one + " AND (" + filter + ")";
    }

    private void write(Transaction transaction, Table table) {
        if (json) {
            out().println(JsonText.of(transaction));
            return;
        }
        table.row(transaction.getEffectiveDate(), transaction.getKind().name().toLowerCase(Locale.ROOT),
                transaction.getInvoiceNumber(), amount(transaction.getAmount()),
                transaction.hasRemaining() ? amount(transaction.getRemaining()) : "",
                transaction.getAmount().getCurrencyCode(), transaction.getDueDate(),
                transaction.getDisputed() ? "yes" : "", transaction.getName());
    }

    private static String amount(Money money) {
        return Amounts.text(money.getMinorUnits(), money.getCurrencyCode());
    }
}
