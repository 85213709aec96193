package io.avid.cli;

import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.Table;
import io.avid.customer.v1.Customer;
import io.avid.invoice.v1.InvoiceState;
import io.avid.overview.v1.CustomerOverview;
import io.avid.transaction.v1.Account;
import io.avid.transaction.v1.Transaction;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A customer's whole page, for people: a part that is empty is left out, one that was not to be had is said. */
final class OverviewPage {
    private final CustomerOverview overview;

    OverviewPage(CustomerOverview overview) {
        this.overview = overview;
    }

    void print(PrintStream out) {
        Customer customer = overview.getCustomer();
        out.println((customer.getDisplayName() + "  " + customer.getName() + "  " + ListCustomers.externalIds(customer)).strip());
        section(out, "account", accounts());
        section(out, "owed by days late", ageings());
        section(out, "invoices", invoices());
        section(out, "payments", payments());
        section(out, "cards", cards());
        section(out, "transactions", transactions());
        section(out, "documents", documents());
        section(out, "under way", processes());
        if (overview.getUnavailableCount() > 0) {
            out.println();
            out.println("Not to be had at the moment: " + String.join(", ", overview.getUnavailableList()) + ".");
        }
    }

    private static void section(PrintStream out, String title, Table table) {
        if (!table.isEmpty()) {
            out.println();
            out.println(title);
            table.print(out);
        }
    }

    private Table accounts() {
        var table = new Table().words("  currency").figures("balance").figures("open").figures("unallocated").figures("entries");
        for (Account account : overview.getAccountsList()) {
            String code = account.getCurrencyCode();
            table.row("  " + code, Amounts.text(account.getBalance().getMinorUnits(), code), Amounts.text(account.getOpen().getMinorUnits(), code),
                    Amounts.text(account.getUnallocated().getMinorUnits(), code), Amounts.count(account.getEntries()));
        }
        return table;
    }

    private Table ageings() {
        var table = new Table().words("  currency").figures("items").figures("total");
        PrintAgeing.BUCKETS.forEach(table::figures);
        overview.getAgeingsList().forEach(ageing -> {
            String code = ageing.getCurrencyCode();
            var cells = new ArrayList<>(List.of("  " + code, Amounts.count(ageing.getItems()), Amounts.text(ageing.getTotalMinor(), code)));
            PrintAgeing.BUCKETS.forEach(bucket -> cells.add(Amounts.text(ageing.getBucketsMinorMap().getOrDefault(bucket, 0L), code)));
            table.row(cells.toArray(String[]::new));
        });
        return table;
    }

    private Table invoices() {
        var table = new Table().words("  number").words("state").words("issued").words("due").figures("total").figures("owed");
        overview.getInvoicesList().forEach(invoice -> table.row("  " + (invoice.getNumber().isEmpty() ? invoice.getName() : invoice.getNumber()),
                ShowInvoice.state(invoice), invoice.getIssueDate(), invoice.getDueDate(), ShowInvoice.amount(invoice.getTotal()),
                invoice.getState() == InvoiceState.ISSUED ? ShowInvoice.amount(ShowInvoice.owed(invoice)) : ""));
        return table;
    }

    private Table payments() {
        var table = new Table().words("  payment").words("state").figures("amount").figures("fee").figures("given back").words("card");
        overview.getPaymentsList().forEach(payment -> table.row("  " + payment.getName(), PaymentText.state(payment),
                ShowInvoice.amount(payment.getAmount()), payment.hasFee() ? ShowInvoice.amount(payment.getFee()) : "",
                payment.getRefunded().getMinorUnits() > 0 ? ShowInvoice.amount(payment.getRefunded()) : "", PaymentText.card(payment.getCard())));
        return table;
    }

    private Table cards() {
        var table = new Table().words("  card").words("expires").words("preferred").words("method");
        overview.getPaymentMethodsList().forEach(method -> table.row("  " + PaymentText.card(method.getCard()), ListMethods.expiry(method),
                method.getPreferred() ? "yes" : "", method.getName()));
        return table;
    }

    private Table transactions() {
        var table = new Table().words("  date").words("kind").words("invoice").figures("amount").figures("remaining").words("disputed");
        for (Transaction transaction : overview.getTransactionsList()) {
            table.row("  " + transaction.getEffectiveDate(), kind(transaction), transaction.getInvoiceNumber(),
                    ShowInvoice.amount(transaction.getAmount()), transaction.hasRemaining() ? ShowInvoice.amount(transaction.getRemaining()) : "",
                    transaction.getDisputed() ? "yes" : "");
        }
        return table;
    }

    private Table documents() {
        var table = new Table().words("  document").words("kind").words("file").words("created");
        overview.getDocumentsList().forEach(document -> table.row("  " + document.getName(), document.getKind(), document.getFileName(),
                ShowCustomer.instant(document.getCreateTime())));
        return table;
    }

    private Table processes() {
        var table = new Table().words("  process").words("type").words("state").words("message");
        overview.getProcessesList().forEach(process -> table.row("  " + process.getName(), process.getType(),
                process.getState().name().toLowerCase(Locale.ROOT), process.getMessage()));
        return table;
    }

    static String kind(Transaction transaction) {
        return transaction.getKind().name().toLowerCase(Locale.ROOT);
    }
}
