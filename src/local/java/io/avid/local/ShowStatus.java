package io.avid.local;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// `./avid status`: what runs of a copy, and how well.
///
/// @param system the copy
record ShowStatus(LocalSystem system) {

    /// One process as it is now.
    ///
    /// @param state `healthy`, `not answering` or `not running`
    private record Line(StandIn standIn, String state, Optional<ProcessHandle> process) {
    }

    /// @return true if everything runs and is well
    boolean run(PrintStream out, boolean json) throws IOException, InterruptedException, ExecutionException {
        List<Line> lines = new ArrayList<>();
        if (system.state().exists()) {
            try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Line>> answers = new ArrayList<>();
                for (StandIn standIn : system.all()) {
                    answers.add(asking.submit(() -> ask(standIn)));
                }
                for (Future<Line> answer : answers) {
                    lines.add(answer.get());
                }
            }
        }
        boolean healthy = !lines.isEmpty() && lines.stream().allMatch(line -> line.state.equals("healthy"));
        out.println(json ? asJson(lines, healthy) : asTable(lines, healthy));
        return healthy;
    }

    private Line ask(StandIn standIn) throws IOException {
        Optional<ProcessHandle> process = new RunningProcess(system.state(), standIn.name()).find();
        String state = process.isEmpty() ? "not running" : standIn.health().isHealthy() ? "healthy" : "not answering";
        return new Line(standIn, state, process);
    }

    private String asTable(List<Line> lines, boolean healthy) throws IOException {
        int port = system.state().port();
        String again = "./avid up" + (port == StateFolder.DEFAULT_PORT ? "" : " --port " + port);
        if (lines.isEmpty()) {
            return "There is no copy at port " + port + " yet; " + again + " makes one.";
        }
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-15s %-14s %8s %8s %9s  %s%n", "PROCESS", "STATE", "PID", "RSS MB", "UP", "PORTS"));
        for (Line line : lines) {
            table.append(String.format(Locale.ROOT, "%-15s %-14s %8s %8s %9s  %s%n", line.standIn.name(), line.state,
                    line.process.map(process -> Long.toString(process.pid())).orElse("-"),
                    line.process.flatMap(ShowStatus::residentMegabytes).map(Object::toString).orElse("-"),
                    line.process.flatMap(process -> process.info().startInstant()).map(ShowStatus::since).orElse("-"),
                    line.standIn.ports().entrySet().stream().map(port2 -> port2.getKey() + " " + port2.getValue()).collect(Collectors.joining(", "))));
        }
        if (healthy) {
            table.append(String.join("\n", system.welcome()));
        } else {
            table.append("Not everything is well; ").append(again).append(" heals it, ./avid logs NAME shows why.");
        }
        return table.toString();
    }

    private String asJson(List<Line> lines, boolean healthy) throws IOException {
        return "{\"port\":" + system.state().port() + ",\"healthy\":" + healthy + new DemoBusiness(system).progress().map(demo -> ",\"demo\":{\"state\":\""
                + demo.state() + "\",\"done\":" + demo.done() + ",\"total\":" + demo.total() + "}").orElse("") + ",\"processes\":["
                + lines.stream().map(line -> "{\"name\":\"" + line.standIn.name() + "\",\"state\":\"" + line.state + "\""
                        + line.process.map(process -> ",\"pid\":" + process.pid()).orElse("")
                        + line.process.flatMap(ShowStatus::residentMegabytes).map(rss -> ",\"rss_mb\":" + rss).orElse("")
                        + ",\"ports\":{" + line.standIn.ports().entrySet().stream().map(port -> "\"" + port.getKey() + "\":" + port.getValue())
                                .collect(Collectors.joining(",")) + "}}").collect(Collectors.joining(",")) + "]}";
    }

    private static Optional<Long> residentMegabytes(ProcessHandle process) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
            String kilobytes = new String(ps.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
            return kilobytes.matches("\\d+") ? Optional.of(Long.parseLong(kilobytes) / 1024) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String since(Instant start) {
        Duration up = Duration.between(start, Instant.now());
        if (up.toHours() > 0) {
            return up.toHours() + "h " + up.toMinutesPart() + "m";
        }
        return up.toMinutes() > 0 ? up.toMinutes() + "m " + up.toSecondsPart() + "s" : up.toSeconds() + "s";
    }
}
