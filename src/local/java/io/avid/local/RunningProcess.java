package io.avid.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process of local mode as known from its files: it outlives the command that started it, and may have been killed.
///
/// The process writes its own id into its pid file before it becomes what it is, so there is no moment in which it runs
/// and is not known. An id in a file proves little later on, because the system gives ids again: a process is taken
/// for ours only if it began when the file was written.
///
/// @param state the copy it belongs to
/// @param name of the [StandIn]
record RunningProcess(StateFolder state, String name) {

    /// Between the start of a process and its writing of the file, with room for clocks that are set.
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final long LOG_KEPT_BYTES = 8L << 20;

    private Path pidFile() {
        return state.running().resolve(name + ".pid");
    }

    private Path fingerprintFile() {
        return state.running().resolve(name + ".fingerprint");
    }

    /// The process, if it lives and is ours.
    Optional<ProcessHandle> find() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        String text = Files.readString(pidFile()).strip();
        if (!text.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        Instant written = Files.getLastModifiedTime(pidFile()).toInstant();
        return ProcessHandle.of(Long.parseLong(text)).filter(ProcessHandle::isAlive).filter(handle -> handle.info().startInstant()
                .map(start -> Duration.between(start, written).abs().compareTo(SLACK) <= 0).orElse(false));
    }

    /// True if the running process was started by just this command, built from just these files.
    boolean wasStartedAs(String fingerprint) throws IOException {
        return Files.exists(fingerprintFile()) && Files.readString(fingerprintFile()).equals(fingerprint);
    }

    /// Starts it on its own: in a process group that no Ctrl-C reaches, without this terminal.
    void start(StandIn standIn, String fingerprint) throws IOException, InterruptedException {
        Files.createDirectories(state.running());
        Files.createDirectories(state.logs());
        Files.deleteIfExists(pidFile());
        StateFolder.writeWhole(fingerprintFile(), fingerprint);
        Path log = state.log(name);
        if (Files.exists(log) && Files.size(log) > LOG_KEPT_BYTES) {
            Files.move(log, state.logs().resolve(name + ".log.1"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of("bash", "-c",
                "set -m; nohup sh -c 'echo $$ > \"$0\" && exec \"$@\"' \"$@\" </dev/null >>\"$0\" 2>&1 &",
                log.toString(), pidFile().toString()));
        command.addAll(standIn.command());
        ProcessBuilder builder = new ProcessBuilder(command).directory(state.root().toFile()).inheritIO();
        builder.environment().putAll(standIn.environment());
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IOException("bash could not start " + name + ": status " + status);
        }
        for (int i = 0; i < 200 && find().isEmpty(); i++) {
            Thread.sleep(10);
        }
    }

    /// Ends it, kindly first where there is time, and returns when it is gone.
    void stop(boolean kindly) throws IOException, InterruptedException {
        Optional<ProcessHandle> handle = find();
        if (handle.isPresent()) {
            boolean gone = kindly && handle.get().destroy() && isGoneWithin(handle.get(), GRACE);
            if (!gone) {
                handle.get().destroyForcibly();
                if (!isGoneWithin(handle.get(), GRACE)) {
                    throw new IOException(name + " (process " + handle.get().pid() + ") does not end even when killed.");
                }
            }
        }
        Files.deleteIfExists(pidFile());
    }

    private static boolean isGoneWithin(ProcessHandle handle, Duration patience) throws InterruptedException {
        try {
            handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return !handle.isAlive();
        }
    }

    /// A digest of a command, its environment and the files that it runs: the same in every process that asks, so the
    /// environment is taken in the order of its names and not in that of its map, which may differ from one JVM to the next.
    static String fingerprint(StandIn standIn, List<Path> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join("\0", standIn.command()).getBytes(StandardCharsets.UTF_8));
            digest.update(new TreeMap<>(standIn.environment()).toString().getBytes(StandardCharsets.UTF_8));
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
