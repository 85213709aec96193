package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.invoice.v1.InvoiceState;
import io.avid.platform.type.v1.Money;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One invoice with its lines. */
@Command(name = "show", description = "Show an invoice with its lines and what is still owed.",
        footer = {"", "Example:", "  ./avid invoice show INV-000001 --pdf invoice.pdf"})
final class ShowInvoice extends AskingCommand {
    @Parameters(paramLabel = "NUMBER", description = "The invoice's number, or invoices/….")
    private String invoice;

    @Option(names = "--pdf", paramLabel = "FILE", description = "Also write its PDF to this file.")
    private String pdf;

    @Option(names = "--json", description = "One object with the fields of avid.invoice.v1.Invoice.")
    private boolean json;

    ShowInvoice(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        Invoice found = new FindInvoice(connection.channel()).invoice(invoice);
        if (json) {
            out().println(JsonText.of(found));
        } else {
            print(found, out());
            new LinkInForce(connection.channel()).of(found).ifPresent(link -> {
                out().println();
                out().println("Its customer can pay it until " + ShowCustomer.instant(link.getExpireTime()) + " at:");
                out().println("  " + link.getUrl());
            });
        }
        if (pdf != null) {
            if (found.getDocument().isEmpty()) {
                throw new CommandFailure((found.getNumber().isEmpty() ? found.getName() : found.getNumber())
                        + " has no PDF: it is filed when an invoice is raised. See ./avid process list.");
            }
            new SaveDocument(avid(), connection).to(found.getDocument(), pdf);
        }
        return 0;
    }

    static void print(Invoice invoice, PrintStream out) {
        var table = new Table().words("").words("");
        row(table, "number", invoice.getNumber());
        table.row("invoice", invoice.getName());
        table.row("state", state(invoice));
        row(table, "void because", invoice.getVoidReason());
        table.row("customer", invoice.getCustomer());
        row(table, "issued", invoice.getIssueDate());
        row(table, "due", invoice.getDueDate());
        table.row("total", amount(invoice.getTotal()));
        if (invoice.getState() == InvoiceState.ISSUED) {
            table.row("owed", amount(owed(invoice)));
        }
        row(table, "charge", invoice.getCharge());
        row(table, "document", invoice.getDocument());
        row(table, "collected by", invoice.getReservedBy());
        row(table, "memo", invoice.getMemo());
        table.print(out);
        printLines(invoice, out);
    }

    private static void printLines(Invoice invoice, PrintStream out) {
        if (invoice.getLinesCount() == 0) {
            return;
        }
        out.println();
        String code = invoice.getCurrencyCode();
        var lines = new Table().words("line").figures("quantity").figures("unit price").figures("tax %").figures("net");
        for (InvoiceLine line : invoice.getLinesList()) {
            lines.row(line.getDescription(), line.getQuantity(), Amounts.text(line.getUnitPriceMinor(), code),
                    line.getTaxPercent(), Amounts.text(line.getNet().getMinorUnits(), code));
        }
        lines.row("net", "", "", "", Amounts.text(invoice.getNet().getMinorUnits(), code));
        invoice.getTaxLinesList().forEach(tax -> lines.row("tax", "", "", tax.getTaxPercent(), Amounts.text(tax.getTax().getMinorUnits(), code)));
        lines.row("total", "", "", "", Amounts.text(invoice.getTotal().getMinorUnits(), code));
        lines.print(out);
    }

    /** Where it stands, in one word: whether it is settled says more than that it is issued. */
    static String state(Invoice invoice) {
        return switch (invoice.getSettlement()) {
            case OPEN -> "open";
            case PARTLY_SETTLED -> "partly settled";
            case SETTLED -> "settled";
            case SETTLEMENT_STATE_UNSPECIFIED, UNRECOGNIZED -> invoice.getState().name().toLowerCase(Locale.ROOT);
        };
    }

    /** What is still owed on it, as the ledger last told. */
    static Money owed(Invoice invoice) {
        return invoice.getTotal().toBuilder()
                .setMinorUnits(invoice.getTotal().getMinorUnits() - invoice.getSettled().getMinorUnits()).build();
    }

    static String amount(Money money) {
        return Amounts.text(money.getMinorUnits(), money.getCurrencyCode()) + " " + money.getCurrencyCode();
    }

    private static void row(Table table, String what, String value) {
        if (!value.isEmpty()) {
            table.row(what, value);
        }
    }
}
