package io.avid.cli;

import io.avid.cli.connection.AccessToken;
import io.avid.cli.connection.Login;
import io.avid.cli.connection.ServerAddress;
import io.avid.cli.connection.StateFolder;
import io.avid.cli.connection.TokenIssuer;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.WrongUsage;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Logs a user in at the issuer and keeps the token for the commands to come. */
@Command(name = "login",
        description = {
            "Log in for the commands to come.",
            "In local mode --demo takes a demo login of a role without a password: viewer, agent, finance, admin or customer,"
                + " of the first organisation, or of another by @2 or @3 (the one with demo data)."
        },
        footer = {"", "Examples:", "  ./avid login --demo finance", "  ./avid login --demo customer@3", "  ./avid login --user ada@example.com"})
final class LogIn implements Callable<Integer> {
    private static final List<String> ROLES = List.of("viewer", "agent", "finance", "admin", "customer");
    private static final Pattern DEMO = Pattern.compile("([a-z]+)(?:@([1-3]))?");
    private static final String DEFAULT_CLIENT = "avid-cli";

    private final AvidCommand avid;

    @ArgGroup(multiplicity = "1")
    private Who who;

    private static final class Who {
        @Option(names = "--user", paramLabel = "NAME", required = true, description = "A user of the issuer.")
        private String user;

        @Option(names = "--demo", paramLabel = "ROLE[@N]", required = true, description = "A demo login of local mode.")
        private String demo;
    }

    @Option(names = "--password", paramLabel = "PASSWORD", description = "The user's; asked for without it.")
    private String password;

    @Option(names = "--customer", paramLabel = "NAME",
            description = "With --demo customer: whose login, customers/…; without it, the demo's own choice.")
    private String customer;

    @Option(names = "--issuer", paramLabel = "URL",
            description = "Who issues tokens; without it, the one that the local Avid trusts.")
    private String issuer;

    @Option(names = "--audience", paramLabel = "URI", description = "What tokens are for; without it, the local Avid's.")
    private String audience;

    @Option(names = "--client-id", paramLabel = "ID",
            description = "This application at the issuer; avid-cli without it. A secret, where it has one, in AVID_CLIENT_SECRET.")
    private String clientId;

    @Option(names = "--json", description = "One object: who, organisation, customer, expires.")
    private boolean json;

    LogIn(AvidCommand avid) {
        this.avid = avid;
    }

    @Override
    public Integer call() {
        ServerAddress address = avid.address();
        StateFolder state = StateFolder.of(avid.surroundings(), address);
        Properties settings = state.settings();
        Login login = who.demo != null ? demo(settings, address) : user(settings, address);
        login.keep(state);
        if (json) {
            avid.surroundings().out().println(JsonText.object(document -> {
                document.name("who").value(login.who());
                document.name("organisation").value(login.token().organisation());
                document.name("customer").value(login.token().customer());
                document.name("expires").value(login.token().expires().map(Object::toString).orElse(""));
            }));
        } else {
            avid.surroundings().out().println("Logged in at " + address + " as " + login.who()
                    + login.ends().map(end -> ", until " + end).orElse("") + ".");
        }
        return 0;
    }

    private Login demo(Properties settings, ServerAddress address) {
        Matcher given = DEMO.matcher(who.demo);
        if (!given.matches() || !ROLES.contains(given.group(1))) {
            throw new WrongUsage("--demo is " + who.demo + "; expected one of " + String.join(", ", ROLES)
                    + ", and @2 or @3 after it for another organisation.");
        }
        String role = given.group(1);
        if (customer != null && customer.isBlank()) {
            throw new WrongUsage("--customer is empty; expected customers/….");
        }
        if (customer != null && !role.equals("customer")) {
            throw new WrongUsage("--customer goes with --demo customer, and not with --demo " + who.demo + ".");
        }
        if (password != null) {
            throw new WrongUsage("A demo login has no password: leave --password out.");
        }
        if (issuer == null && !address.isLocal()) {
            throw new CommandFailure("Demo logins are of local mode, and " + address + " is not. Log in by ./avid login --user NAME --issuer URL.");
        }
        int organisation = given.group(2) == null ? 1 : Integer.parseInt(given.group(2));
        AccessToken token = issuer(settings, address).forDemo(role, organisation, Optional.ofNullable(customer));
        return new Login(token, role + " of organisation " + organisation,
                "./avid login --demo " + who.demo + (customer == null ? "" : " --customer " + customer));
    }

    private Login user(Properties settings, ServerAddress address) {
        if (customer != null) {
            throw new WrongUsage("--customer goes with --demo customer; a user's own login names its customer itself.");
        }
        TokenIssuer asked = issuer(settings, address);
        String secret = Optional.ofNullable(password)
                .or(() -> avid.surroundings().askSecret("Password of " + who.user + ": "))
                .orElseThrow(() -> new CommandFailure("There is no terminal to ask for the password of " + who.user + ": give it by --password."));
        String wanted = Optional.ofNullable(audience).or(() -> Optional.ofNullable(settings.getProperty("okta.oauth2.audience")))
                .orElseThrow(() -> new CommandFailure("What the token is for is not known: give it by --audience, such as https://api.example.com."));
        String client = Optional.ofNullable(clientId).orElse(DEFAULT_CLIENT);
        String clientSecret = avid.surroundings().environment().getOrDefault("AVID_CLIENT_SECRET", "");
        AccessToken token = asked.forPassword(who.user, secret, wanted, client,
                clientSecret.isEmpty() ? Optional.empty() : Optional.of(clientSecret));
        return new Login(token, who.user, "./avid login --user " + who.user);
    }

    private TokenIssuer issuer(Properties settings, ServerAddress address) {
        return TokenIssuer.at(Optional.ofNullable(issuer).or(() -> Optional.ofNullable(settings.getProperty("okta.oauth2.issuer")))
                .orElseThrow(() -> new CommandFailure(address.isLocal()
                        ? "Avid never ran on " + address + " in this folder: start it with ./avid up, or give the issuer by --issuer."
                        : "Who issues tokens for " + address + " is not known here: give it by --issuer.")));
    }
}
