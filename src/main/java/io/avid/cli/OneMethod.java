package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.payment.v1.DetachPaymentMethodRequest;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PreferPaymentMethodRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something done to one saved card. */
abstract class OneMethod extends AskingCommand {
    private static final String PREFIX = "paymentMethods/";

    @Parameters(paramLabel = "NAME", description = "paymentMethods/…, as ./avid method list shows it.")
    private String name;

    OneMethod(AvidCommand avid) {
        super(avid);
    }

    @Command(name = "prefer", description = "Choose the card that is taken where none is named.",
            footer = {"", "Example:", "  ./avid method prefer paymentMethods/…"})
    static final class Prefer extends OneMethod {
        @Option(names = "--json", description = "One object with the fields of avid.payment.v1.PaymentMethod.")
        private boolean json;

        Prefer(AvidCommand avid) {
            super(avid);
        }

        @Override
        int ask(Connection connection) {
            var request = PreferPaymentMethodRequest.newBuilder().setName(full()).build();
            PaymentMethod preferred = new DoOnce(avid(), connection).call("prefer", request,
                    id -> PaymentServiceGrpc.newBlockingStub(connection.channel()).preferPaymentMethod(request.toBuilder().setRequestId(id).build()));
            out().println(json ? JsonText.of(preferred) : PaymentText.card(preferred.getCard()) + " is preferred.");
            return 0;
        }
    }

    @Command(name = "detach", description = "Forget a card, here and at Stripe.",
            footer = {"", "Example:", "  ./avid method detach paymentMethods/…"})
    static final class Detach extends OneMethod {
        @Option(names = "--json", description = "One object: method, detached.")
        private boolean json;

        Detach(AvidCommand avid) {
            super(avid);
        }

        @Override
        int ask(Connection connection) {
            var request = DetachPaymentMethodRequest.newBuilder().setName(full()).build();
            new DoOnce(avid(), connection).call("detach", request,
                    id -> PaymentServiceGrpc.newBlockingStub(connection.channel()).detachPaymentMethod(request.toBuilder().setRequestId(id).build()));
            out().println(json ? JsonText.object(document -> document.name("method").value(full()).name("detached").value(true))
                    : full() + " is forgotten.");
            return 0;
        }
    }

    final String full() {
        return name.startsWith(PREFIX) ? name : PREFIX + name;
    }
}
