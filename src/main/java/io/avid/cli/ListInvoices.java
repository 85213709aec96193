package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.invoice.v1.Invoice;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.InvoiceState;
import io.avid.invoice.v1.ListInvoicesRequest;
import io.avid.invoice.v1.ListInvoicesResponse;
import io.avid.invoice.v1.SettlementState;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Invoices. */
@Command(name = "list", description = "List invoices, latest first.",
        footer = {"", "Example:", "  ./avid invoice list --overdue --customer 0379-NEVHP"})
final class ListInvoices extends AskingCommand {
    private static final Comparator<Invoice> LATEST_FIRST =
            Comparator.comparing(Invoice::getIssueDate).thenComparing(Invoice::getNumber).reversed();

    @Mixin
    private ListLimit limit;

    @Option(names = "--customer", paramLabel = "NAME", description = "Only this customer's: customers/…, or its external id.")
    private String customer;

    @ArgGroup
    private Which which;

    private static final class Which {
        @Option(names = "--state", paramLabel = "STATE", required = true, description = "Only those that are DRAFT, ISSUED or VOID.")
        private State state;

        @Option(names = "--open", required = true, description = "Only those on which something is owed.")
        private boolean open;

        @Option(names = "--overdue", required = true, description = "Only those on which something is owed and whose due date is past.")
        private boolean overdue;
    }

    @Option(names = "--json", description = "An invoice a line, with the fields of avid.invoice.v1.Invoice.")
    private boolean json;

    // The proto's own enum also has constants that are no state.
    enum State { DRAFT, ISSUED, VOID }

    ListInvoices(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var request = ListInvoicesRequest.newBuilder().setCustomer(customer == null ? "" : new FindCustomer(connection.channel()).existing(customer));
        if (which != null && which.state != null) {
            request.setState(InvoiceState.valueOf(which.state.name()));
        }
        if (which != null && which.overdue) {
            request.setDueBefore(LocalDate.ofInstant(avid().surroundings().time().instant(), ZoneId.systemDefault()).toString());
        }
        List<Invoice> found = which != null && (which.open || which.overdue) ? owed(connection, request) : page(connection, request);
        if (json) {
            found.forEach(invoice -> out().println(JsonText.of(invoice)));
        } else {
            var table = new Table().words("number").words("state").words("issued").words("due").figures("total").figures("owed")
                    .words("").words("customer").words("invoice");
            found.forEach(invoice -> table.row(invoice.getNumber(), ShowInvoice.state(invoice), invoice.getIssueDate(), invoice.getDueDate(),
                    Amounts.text(invoice.getTotal().getMinorUnits(), invoice.getCurrencyCode()),
                    invoice.getState() == InvoiceState.ISSUED ? Amounts.text(ShowInvoice.owed(invoice).getMinorUnits(), invoice.getCurrencyCode()) : "",
                    invoice.getCurrencyCode(), invoice.getCustomer(), invoice.getName()));
            table.print(out());
        }
        limit.sayWhatIsLeft(error(), found.size(), "invoices");
        return 0;
    }

    // Owed is what is open and what is partly settled, which are two lists.
    private List<Invoice> owed(Connection connection, ListInvoicesRequest.Builder request) {
        var both = new ArrayList<>(page(connection, request.setSettlement(SettlementState.OPEN)));
        both.addAll(page(connection, request.setSettlement(SettlementState.PARTLY_SETTLED)));
        both.sort(LATEST_FIRST);
        return limit.cut(both);
    }

    private List<Invoice> page(Connection connection, ListInvoicesRequest.Builder request) {
        var invoices = InvoiceServiceGrpc.newBlockingStub(connection.channel());
        var found = new ArrayList<Invoice>();
        Pages.follow(
                token -> invoices.listInvoices(request.setPageSize(limit.pageSize(found.size())).setPageToken(token).build()),
                ListInvoicesResponse::getNextPageToken,
                page -> {
                    found.addAll(page.getInvoicesList());
                    return limit.wantsAfter(found.size(), !page.getNextPageToken().isEmpty());
                });
        return found;
    }
}
