package io.avid.cli;

import io.avid.billing.v1.CollectInvoiceRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.WrongUsage;
import io.avid.invoice.v1.Invoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes what is owed on an invoice by a saved card. */
@Command(name = "collect",
        description = {
            "Take what is owed on an invoice by the customer's saved card.",
            "Where the bank wants a proof that it is the customer, the address for it is printed and waited for, if they are --present;"
                + " otherwise the card is declined.",
            "Exits 0 when it is paid, 1 when it is not. A receipt that cannot be made holds nothing up: it says which process to retry."
        },
        footer = {"", "Example:", "  ./avid invoice collect INV-000001 --present"})
final class CollectInvoice extends AskingCommand {
    @Parameters(paramLabel = "NUMBER", description = "The invoice's number, or invoices/….")
    private String invoice;

    @Option(names = "--method", paramLabel = "NAME", defaultValue = "",
            description = "By which card, paymentMethods/…; the customer's preferred one without it.")
    private String method;

    @Option(names = "--amount", paramLabel = "AMOUNT", description = "How much, such as 12.34; all that is owed without it.")
    private String amount;

    @Option(names = "--present", description = "The customer is there to prove to the bank that it is them.")
    private boolean present;

    @Option(names = "--json", description = "One object: process, state, message, paid, receipt, payment.")
    private boolean json;

    CollectInvoice(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var find = new FindInvoice(connection.channel());
        var request = CollectInvoiceRequest.newBuilder().setMethod(method).setCustomerPresent(present);
        if (amount == null) {
            request.setInvoice(find.name(invoice));
        } else {
            Invoice found = find.invoice(invoice);
            long minor = Amounts.given("--amount", amount, found.getCurrencyCode());
            if (minor == 0) {
                throw new WrongUsage("--amount is 0; expected how much to take, or no --amount for all that is owed.");
            }
            request.setInvoice(found.getName()).setAmountMinor(minor);
        }
        Collected collected = new CollectMoney(avid(), connection).run(request.build());
        if (json) {
            out().println(JsonText.object(collected::writeTo));
        } else {
            collected.print(out());
        }
        collected.sayFailure(error());
        return collected.isPaid() ? 0 : AvidCommand.FAILURE;
    }
}
