package io.avid.cli;

import io.avid.cli.connection.Login;
import io.avid.cli.connection.StateFolder;
import io.avid.cli.terminal.JsonText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The bearer token of the login, for other tools. */
@Command(name = "token", description = "Print a bearer token for curl and grpcurl.",
        footer = {"", "Example:", "  curl -H \"Authorization: Bearer $(./avid token)\" localhost:8080/v1/customers"})
final class PrintToken implements Callable<Integer> {
    private final AvidCommand avid;

    @Option(names = "--json", description = "One object: access_token, organisation, customer, expires.")
    private boolean json;

    PrintToken(AvidCommand avid) {
        this.avid = avid;
    }

    @Override
    public Integer call() {
        var token = Login.current(avid.surroundings(), StateFolder.of(avid.surroundings(), avid.address())).token();
        avid.surroundings().out().println(!json ? token.value() : JsonText.object(document -> {
            document.name("access_token").value(token.value());
            document.name("organisation").value(token.organisation());
            document.name("customer").value(token.customer());
            document.name("expires").value(token.expires().map(Object::toString).orElse(""));
        }));
        return 0;
    }
}
