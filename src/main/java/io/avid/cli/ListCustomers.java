package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.ExternalId;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.customer.v1.ListCustomersResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Customers by words, or all of them. */
abstract class ListCustomers extends AskingCommand {
    @Mixin
    private ListLimit limit;

    @Option(names = "--json", description = "A customer a line, with the fields of avid.customer.v1.Customer.")
    private boolean json;

    ListCustomers(AvidCommand avid) {
        super(avid);
    }

    @Command(name = "find", description = "Find customers by words of name, ids, address or tags; the last word may be unfinished.",
            footer = {"", "Example:", "  ./avid customer find 0379"})
    static final class Find extends ListCustomers {
        @Parameters(paramLabel = "TEXT", arity = "1..*", description = "What to find.")
        private List<String> words;

        Find(AvidCommand avid) {
            super(avid);
        }

        @Override
        String query() {
            return String.join(" ", words);
        }
    }

    @Command(name = "list", description = "List customers by display name.",
            footer = {"", "Example:", "  ./avid customer list --all --json | wc -l"})
    static final class All extends ListCustomers {
        All(AvidCommand avid) {
            super(avid);
        }

        @Override
        String query() {
            return "";
        }
    }

    abstract String query();

    @Override
    final int ask(Connection connection) {
        var customers = CustomerServiceGrpc.newBlockingStub(connection.channel());
        var found = new ArrayList<Customer>();
        Pages.follow(
                token -> customers.listCustomers(ListCustomersRequest.newBuilder()
                        .setQuery(query()).setPageSize(limit.pageSize(found.size())).setPageToken(token).build()),
                ListCustomersResponse::getNextPageToken,
                page -> {
                    page.getCustomersList().forEach(found::add);
                    return limit.wantsAfter(found.size(), !page.getNextPageToken().isEmpty());
                });
        if (json) {
            found.forEach(customer -> out().println(JsonText.of(customer)));
        } else {
            var table = new Table().words("customer").words("name").words("external ids");
            found.forEach(customer -> table.row(customer.getName(), customer.getDisplayName(), externalIds(customer)));
            table.print(out());
        }
        limit.sayWhatIsLeft(error(), found.size(), "customers");
        return 0;
    }

    static String externalIds(Customer customer) {
        return customer.getExternalIdsList().stream().map(ListCustomers::text).collect(Collectors.joining(" "));
    }

    private static String text(ExternalId id) {
        return id.getSystem() + ":" + id.getValue();
    }
}
