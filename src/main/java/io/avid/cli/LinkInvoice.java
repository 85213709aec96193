package io.avid.cli;

import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.SendPaymentLinkRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.WrongUsage;
import io.avid.payment.v1.GetPaymentLinkRequest;
import io.avid.payment.v1.PaymentLink;
import io.avid.payment.v1.PaymentLinkState;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a page where somebody without a login pays an invoice. */
@Command(name = "link",
        description = {
            "Make a page where somebody without a login pays what is owed on an invoice, and print its address.",
            "The payment is posted and receipted by itself, whenever it comes; --wait waits for it."
        },
        footer = {"", "Example:", "  ./avid invoice link INV-000001 --hours 4"})
final class LinkInvoice extends AskingCommand {
    private static final int LONGEST_HOURS = 23;

    @Parameters(paramLabel = "NUMBER", description = "The invoice's number, or invoices/….")
    private String invoice;

    @Option(names = "--hours", paramLabel = "N", defaultValue = "0", description = "How long it can be paid, 1 to 23; 23 without it.")
    private int hours;

    @Option(names = "--wait", description = "Wait until it is paid or over; exits 1 if it was not paid.")
    private boolean wait;

    @Option(names = "--json", description = "One object: process, state, message, link.")
    private boolean json;

    LinkInvoice(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        if (hours < 0 || hours > LONGEST_HOURS) {
            throw new WrongUsage("--hours is " + hours + "; expected 1 to " + LONGEST_HOURS + ".");
        }
        var request = SendPaymentLinkRequest.newBuilder().setInvoice(new FindInvoice(connection.channel()).name(invoice)).setValidHours(hours).build();
        var made = new Object() { private Optional<PaymentLink> link = Optional.empty(); };
        Process last = new DoOnce(avid(), connection).process("link", request,
                id -> BillingServiceGrpc.newBlockingStub(connection.channel()).sendPaymentLink(request.toBuilder().setRequestId(id).build()),
                process -> {
                    if (made.link.filter(LinkInvoice::hasAddress).isEmpty()) {
                        made.link = link(connection, process);
                        made.link.filter(LinkInvoice::hasAddress).filter(link -> !json).ifPresent(link -> {
                            out().println(link.getUrl());
                            out().flush();
                            error().println("It can be paid until " + ShowCustomer.instant(link.getExpireTime()) + ".");
                        });
                    }
                },
                process -> !wait && made.link.filter(LinkInvoice::hasAddress).isPresent());
        Optional<PaymentLink> after = link(connection, last).or(() -> made.link);
        if (json) {
            out().println(JsonText.object(document -> {
                document.name("process").value(last.getName());
                document.name("state").value(last.getState().name());
                document.name("message").value(last.getMessage());
                if (after.isPresent()) {
                    document.name("link");
                    JsonText.write(document, after.get());
                }
            }));
        }
        boolean over = FollowSteps.hasEnded(last);
        boolean good = over ? last.getState() == ProcessState.SUCCEEDED && after.filter(link -> link.getState() == PaymentLinkState.LINK_PAID).isPresent()
                : after.isPresent();
        if (good && over) {
            error().println("It is paid: " + after.get().getPayment() + ".");
        } else if (over) {
            error().println(FollowSteps.failure("The payment link", last));
            new LinkInForce(connection.channel()).of(request.getInvoice()).ifPresent(link -> error().println("There is one already, until "
                    + ShowCustomer.instant(link.getExpireTime()) + ": " + link.getUrl()));
        }
        return good ? 0 : AvidCommand.FAILURE;
    }

    private static Optional<PaymentLink> link(Connection connection, Process process) {
        String name = process.getReferencesMap().getOrDefault("payment_link", "");
        return name.isEmpty() ? Optional.empty() : Optional.of(PaymentServiceGrpc.newBlockingStub(connection.channel())
                .getPaymentLink(GetPaymentLinkRequest.newBuilder().setName(name).build()));
    }

    private static boolean hasAddress(PaymentLink link) {
        return !link.getUrl().isEmpty();
    }
}
