package io.avid.local;

import io.avid.local.demo.DemoProcess;
import io.avid.local.demo.DemoYear;
import io.avid.local.issuer.DemoPeople;
import io.avid.local.issuer.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The third organisation's year: first the months that it brings along as a file, while `up` waits, so that there is
/// something to look at; then, in a process of its own and without anybody waiting, the last month, whose invoices go
/// through billing and Stripe. `up` goes on with what was killed.
///
/// @param system the copy that it is brought into
record DemoBusiness(LocalSystem system) {

    static final String PROCESS = "demo";

    /// How far it is.
    ///
    /// @param state `complete`, `coming` while the process runs, or `stopped`
    record Advance(String state, int done, int total) {

        String forPeople() {
            String figures = total == 0 ? "" : " (" + done + " of " + total + ")";
            return switch (state) {
                case "complete" -> "is in";
                case "coming" -> "is being brought in" + figures;
                default -> "is not all in" + figures + "; ./avid up goes on with it, ./avid logs demo shows why it stopped";
            };
        }
    }

    /// Empty where it was never begun.
    Optional<Advance> progress() throws IOException {
        if (!Files.exists(folder().resolve("first-day"))) {
            return Optional.empty();
        }
        Path progress = folder().resolve(DemoProcess.PROGRESS);
        String[] figures = Files.exists(progress) ? Files.readString(progress).split(" ") : new String[] {"0", "0"};
        String state = isComplete() ? "complete" : running().find().isPresent() ? "coming" : "stopped";
        return Optional.of(new Advance(state, Integer.parseInt(figures[0]), Integer.parseInt(figures[1])));
    }

    /// True once the file was imported.
    boolean isFileIn() {
        return Files.exists(fileMark());
    }

    void fileIsIn() throws IOException {
        StateFolder.writeWhole(fileMark(), "");
    }

    /// The months before, as of the day of the first start: another day's file would be other invoices.
    Path file() throws IOException {
        Path file = folder().resolve("receivables.csv");
        if (!Files.exists(file)) {
            StateFolder.writeWhole(file, new DemoYear(today()).receivablesFile());
        }
        return file;
    }

    /// Begins or goes on with the last month, unless that is done or under way.
    void startRest() throws IOException, InterruptedException {
        if (isComplete() || running().find().isPresent()) {
            return;
        }
        DemoPeople.Organisation organisation = DemoPeople.organisation(DemoPeople.DEMO_ORGANISATION);
        String stripe = StandIn.stripeUri(system.state().ports().of("stripe"));
        // Whoever tries Avid out goes before it.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "10"));
        command.addAll(StandIn.java("-Xms16m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Dlogback.configurationFile=local-logback.xml", DemoProcess.class.getName()));
        int tie = command.size();
        command.addAll(List.of(folder().toString(), today().toString(), organisation.id(), Integer.toString(system.state().port()), stripe));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("CLASSPATH", System.getProperty("java.class.path") + java.io.File.pathSeparator + AvidJar.of(system.project()).jar());
        environment.put(DemoProcess.TOKEN, token());
        environment.put(DemoProcess.STRIPE_KEY, new OrganisationsAtStripe(system.state().signingSecret()).apiKey(organisation));
        running().start(new StandIn(PROCESS, command, tie, environment, Map.of(), () -> true, Duration.ofMinutes(1)), "");
    }

    /// Finance of the demo business, without touching the user's own login.
    String token() throws IOException {
        URI issuer = URI.create(StandIn.issuerUri(system.state().ports().of("issuer")));
        return DemoLogin.at(issuer).token(Role.FINANCE, DemoPeople.DEMO_ORGANISATION, Optional.empty());
    }

    private boolean isComplete() {
        return Files.exists(folder().resolve(DemoProcess.COMPLETE));
    }

    private LocalDate today() throws IOException {
        Path day = folder().resolve("first-day");
        if (!Files.exists(day)) {
            StateFolder.writeWhole(day, LocalDate.now().toString());
        }
        return LocalDate.parse(Files.readString(day).strip());
    }

    private RunningProcess running() {
        return new RunningProcess(system.state(), PROCESS);
    }

    private Path folder() {
        return system.state().data(PROCESS);
    }

    private Path fileMark() {
        return folder().resolve("file-imported");
    }
}
