package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.transaction.v1.JournalDifference;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.VerifyJournalRequest;
import io.avid.transaction.v1.VerifyJournalResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether the index tells the same as the journal. */
@Command(name = "verify",
        description = {
            "Compare the index with the journal: count, sum and digest per account and open item, and the journal's chain.",
            "Exits 1 where anything differs."
        },
        footer = {"", "Example:", "  ./avid verify"})
final class VerifyJournal extends AskingCommand {
    @Option(names = "--json", description = "One object with the fields of avid.transaction.v1.VerifyJournalResponse.")
    private boolean json;

    VerifyJournal(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        VerifyJournalResponse found = TransactionServiceGrpc.newBlockingStub(connection.channel())
                .withDeadlineAfter(Connection.LONG_DEADLINE).verifyJournal(VerifyJournalRequest.getDefaultInstance());
        if (json) {
            out().println(JsonText.of(found));
        } else {
            out().println((found.getAgrees() ? "Journal and index agree: " : "Journal and index differ: ")
                    + Amounts.count(found.getTransactions()) + " transactions on " + Amounts.count(found.getAccounts())
                    + " accounts, " + Amounts.count(found.getOpenItems()) + " open items, " + Amounts.count(found.getBlocks())
                    + " blocks, up to position " + Amounts.count(found.getPosition()) + ".");
            printDifferences(found);
        }
        if (found.getAgrees()) {
            return 0;
        }
        error().println("The journal is the truth: rebuild the index by ./avid rebuild-index and verify again. "
                + "A break in the chain (blocks/…) is not healed so: restore the journal from a backup.");
        return AvidCommand.FAILURE;
    }

    private void printDifferences(VerifyJournalResponse found) {
        if (found.getDifferencesCount() == 0) {
            return;
        }
        var table = new Table().words("subject").words("figure").words("journal").words("index");
        for (JournalDifference difference : found.getDifferencesList()) {
            table.row(difference.getSubject(), difference.getFigure(), difference.getJournal(), difference.getIndex());
        }
        table.print(out());
    }
}
