package io.avid.cli;

import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.RaiseInvoiceRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.WrongUsage;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Bills a customer: number, charge and PDF, and the money too where that is asked for. */
@Command(name = "raise",
        description = {
            "Raise an invoice: it gets its number, its charge is posted, its PDF is filed.",
            "",
            "A line is \"DESCRIPTION;QUANTITY;UNIT PRICE\", with a tax in percent as a fourth part where there is one. Prices are"
                + " before tax, in the currency's own decimals with a point.",
            "Ended in the middle, the same command takes up what it had begun; after its end it raises another invoice."
        },
        footer = {
            "", "Examples:",
            "  ./avid invoice raise --customer 0379-NEVHP --line \"Sourdough loaf;12;3.40;20\" --line \"Delivery;1;9.50\"",
            "  ./avid invoice raise --customer 0379-NEVHP --line \"Rent of a stall;1;250\" --terms 14 --collect"
        })
final class RaiseInvoice extends AskingCommand {
    @Option(names = "--customer", paramLabel = "NAME", required = true, description = "Who is billed: customers/…, or its external id.")
    private String customer;

    @Option(names = "--line", paramLabel = "LINE", required = true, description = "What is billed; again for each line.")
    private List<String> lines = new ArrayList<>();

    @Option(names = "--currency", paramLabel = "CODE", defaultValue = "USD", description = "ISO 4217; USD without it.")
    private String currency;

    @ArgGroup
    private Due due;

    private static final class Due {
        @Option(names = "--due", paramLabel = "DATE", required = true, description = "When it is to be paid, YYYY-MM-DD.")
        private LocalDate date;

        @Option(names = "--terms", paramLabel = "DAYS", required = true, description = "Days from its date until then; 30 without either.")
        private Integer days;
    }

    @Option(names = "--date", paramLabel = "DATE", description = "Its date, YYYY-MM-DD; today without it. Numbers follow the dates.")
    private LocalDate date;

    @Option(names = "--series", paramLabel = "NAME", defaultValue = "", description = "Series of its number; INV without it.")
    private String series;

    @Option(names = "--memo", paramLabel = "TEXT", defaultValue = "", description = "A text for the customer, below the totals.")
    private String memo;

    @Option(names = "--locale", paramLabel = "TAG", defaultValue = "", description = "Language of the PDF, such as de-DE; the organisation's without it.")
    private String locale;

    @ArgGroup
    private Then then;

    private static final class Then {
        @Option(names = "--draft", required = true, description = "Only make a draft, for ./avid invoice issue.")
        private boolean draft;

        @Option(names = "--collect", required = true, description = "Then take the money by the customer's saved card.")
        private boolean collect;
    }

    @Option(names = "--pdf", paramLabel = "FILE", description = "Write the invoice's PDF to this file.")
    private String pdf;

    @Option(names = "--json", description = "One object: process, state, message, invoice, collection; with --draft, the invoice's fields.")
    private boolean json;

    private static final int DEFAULT_TERMS_DAYS = 30;
    private static final int LONGEST_TERMS_DAYS = 365;

    RaiseInvoice(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        Invoice invoice = invoice();
        boolean draft = then != null && then.draft;
        if (draft && (pdf != null || !locale.isEmpty())) {
            throw new WrongUsage((pdf != null ? "--pdf" : "--locale") + " does not go with --draft: the PDF is made when it is issued.");
        }
        var find = new FindCustomer(connection.channel());
        // Raising looks whether there is such a customer; a draft is kept as it is given.
        invoice = invoice.toBuilder().setCustomer(draft ? find.existing(customer) : find.name(customer)).build();
        return draft ? draft(connection, invoice) : raise(connection, invoice);
    }

    private Invoice invoice() {
        CurrencyCode.of(currency);
        if (!series.matches("[A-Z0-9]{0,10}")) {
            throw new WrongUsage("--series is " + series + "; expected at most 10 capital letters and digits.");
        }
        var invoice = Invoice.newBuilder().setCurrencyCode(currency).setSeries(series).setMemo(memo);
        lines.forEach(line -> invoice.addLines(InvoiceLineText.read(line, currency)));
        Optional.ofNullable(date).ifPresent(day -> invoice.setIssueDate(day.toString()));
        if (due != null && due.date != null) {
            invoice.setDueDate(due.date.toString());
        } else {
            invoice.setPaymentTermsDays(terms());
        }
        return invoice.build();
    }

    private int terms() {
        int days = due == null ? DEFAULT_TERMS_DAYS : due.days;
        if (days < 0 || days > LONGEST_TERMS_DAYS) {
            throw new WrongUsage("--terms is " + days + "; expected 0 to " + LONGEST_TERMS_DAYS + " days.");
        }
        return days;
    }

    private int draft(Connection connection, Invoice invoice) {
        var request = CreateInvoiceRequest.newBuilder().setInvoice(invoice).build();
        Invoice made = new DoOnce(avid(), connection).call("draft", request, id -> InvoiceServiceGrpc.newBlockingStub(connection.channel())
                .createInvoice(request.toBuilder().setRequestId(id).build()));
        if (json) {
            out().println(JsonText.of(made));
        } else {
            ShowInvoice.print(made, out());
            error().println("It is a draft: ./avid invoice issue " + made.getName() + " makes it final.");
        }
        return 0;
    }

    private int raise(Connection connection, Invoice invoice) {
        var request = RaiseInvoiceRequest.newBuilder().setInvoice(invoice).setLocale(locale).build();
        return new ReportRaised(avid(), connection, json, Optional.ofNullable(pdf), then != null && then.collect)
                .report(new DoOnce(avid(), connection).process("raise", request, id -> BillingServiceGrpc.newBlockingStub(connection.channel())
                        .raiseInvoice(request.toBuilder().setRequestId(id).build())));
    }
}
