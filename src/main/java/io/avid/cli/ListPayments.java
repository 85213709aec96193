package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.payment.v1.ListPaymentsRequest;
import io.avid.payment.v1.ListPaymentsResponse;
import io.avid.payment.v1.Payment;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PaymentState;
import io.avid.platform.type.v1.Money;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Payments. */
@Command(name = "list", description = "List payments, latest first.",
        footer = {"", "Example:", "  ./avid payment list --invoice INV-000001"})
final class ListPayments extends AskingCommand {
    @Mixin
    private ListLimit limit;

    @Option(names = "--customer", paramLabel = "NAME", description = "Only this customer's: customers/…, or its external id.")
    private String customer;

    @Option(names = "--invoice", paramLabel = "NUMBER", description = "Only those for this invoice: its number, or invoices/….")
    private String invoice;

    @Option(names = "--state", paramLabel = "STATE",
            description = "Only those that are PENDING, REQUIRES_ACTION, SUCCEEDED, FAILED or CANCELLED.")
    private State state;

    @Option(names = "--json", description = "A payment a line, with the fields of avid.payment.v1.Payment.")
    private boolean json;

    // The proto's own enum also has constants that are no state.
    enum State { PENDING, REQUIRES_ACTION, SUCCEEDED, FAILED, CANCELLED }

    ListPayments(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var payments = PaymentServiceGrpc.newBlockingStub(connection.channel());
        var request = ListPaymentsRequest.newBuilder()
                .setCustomer(customer == null ? "" : new FindCustomer(connection.channel()).existing(customer))
                .setReference(invoice == null ? "" : new FindInvoice(connection.channel()).name(invoice))
                .setState(state == null ? PaymentState.PAYMENT_STATE_UNSPECIFIED : PaymentState.valueOf(state.name()));
        var found = new ArrayList<Payment>();
        Pages.follow(
                token -> payments.listPayments(request.setPageSize(limit.pageSize(found.size())).setPageToken(token).build()),
                ListPaymentsResponse::getNextPageToken,
                page -> {
                    found.addAll(page.getPaymentsList());
                    return limit.wantsAfter(found.size(), !page.getNextPageToken().isEmpty());
                });
        if (json) {
            found.forEach(payment -> out().println(JsonText.of(payment)));
        } else {
            var table = new Table().words("asked for").words("state").figures("amount").figures("fee").figures("given back").words("")
                    .words("card").words("payment").words("for");
            found.forEach(payment -> table.row(ShowCustomer.instant(payment.getCreateTime()), PaymentText.state(payment), amount(payment.getAmount()),
                    payment.hasFee() ? amount(payment.getFee()) : "",
                    payment.getRefunded().getMinorUnits() > 0 ? amount(payment.getRefunded()) : "",
                    payment.getAmount().getCurrencyCode(), PaymentText.card(payment.getCard()), payment.getName(), payment.getReference()));
            table.print(out());
        }
        limit.sayWhatIsLeft(error(), found.size(), "payments");
        return 0;
    }

    private static String amount(Money money) {
        return Amounts.text(money.getMinorUnits(), money.getCurrencyCode());
    }
}
