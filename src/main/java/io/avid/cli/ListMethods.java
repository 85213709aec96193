package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentMethodsResponse;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentServiceGrpc;
import java.util.ArrayList;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A customer's saved cards. */
@Command(name = "list", description = "List a customer's saved cards, last saved first.",
        footer = {"", "Example:", "  ./avid method list --customer 0379-NEVHP"})
final class ListMethods extends AskingCommand {
    @Mixin
    private ListLimit limit;

    @Option(names = "--customer", paramLabel = "NAME", required = true, description = "Whose: customers/…, or its external id.")
    private String customer;

    @Option(names = "--json", description = "A card a line, with the fields of avid.payment.v1.PaymentMethod.")
    private boolean json;

    ListMethods(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var payments = PaymentServiceGrpc.newBlockingStub(connection.channel());
        String whose = new FindCustomer(connection.channel()).existing(customer);
        var found = new ArrayList<PaymentMethod>();
        Pages.follow(
                token -> payments.listPaymentMethods(ListPaymentMethodsRequest.newBuilder().setCustomer(whose)
                        .setPageSize(limit.pageSize(found.size())).setPageToken(token).build()),
                ListPaymentMethodsResponse::getNextPageToken,
                page -> {
                    found.addAll(page.getMethodsList());
                    return limit.wantsAfter(found.size(), !page.getNextPageToken().isEmpty());
                });
        if (json) {
            found.forEach(method -> out().println(JsonText.of(method)));
        } else {
            var table = new Table().words("card").words("expires").words("preferred").words("saved").words("method");
            found.forEach(method -> row(table, method));
            table.print(out());
        }
        limit.sayWhatIsLeft(error(), found.size(), "cards");
        return 0;
    }

    static void row(Table table, PaymentMethod method) {
        table.row(PaymentText.card(method.getCard()), expiry(method), method.getPreferred() ? "yes" : "",
                ShowCustomer.instant(method.getCreateTime()), method.getName());
    }

    static String expiry(PaymentMethod method) {
        return String.format(Locale.ROOT, "%02d/%d", method.getCard().getExpiryMonth(), method.getCard().getExpiryYear());
    }
}
