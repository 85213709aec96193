package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.transaction.v1.RebuildIndexRequest;
import io.avid.transaction.v1.RebuildIndexResponse;
import io.avid.transaction.v1.TransactionServiceGrpc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops the index of transactions and builds it anew from the journal. */
@Command(name = "rebuild-index", description = "Drop the organisation's index of transactions and build it anew from the journal, while it serves.",
        footer = {"", "Example:", "  ./avid rebuild-index && ./avid verify"})
final class RebuildIndex extends AskingCommand {
    @Option(names = "--json", description = "One object with the fields of avid.transaction.v1.RebuildIndexResponse.")
    private boolean json;

    RebuildIndex(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        RebuildIndexResponse rebuilt = TransactionServiceGrpc.newBlockingStub(connection.channel())
                .withDeadlineAfter(Connection.LONG_DEADLINE).rebuildIndex(RebuildIndexRequest.newBuilder()
                        .setRequestId("cli/rebuild-index/" + avid().surroundings().time().instant()).build());
        out().println(json ? JsonText.of(rebuilt)
                : "The index holds " + Amounts.count(rebuilt.getTransactions()) + " transactions, up to position "
                        + Amounts.count(rebuilt.getPosition()) + ".");
        return 0;
    }
}
