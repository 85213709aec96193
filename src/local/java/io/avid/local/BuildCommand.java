package io.avid.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs a build tool with its output in a file; on failure the end of that file is part of the message.
///
/// @param what as said to the user: "the Elasticsearch node"
/// @param command program and arguments
/// @param folder where it runs
/// @param log where its output goes
record BuildCommand(String what, List<String> command, Path folder, Path log) {

    private static final int SHOWN_LINES = 25;

    void run() throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        Process process;
        try {
            process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))).start();
        } catch (IOException e) {
            throw new IOException("Building " + what + " needs the program '" + command.getFirst() + "', which cannot be run: "
                    + e.getMessage() + ". Install it, or put it on the PATH.", e);
        }
        int status;
        try {
            status = process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        }
        if (status != 0) {
            List<String> lines = Files.readAllLines(log);
            String end = String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
            throw new IOException("Building " + what + " failed with status " + status + ". The end of its output:"
                    + System.lineSeparator() + end + System.lineSeparator() + "The whole of it is in " + log);
        }
    }
}
