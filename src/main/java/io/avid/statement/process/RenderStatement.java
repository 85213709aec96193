package io.avid.statement.process;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.CallStep;
import io.avid.platform.process.StepContext;
import io.avid.platform.process.StepOutcome;
import io.avid.statement.process.StatementPrinter.Line;
import io.avid.statement.process.StatementPrinter.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The step that makes the document: reads the entries anew, as many pages as there are, since a process
 * keeps no such lists, and holds them against the figures that were found to add up.
 */
public final class RenderStatement implements CallStep {
    /** The document's role among the process's references. */
    public static final String REFERENCE = "document";

    private final StatementLedger ledger;
    private final StatementCustomers customers;
    private final OrganisationProfiles organisations;
    private final StatementPrinter printer;

    public RenderStatement(StatementLedger ledger, StatementCustomers customers, OrganisationProfiles organisations,
            StatementPrinter printer) {
        this.ledger = ledger;
        this.customers = customers;
        this.organisations = organisations;
        this.printer = printer;
    }

    @Override
    public String name() {
        return "render";
    }

    @Override
    public StepOutcome run(StepContext context) {
        StatementOrder order = StatementOrder.fromInput(context.input());
        StatementFigures figures = StatementFigures.fromData(context.data());
        var statement = new Statement(order, figures, lines(order, figures), openItems(order, figures),
                organisations.of(context.principal().organisation()), customers.find(order.customer()));
        return StepOutcome.done(Map.of(REFERENCE, printer.print(statement, context.requestId())));
    }

    /** The entries with the balance after each; they end at the closing balance or there is no statement. */
    List<Line> lines(StatementOrder order, StatementFigures figures) {
        List<LedgerEntry> entries = EntriesOfPeriod.read(ledger, order, figures.position());
        AddUp.differenceIn(figures.openingMinor(), figures.closingMinor(), entries).ifPresent(difference -> {
            throw changed(order, figures, difference.figure(), difference.expected(), difference.actual());
        });
        if (entries.size() != figures.entries()) {
            throw changed(order, figures, "entries", figures.entries(), entries.size());
        }
        var lines = new ArrayList<Line>(entries.size());
        long balanceMinor = figures.openingMinor();
        for (LedgerEntry entry : entries) {
            balanceMinor = Math.addExact(balanceMinor, entry.amountMinor());
            lines.add(new Line(entry, balanceMinor));
        }
        return lines;
    }

    /** The open items as the figures have them by age. */
    private List<OpenItem> openItems(StatementOrder order, StatementFigures figures) {
        List<OpenItem> items = ledger.openItems(order.customer(), order.currencyCode(), order.to(), figures.position());
        OpenByAge open = OpenByAge.of(items);
        if (!open.equals(figures.open())) {
            throw changed(order, figures, "open_items", figures.open().totalMinor(), open.totalMinor());
        }
        return items;
    }

    private static Failure changed(StatementOrder order, StatementFigures figures, String figure, long expected, long actual) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "STATEMENT_DOES_NOT_ADD_UP", "The entries of " + order.account()
                + " up to journal position " + figures.position() + " were read twice, and the second time " + figure
                + " was " + actual + " in place of " + expected + ". No statement was made. Run \"avid verify\"; where it"
                + " finds a difference rebuild the index, then retry.",
                Map.of("figure", figure, "expected", Long.toString(expected), "actual", Long.toString(actual),
                        "position", Long.toString(figures.position())));
    }
}
