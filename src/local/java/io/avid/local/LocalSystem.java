package io.avid.local;

import io.avid.local.issuer.DemoPeople;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The map of what `./avid up` runs: which processes there are, their ports, how their health is seen, what Avid is
/// told of them, and who can sign in. Start reading here.
///
/// ```
/// mongodb        one process, a port and a journal per module      io.avid.local.mongodb
/// elasticsearch  a real node                                       src/local/elasticsearch
/// azurite        Azure Blob Storage                                src/local/azurite
/// issuer         OpenID with Auth0's paths and claims              io.avid.local.issuer
/// stripe         Stripe's API, with test cards and webhooks        io.avid.local.stripe
/// avid           the product's own jar, told of the others by a properties file
/// demo           brings the third organisation's year in, and ends   io.avid.local.demo
/// ```
///
/// Each is an operating system process of its own that outlives the command line; everything they keep is in
/// `.avid/PORT/`, so several copies run side by side.
///
/// @param project where the sources and what is built from them are
/// @param state where this copy's data, logs and ports are
record LocalSystem(ProjectFolder project, StateFolder state) {

    static final String AVID = "avid";

    /// The copy behind the given edge port.
    static LocalSystem at(ProjectFolder project, int port) {
        return new LocalSystem(project, StateFolder.of(project, port));
    }

    /// The processes around Avid, at the ports remembered for them.
    List<StandIn> standIns() throws IOException {
        RememberedPorts ports = state.ports();
        Map<LocalModule, Integer> stores = new EnumMap<>(LocalModule.class);
        for (LocalModule module : LocalModule.all()) {
            stores.put(module, ports.of("mongodb." + module.id()));
        }
        return List.of(
                StandIn.mongodb(state.data("mongodb"), stores),
                StandIn.elasticsearch(project, state.data("elasticsearch"), ports.of("elasticsearch")),
                StandIn.azurite(project, state.data("azurite"), ports.of("azurite")),
                StandIn.issuer(state.data("issuer"), ports.of("issuer"), state.port()),
                StandIn.stripe(state.data("stripe"), ports.of("stripe"), atStripe().accounts(URI.create("http://localhost:" + state.port()))));
    }

    private OrganisationsAtStripe atStripe() throws IOException {
        return new OrganisationsAtStripe(state.signingSecret());
    }

    /// Avid itself, with an AOT cache where one is trained.
    StandIn avid() {
        List<String> command = AvidJar.of(project).runCommand();
        int end = command.size();
        command.add(AvidJar.configuration(state.avidProperties()));
        HealthCheck health = HealthCheck.http(URI.create("http://127.0.0.1:" + state.port() + "/health/ready"), "");
        // Two malloc arenas in place of eight for each core: freed memory goes back to the system.
        return new StandIn(AVID, command, end, Map.of("MALLOC_ARENA_MAX", "2"), Map.of("edge", state.port()), health, Duration.ofMinutes(4));
    }

    /// All of them, in the order in which they come up.
    List<StandIn> all() throws IOException {
        List<StandIn> all = new ArrayList<>(standIns());
        all.add(avid());
        return all;
    }

    /// Where the front ends are.
    FrontEndAddressesFile frontEnds() throws IOException {
        return new FrontEndAddressesFile(state.port(), URI.create(StandIn.issuerUri(state.ports().of("issuer"))),
                // As its own pages name it, so that the pages' policy needs no second origin for the same.
                URI.create("http://localhost:" + state.ports().of("stripe")));
    }

    /// What Avid is told.
    Map<String, String> avidProperties() throws IOException {
        RememberedPorts ports = state.ports();
        Map<String, String> stores = new LinkedHashMap<>();
        Map<String, String> prefixes = new LinkedHashMap<>();
        for (LocalModule module : LocalModule.all()) {
            stores.put(module.id(), "mongodb://127.0.0.1:" + ports.of("mongodb." + module.id()) + "/" + module.id());
            prefixes.put(module.id(), "avid-" + module.id() + "-");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("avid.edge.port", Integer.toString(state.port()));
        properties.put("avid.edge.front-ends.folder", project.frontEnds().toString());
        properties.put("avid.edge.front-ends.addresses", state.frontEndAddresses().toString());
        properties.putAll(new AvidProperties(URI.create(StandIn.issuerUri(ports.of("issuer"))), stores,
                URI.create("http://127.0.0.1:" + ports.of("elasticsearch")), prefixes,
                StandIn.blobConnectionString(ports.of("azurite")), state.signingSecret(),
                atStripe().properties(URI.create(StandIn.stripeUri(ports.of("stripe"))))).asMap());
        return properties;
    }

    /// The addresses and logins that a newcomer needs, as lines for people.
    List<String> welcome() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Console        " + frontEnds().shell() + "      for staff; the customers' portal is " + frontEnds().portal());
        lines.add("Avid           http://localhost:" + state.port() + "        gRPC, gRPC-web and REST on one port; API docs at /docs");
        lines.add("Sign-in        " + StandIn.issuerUri(state.ports().of("issuer")) + "     everybody's password is " + DemoPeople.PASSWORD);
        for (DemoPeople.Organisation organisation : DemoPeople.organisations()) {
            lines.add("  @" + organisation.number() + "  " + organisation.name() + ": "
                    + String.join(", ", DemoPeople.people().stream().filter(person -> person.organisation().equals(organisation))
                            .map(DemoPeople.Person::userName).toList()));
        }
        lines.add("Stripe         " + StandIn.stripeUri(state.ports().of("stripe")) + "      emulated; its test cards are listed there");
        new DemoBusiness(this).progress().ifPresent(demo -> lines.add("Demo business  " + demo.forPeople()));
        String port = state.port() == StateFolder.DEFAULT_PORT ? "" : " --port " + state.port();
        lines.add("Next           ./avid login --demo finance" + port + "   then   ./avid import receivables FILE" + port + "   or   ./avid help");
        return lines;
    }
}
