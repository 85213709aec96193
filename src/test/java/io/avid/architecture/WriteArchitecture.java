package io.avid.architecture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code ./avid architecture [--check]}: writes the map of the code into ARCHITECTURE.md, or says whether it stands there. */
public final class WriteArchitecture {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private static final String CHECK = "--check";

    private WriteArchitecture() {}

    /** Takes nothing, or {@code --check}. */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(List.of(arguments), Product.PROJECT.resolve("ARCHITECTURE.md"), ReadArchitecture.ofTheProduct(), System.out));
    }

    /** The command with the map that it read, for a page of one's choice; answers its exit status. */
    static int run(List<String> arguments, Path page, ArchitectureMap map, PrintStream out) throws IOException {
        if (!arguments.isEmpty() && !arguments.equals(List.of(CHECK))) {
            out.println(ArchitecturePage.COMMAND + " takes " + CHECK + " or nothing, not '" + String.join(" ", arguments) + "'.");
            return WRONG_USAGE;
        }
        String is = Files.readString(page);
        Optional<String> stale = ArchitecturePage.stale(is, map);
        if (stale.isEmpty()) {
            out.println(page.getFileName() + " says what the code says.");
            return DONE;
        }
        if (!arguments.isEmpty()) {
            out.println(stale.get());
            return FAILED;
        }
        Files.writeString(page, ArchitecturePage.with(is, map));
        out.println(page.getFileName() + " is written anew from the code; commit it with what changed.");
        return DONE;
    }
}
