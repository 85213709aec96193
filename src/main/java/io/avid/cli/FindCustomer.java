package io.avid.cli;

import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.WrongUsage;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceBlockingStub;
import io.avid.customer.v1.ExternalId;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.customer.v1.LookupCustomersRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The customer that somebody means: by resource name ({@code customers/…}), or by an external id,
 * with its system ({@code crm:4711}) or without, which means the one of receivables files, or else by its
 * whole display name.
 */
final class FindCustomer {
    private static final String PREFIX = "customers/";
    private static final String SYSTEM_OF_IMPORTS = "receivables";
    private static final Pattern WITH_SYSTEM = Pattern.compile("([a-z0-9][a-z0-9-]{0,39}):(.+)");

    private final CustomerServiceBlockingStub customers;

    FindCustomer(Channel channel) {
        this.customers = CustomerServiceGrpc.newBlockingStub(channel);
    }

    /** Its resource name; nothing is asked where it was given. */
    String name(String given) {
        requireSomething(given);
        return given.startsWith(PREFIX) ? given : byExternalId(given).getName();
    }

    /**
     * Its resource name, of a customer that there is: for lists, where a slip of the pen reads as one that
     * has nothing. A login that may not ask for customers is taken at its word.
     */
    String existing(String given) {
        requireSomething(given);
        try {
            return customer(given).getName();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED && given.startsWith(PREFIX)) {
                return given;
            }
            throw e;
        }
    }

    /** The customer. */
    Customer customer(String given) {
        requireSomething(given);
        return given.startsWith(PREFIX)
                ? customers.getCustomer(GetCustomerRequest.newBuilder().setName(given).build())
                : byExternalId(given);
    }

    // An empty variable of a script must not ask about somebody else, or about all.
    private static void requireSomething(String given) {
        if (given.isBlank() || given.equals(PREFIX)) {
            throw new WrongUsage("The customer's name is empty; expected customers/… or an external id. ./avid customer find TEXT finds it.");
        }
    }

    private Customer byExternalId(String given) {
        var withSystem = WITH_SYSTEM.matcher(given);
        ExternalId id = withSystem.matches()
                ? ExternalId.newBuilder().setSystem(withSystem.group(1)).setValue(withSystem.group(2)).build()
                : ExternalId.newBuilder().setSystem(SYSTEM_OF_IMPORTS).setValue(given).build();
        return lookup(id).stream().findFirst().or(() -> byDisplayName(given)).orElseThrow(() -> new CommandFailure("There is no customer with the id "
                + id.getValue() + " in " + id.getSystem() + " here, and none of that name. Find it by ./avid customer find TEXT, or name it customers/…."));
    }

    // A name that people type; it must be the whole name, and of one customer alone.
    private Optional<Customer> byDisplayName(String given) {
        List<Customer> named = customers.listCustomers(ListCustomersRequest.newBuilder().setQuery(given).setPageSize(Pages.LARGEST).build())
                .getCustomersList().stream().filter(customer -> customer.getDisplayName().equalsIgnoreCase(given)).toList();
        if (named.size() > 1) {
            throw new CommandFailure(named.size() + " customers are called " + given + ": " + named.stream().map(Customer::getName)
                    .collect(Collectors.joining(", ")) + ". Say which.");
        }
        return named.stream().findFirst();
    }

    private List<Customer> lookup(ExternalId id) {
        try {
            return customers.lookupCustomers(LookupCustomersRequest.newBuilder().addExternalIds(id).build()).getCustomersList();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.PERMISSION_DENIED) {
                throw e;
            }
            // A customer's own login may not look up others; its list holds the one customer that it is.
            return customers.listCustomers(ListCustomersRequest.getDefaultInstance()).getCustomersList().stream()
                    .filter(customer -> customer.getExternalIdsList().contains(id)).toList();
        }
    }
}
