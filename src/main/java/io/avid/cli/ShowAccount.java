package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.GetAccountRequest;
import io.avid.transaction.v1.ListAccountsRequest;
import io.avid.transaction.v1.ListAccountsResponse;
import io.avid.transaction.v1.ListOpenItemsRequest;
import io.avid.transaction.v1.ListOpenItemsResponse;
import io.avid.transaction.v1.OpenItem;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceBlockingStub;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a customer owes, account by account, and the open items behind it. */
@Command(name = "show", description = "Show a customer's accounts with their open items, or one account.",
        footer = {"", "Example:", "  ./avid account show 0379-NEVHP --as-of 2012-12-31"})
final class ShowAccount extends AskingCommand {
    @Parameters(paramLabel = "NAME", description = "accounts/…, customers/…, or a customer's external id.")
    private String name;

    @Option(names = "--as-of", paramLabel = "DATE",
            description = "Figures as of the end of this day, YYYY-MM-DD; without it, balances of all that is recorded and items open today.")
    private LocalDate asOf;

    @Option(names = "--json", description = "One object: customer and accounts, each with its open_items; amounts in minor units.")
    private boolean json;

    private record Statement(Account account, List<OpenItem> openItems) {}

    ShowAccount(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var transactions = TransactionServiceGrpc.newBlockingStub(connection.channel());
        List<Account> accounts;
        String customer;
        if (name.startsWith("accounts/")) {
            Account account = transactions.getAccount(
                    GetAccountRequest.newBuilder().setName(name).setAsOfDate(day()).build());
            accounts = List.of(account);
            customer = account.getCustomer();
        } else {
            // Asking for the customer itself makes a wrong name an error instead of an empty list.
            customer = new FindCustomer(connection.channel()).customer(name).getName();
            accounts = accounts(transactions, customer);
        }
        List<Statement> statements = accounts.stream()
                .map(account -> new Statement(account, openItems(transactions, account))).toList();
        if (json) {
            out().println(json(customer, statements));
        } else {
            print(customer, statements);
        }
        return 0;
    }

    private String day() {
        return asOf == null ? "" : asOf.toString();
    }

    private List<Account> accounts(TransactionServiceBlockingStub transactions, String customer) {
        var accounts = new ArrayList<Account>();
        Pages.follow(
                token -> transactions.listAccounts(ListAccountsRequest.newBuilder()
                        .setCustomer(customer).setAllowMissing(true).setAsOfDate(day()).setPageSize(Pages.LARGEST).setPageToken(token).build()),
                ListAccountsResponse::getNextPageToken,
                page -> accounts.addAll(page.getAccountsList()) || true);
        return accounts;
    }

    private List<OpenItem> openItems(TransactionServiceBlockingStub transactions, Account account) {
        var items = new ArrayList<OpenItem>();
        if (!account.getCustomer().isEmpty()) {
            Pages.follow(
                    token -> transactions.listOpenItems(ListOpenItemsRequest.newBuilder()
                            .setCustomer(account.getCustomer()).setCurrencyCode(account.getCurrencyCode())
                            .setAsOfDate(day()).setPageSize(Pages.LARGEST).setPageToken(token).build()),
                    ListOpenItemsResponse::getNextPageToken,
                    page -> items.addAll(page.getOpenItemsList()) || true);
        }
        return items;
    }

    private static String json(String customer, List<Statement> statements) {
        return JsonText.object(json -> {
            json.name("customer").value(customer);
            json.name("accounts").beginArray();
            for (Statement statement : statements) {
                json.beginObject();
                JsonText.writeFields(json, statement.account());
                json.name("open_items").beginArray();
                for (OpenItem item : statement.openItems()) {
                    JsonText.write(json, item);
                }
                json.endArray();
                json.endObject();
            }
            json.endArray();
        });
    }

    private void print(String customer, List<Statement> statements) {
        if (statements.isEmpty()) {
            out().println(customer + " has no account yet: nothing was ever charged or paid.");
        }
        for (Statement statement : statements) {
            Account account = statement.account();
            String code = account.getCurrencyCode();
            var figures = new Table().words("").words("");
            figures.row("account", account.getName());
            figures.row("kind", account.getKind().name().toLowerCase(Locale.ROOT));
            if (!account.getCustomer().isEmpty()) {
                figures.row("customer", account.getCustomer());
            }
            figures.row("balance", Amounts.text(account.getBalance().getMinorUnits(), code) + " " + code
                    + (account.getAsOfDate().isEmpty() ? "" : " as of " + account.getAsOfDate()));
            if (account.hasOpen()) {
                figures.row("open", Amounts.text(account.getOpen().getMinorUnits(), code) + " " + code);
                figures.row("unallocated", Amounts.text(account.getUnallocated().getMinorUnits(), code) + " " + code);
            }
            figures.row("entries", Amounts.count(account.getEntries()));
            figures.print(out());
            printItems(statement.openItems(), code);
            out().println();
        }
    }

    private void printItems(List<OpenItem> items, String code) {
        if (items.isEmpty()) {
            return;
        }
        out().println();
        var table = new Table().words("invoice").words("invoiced").words("due").figures("days late")
                .figures("amount").figures("owed").words("bucket").words("disputed");
        items.forEach(item -> table.row(item.getInvoiceNumber(), item.getInvoiceDate(), item.getDueDate(),
                Integer.toString(item.getDaysLate()), Amounts.text(item.getAmount().getMinorUnits(), code),
                Amounts.text(item.getRemaining().getMinorUnits(), code), item.getBucket(), item.getDisputed() ? "yes" : "no"));
        table.print(out());
    }
}
