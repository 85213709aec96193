package io.avid.cli;

import io.avid.cli.terminal.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./avid customer}: finds and shows customers. */
@Command(name = "customer", description = "Find and show customers.", synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  ./avid customer find nevhp"})
final class CustomerCommands implements Runnable {
    private CustomerCommands() {}

    static CommandLine of(AvidCommand avid) {
        return new CommandLine(new CustomerCommands())
                .addSubcommand(new ListCustomers.Find(avid))
                .addSubcommand(new ListCustomers.All(avid))
                .addSubcommand(new ShowCustomer(avid));
    }

    @Override
    public void run() {
        throw new WrongUsage("Which one? find TEXT, list or show NAME.");
    }
}
