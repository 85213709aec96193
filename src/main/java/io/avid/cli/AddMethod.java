package io.avid.cli;

import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.StartMethodSetupRequest;
import io.avid.cli.connection.Connection;
import io.avid.cli.connection.StateFolder;
import io.avid.cli.connection.StripeEmulator;
import io.avid.cli.connection.StripeEmulator.Card;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.cli.terminal.WrongUsage;
import io.avid.payment.v1.GetMethodSetupRequest;
import io.avid.payment.v1.ListPaymentMethodsRequest;
import io.avid.payment.v1.ListPaymentMethodsResponse;
import io.avid.payment.v1.MethodSetup;
import io.avid.payment.v1.MethodSetupState;
import io.avid.payment.v1.PaymentMethod;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Saves a test card for a customer, in local mode. */
@Command(name = "add",
        description = {
            "Save a card for a customer, in local mode: Avid begins the saving, and this command gives the card to local mode's"
                + " Stripe emulator as the customer's browser gives it to Stripe. Avid never sees the number.",
            "",
            "Stripe's test cards: 4242424242424242 (4242 for short) is good, 4000000000000341 is saved and declined at the payment,"
                + " 4000002760003184 wants a proof at every payment, 4000000000000259 is disputed afterwards.",
            "Where the bank wants a proof before the card is saved, the address for it is printed: it is waited for if the customer is"
                + " --present, 10 minutes at most.",
            "Exits 0 when the card is saved, 1 when it is not, or not yet."
        },
        footer = {
            "", "Examples:",
            "  ./avid method add --card 4242424242424242 --customer 0379-NEVHP",
            "  ./avid method add --card 4000002500003155 --customer 0379-NEVHP --present"
        })
final class AddMethod extends AskingCommand {
    // As everybody calls it.
    private static final String SHORT_FOR_GOOD = "4242";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{12,19}");
    private static final Pattern EXPIRY = Pattern.compile("(0?[1-9]|1[0-2])/(?:20)?([0-9]{2})");
    private static final Pattern CVC = Pattern.compile("[0-9]{3,4}");
    private static final int YEARS_TO_EXPIRY = 4;
    // Where the bank sends the browser after the proof.
    private static final String RETURN_PAGE = "/pay/returned";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    // Stripe decides at once; a person at a bank's page does not.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_PROOF = Duration.ofMinutes(10);

    @Option(names = "--card", paramLabel = "NUMBER", required = true, description = "A test card's number.")
    private String number;

    @Option(names = "--customer", paramLabel = "NAME", required = true, description = "Whose: customers/…, or its external id.")
    private String customer;

    @Option(names = "--expiry", paramLabel = "MM/YY", description = "When it expires; in four years without it.")
    private String expiry;

    @Option(names = "--cvc", paramLabel = "CVC", defaultValue = "123", description = "The code on its back; 123 without it.")
    private String cvc;

    @Option(names = "--present", description = "The customer is there to prove to the bank that it is them.")
    private boolean present;

    @Option(names = "--json", description = "One object with the fields of avid.payment.v1.PaymentMethod.")
    private boolean json;

    AddMethod(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        Card card = card();
        var emulator = StripeEmulator.of(StateFolder.of(avid().surroundings(), avid().address()).settings(), avid().address(),
                connection.login().token().organisation());
        var payments = PaymentServiceGrpc.newBlockingStub(connection.channel());
        var request = StartMethodSetupRequest.newBuilder().setCustomer(new FindCustomer(connection.channel()).name(customer)).build();
        MethodSetup setup = new DoOnce(avid(), connection).call("setup", request,
                id -> BillingServiceGrpc.newBlockingStub(connection.channel()).startMethodSetup(request.toBuilder().setRequestId(id).build()));
        emulator.give(card, setup.getStripeSetupIntent(), setup.getClientSecret(), "http://" + avid().address() + RETURN_PAGE)
                .ifPresent(reason -> {
                    throw new CommandFailure("The card was refused: " + reason + " Give another one.");
                });
        MethodSetup ended = await(payments, setup);
        if (ended.getState() != MethodSetupState.SAVED) {
            throw new CommandFailure("The card was not saved: " + (ended.getFailure().getMessage().isEmpty()
                    ? "the setup ended as " + ended.getState() + "." : ended.getFailure().getMessage()) + " Give another one.");
        }
        PaymentMethod saved = saved(payments, request.getCustomer(), ended.getMethod());
        if (json) {
            out().println(JsonText.of(saved));
        } else {
            var table = new Table().words("").words("");
            table.row("saved", PaymentText.card(saved.getCard()) + ", expires " + ListMethods.expiry(saved));
            table.row("customer", saved.getCustomer());
            table.row("method", saved.getName());
            table.print(out());
        }
        return 0;
    }

