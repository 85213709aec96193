package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid payment}: lists, shows and refunds payments. */
@Command(name = "payment", description = "List, show and refund payments.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid payment list --customer 0379-NEVHP"})
final class PaymentCommands implements Runnable {
    private PaymentCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new PaymentCommands())
                .addSubcommand(new ListPayments(avid))
                .addSubcommand(new ShowPayment(avid))
                .addSubcommand(new RefundPayment(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? list, show NAME or refund NAME.");
    }
}
