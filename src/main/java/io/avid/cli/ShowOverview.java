package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.connection.Patience;
import io.avid.cli.connection.StateFolder;
import io.avid.cli.terminal.JsonText;
import io.avid.overview.v1.CustomerOverview;
import io.avid.overview.v1.GetCustomerOverviewRequest;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.overview.v1.WatchCustomerOverviewRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything about a customer on one page, and what changes of it. */
@Command(name = "overview",
        description = {
            "Show a customer's whole page: what is owed and how late, the latest invoices, payments, transactions and documents,"
                + " saved cards, and what is under way.",
            "--watch goes on until Ctrl-C and prints what changes as it happens."
        },
        footer = {"", "Example:", "  ./avid overview 0379-NEVHP --watch"})
final class ShowOverview extends AskingCommand {
    private static final Duration BETWEEN_STREAMS = Duration.ofMillis(500);

    @Parameters(paramLabel = "NAME", description = "customers/…, or an external id such as 0379-NEVHP or crm:4711.")
    private String name;

    @Option(names = "--watch", description = "Go on printing what changes, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json",
            description = "One object with the fields of avid.overview.v1.CustomerOverview; with --watch, one a line for each change.")
    private boolean json;

    private CustomerOverview shown = CustomerOverview.getDefaultInstance();

    ShowOverview(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        String customer = new FindCustomer(connection.channel()).name(name);
        var state = StateFolder.of(avid().surroundings(), avid().address());
        var patience = new Patience(avid().surroundings(), avid().address(), connection, error()::println, state::wasTakenDown);
        shown = patience.ask(() -> OverviewServiceGrpc.newBlockingStub(connection.channel())
                .getCustomerOverview(GetCustomerOverviewRequest.newBuilder().setName(customer).build()));
        if (json) {
            out().println(JsonText.of(shown));
        } else {
            new OverviewPage(shown).print(out());
        }
        out().flush();
        while (watch && !out().checkError()) {
            patience.ask(() -> follow(connection, customer));
            avid().surroundings().pause(BETWEEN_STREAMS);
        }
        return 0;
    }

    // A stream lives as long as the edge lets a call run; then the next one begins with what stands by then.
    private boolean follow(Connection connection, String customer) {
        var request = WatchCustomerOverviewRequest.newBuilder().setName(customer).build();
        try {
            OverviewServiceGrpc.newBlockingStub(connection.channel())
                    .withDeadlineAfter(Connection.LONG_DEADLINE.toSeconds(), TimeUnit.SECONDS)
                    .watchCustomerOverview(request).forEachRemaining(message -> {
                        if (message.hasOverview()) {
                            show(message.getOverview());
                        }
                    });
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
                throw e;
            }
        }
        return true;
    }

    private void show(CustomerOverview now) {
        if (json) {
            if (!now.equals(shown)) {
                out().println(JsonText.of(now));
            }
        } else {
            String time = avid().surroundings().time().instant().truncatedTo(ChronoUnit.SECONDS).toString();
            new OverviewChanges(shown, now).lines().forEach(line -> out().println(time + "  " + line));
        }
        out().flush();
        shown = now;
    }
}
