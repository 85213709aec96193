package io.avid.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who listens at a port, as far as this machine tells.
final class PortHolder {

    private PortHolder() {
    }

    /// "process 4711 (java -jar other.jar)", or what is known.
    static String describe(int port) {
        return byProcFiles(port).or(() -> byLsof(port)).orElse("another process (which one is not visible to this user)");
    }

    /// Linux lists listening sockets with an inode, and each process's open files by inode.
    private static Optional<String> byProcFiles(int port) {
        String suffix = String.format(":%04X", port);
        List<String> sockets = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals("0A")) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return ProcessHandle.allProcesses().filter(process -> holdsOneOf(process.pid(), sockets)).findFirst().map(PortHolder::describe);
    }

    private static boolean holdsOneOf(long pid, List<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that has just ended: not one to name.
            return false;
        }
        return false;
    }

    private static Optional<String> byLsof(int port) {
        try {
            Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN").redirectErrorStream(true).start();
            String first = new String(lsof.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().findFirst().orElse("");
            return first.matches("\\d+") ? ProcessHandle.of(Long.parseLong(first)).map(PortHolder::describe) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String describe(ProcessHandle process) {
        String command = process.info().commandLine().or(() -> process.info().command()).orElse("command not visible");
        return "process " + process.pid() + " (" + (command.length() > 120 ? command.substring(0, 120) + "…" : command) + ")";
    }
}