    private Card card() {
        String digits = number.equals(SHORT_FOR_GOOD) ? SHORT_FOR_GOOD.repeat(4) : number.replaceAll("[ -]", "");
        if (!NUMBER.matcher(digits).matches()) {
            throw new WrongUsage("--card is no card's number; expected 12 to 19 digits, such as Stripe's test card 4242424242424242.");
        }
        if (!CVC.matcher(cvc).matches()) {
            throw new WrongUsage("--cvc is no card's code; expected 3 or 4 digits.");
        }
        if (expiry == null) {
            int year = avid().surroundings().time().instant().atZone(ZoneOffset.UTC).getYear() + YEARS_TO_EXPIRY;
            return new Card(digits, 12, year, cvc);
        }
        Matcher given = EXPIRY.matcher(expiry);
        if (!given.matches()) {
            throw new WrongUsage("--expiry is '" + expiry + "'; expected MM/YY such as 09/31.");
        }
        return new Card(digits, Integer.parseInt(given.group(1)), 2000 + Integer.parseInt(given.group(2)), cvc);
    }

    private MethodSetup await(PaymentServiceBlockingStub payments, MethodSetup begun) {
        Instant end = avid().surroundings().time().instant().plus(LONGEST_WAIT);
        boolean said = false;
        while (true) {
            MethodSetup setup = payments.getMethodSetup(GetMethodSetupRequest.newBuilder().setName(begun.getName()).build());
            switch (setup.getState()) {
                case SAVED, SETUP_FAILED, SETUP_CANCELLED -> {
                    return setup;
                }
                case REQUIRES_AUTHENTICATION -> {
                    if (!present) {
                        throw new CommandFailure("The card is not saved yet: the bank wants a proof that it is the customer. Open this address:"
                                + System.lineSeparator() + "  " + setup.getActionUrl() + System.lineSeparator()
                                + "Avid saves the card when the proof is given; ./avid method list --customer " + customer
                                + " shows it then. With --present this command waits for the proof.");
                    }
                    if (!said) {
                        said = true;
                        end = avid().surroundings().time().instant().plus(LONGEST_PROOF);
                        error().println("The bank wants a proof that it is the customer. Open this address; this command waits "
                                + LONGEST_PROOF.toMinutes() + " minutes:");
                        error().println("  " + setup.getActionUrl());
                    }
                }
                case OPEN, METHOD_SETUP_STATE_UNSPECIFIED, UNRECOGNIZED -> { }
            }
            if (avid().surroundings().time().instant().isAfter(end)) {
                throw new CommandFailure(said
                        ? "The proof was not given in " + LONGEST_PROOF.toMinutes() + " minutes, so the card is not saved. Its address stays open; Avid"
                                + " saves the card when the proof is given there: " + setup.getActionUrl()
                        : "Stripe has not said in " + LONGEST_WAIT.toSeconds() + " seconds whether the card is saved; the setup is " + setup.getState()
                                + ". See ./avid method list --customer " + customer + ", or give the card again.");
            }
            avid().surroundings().pause(BETWEEN_LOOKS);
        }
    }

    private static PaymentMethod saved(PaymentServiceBlockingStub payments, String customer, String name) {
        var found = new ArrayList<PaymentMethod>();
        Pages.follow(
                token -> payments.listPaymentMethods(ListPaymentMethodsRequest.newBuilder().setCustomer(customer)
                        .setPageSize(Pages.LARGEST).setPageToken(token).build()),
                ListPaymentMethodsResponse::getNextPageToken,
                page -> {
                    page.getMethodsList().stream().filter(method -> method.getName().equals(name)).forEach(found::add);
                    return found.isEmpty();
                });
        return found.stream().findFirst().orElseGet(() -> PaymentMethod.newBuilder().setName(name).setCustomer(customer).build());
    }
}
