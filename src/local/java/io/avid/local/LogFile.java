package io.avid.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The end of log files, once or as they grow.
final class LogFile {

    private static final int BYTES_PER_LINE = 400;
    private static final long POLL_MILLIS = 300;

    private LogFile() {
    }

    /// The last lines of the file, or that there are none.
    static String lastLines(Path file, int lines) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return "(nothing was written)";
        }
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, access.length() - (long) lines * BYTES_PER_LINE);
            byte[] end = new byte[(int) (access.length() - from)];
            access.seek(from);
            access.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        }
    }

    /// Prints what is appended to the files, until this process is ended.
    static void follow(Map<String, Path> files, PrintStream out) throws IOException, InterruptedException {
        Map<String, Long> positions = new LinkedHashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            positions.put(file.getKey(), Files.exists(file.getValue()) ? Files.size(file.getValue()) : 0);
        }
        while (!out.checkError()) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                if (Files.exists(file.getValue())) {
                    positions.put(file.getKey(), printFrom(positions.get(file.getKey()), file.getKey(), file.getValue(), files.size() > 1, out));
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static long printFrom(long position, String name, Path file, boolean named, PrintStream out) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            long from = access.length() < position ? 0 : position;
            byte[] more = new byte[(int) Math.min(1 << 20, access.length() - from)];
            access.seek(from);
            access.readFully(more);
            new String(more, StandardCharsets.UTF_8).lines().forEach(line -> out.println(named ? name + " | " + line : line));
            return from + more.length;
        }
    }
}
