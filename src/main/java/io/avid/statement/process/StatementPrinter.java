package io.avid.statement.process;

import io.avid.platform.organisation.OrganisationProfile;
import io.avid.statement.process.StatementCustomers.Addressee;
import java.util.List;

/** What makes a document of a statement and files it. */
public interface StatementPrinter {
    /** An entry with the balance after it; whole minor units. */
    record Line(LedgerEntry entry, long balanceMinor) {}

    /** All that a statement says. */
    record Statement(StatementOrder order, StatementFigures figures, List<Line> lines, List<OpenItem> openItems,
            OrganisationProfile issuer, Addressee addressee) {
        public Statement {
            lines = List.copyOf(lines);
            openItems = List.copyOf(openItems);
        }
    }

    /**
     * Renders and files it.
     *
     * @return the document's resource name
     */
    String print(Statement statement, String requestId);
}
