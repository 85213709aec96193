package io.avid.cli;

import com.google.protobuf.Timestamp;
import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.customer.v1.Address;
import io.avid.customer.v1.Customer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One customer. */
@Command(name = "show", description = "Show a customer.",
        footer = {"", "Example:", "  ./avid customer show 0379-NEVHP"})
final class ShowCustomer extends AskingCommand {
    @Parameters(paramLabel = "NAME", description = "customers/…, or an external id such as 0379-NEVHP or crm:4711.")
    private String name;

    @Option(names = "--json", description = "One object with the fields of avid.customer.v1.Customer.")
    private boolean json;

    ShowCustomer(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        Customer customer = new FindCustomer(connection.channel()).customer(name);
        if (json) {
            out().println(JsonText.of(customer));
            return 0;
        }
        var table = new Table().words("").words("");
        line(table, "name", customer.getName());
        line(table, "display name", customer.getDisplayName());
        line(table, "kind", customer.getKind().name().toLowerCase(Locale.ROOT));
        line(table, "external ids", ListCustomers.externalIds(customer));
        line(table, "e-mail", customer.getEmail());
        line(table, "telephone", customer.getPhone());
        line(table, "address", address(customer.getAddress()));
        line(table, "tags", String.join(", ", customer.getTagsList()));
        line(table, "created", instant(customer.getCreateTime()));
        line(table, "changed", instant(customer.getUpdateTime()));
        table.print(out());
        return 0;
    }

    private static void line(Table table, String what, String value) {
        if (!value.isEmpty()) {
            table.row(what, value);
        }
    }

    private static String address(Address address) {
        List<String> parts = new ArrayList<>(address.getLinesList());
        parts.add((address.getPostalCode() + " " + address.getLocality()).strip());
        parts.add(address.getRegionCode());
        parts.removeIf(String::isEmpty);
        return String.join(", ", parts);
    }

    static String instant(Timestamp time) {
        return time.equals(Timestamp.getDefaultInstance()) ? "" : Instant.ofEpochSecond(time.getSeconds()).toString();
    }
}
