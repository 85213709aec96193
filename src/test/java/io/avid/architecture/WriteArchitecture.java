package io.avid.architecture;

import io.avid.platform.module.ModuleDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code ./avid architecture [--check]}: writes the map of the code into ARCHITECTURE.md and the mesh's policies that follow from
 * it, or says whether they stand there.
 */
public final class WriteArchitecture {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private static final String CHECK = "--check";

    private WriteArchitecture() {}

    /** Takes nothing, or {@code --check}. */
    public static void main(String[] arguments) throws IOException {
        int status;
        try {
            status = run(List.of(arguments), Product.PROJECT.resolve("ARCHITECTURE.md"), Product.PROJECT.resolve(MeshPolicies.FILE),
                    ReadArchitecture.ofTheProduct(), System.out);
        } catch (IllegalStateException | IllegalArgumentException unreadable) {
            System.out.println(unreadable.getMessage());
            status = FAILED;
        }
        System.exit(status);
    }

    /** The command with the map that it read, for files of one's choice; answers its exit status. */
    static int run(List<String> arguments, Path page, Path policies, ArchitectureMap map, PrintStream out) throws IOException {
        if (!arguments.isEmpty() && !arguments.equals(List.of(CHECK))) {
            out.println(ArchitecturePage.COMMAND + " takes " + CHECK + " or nothing, not '" + String.join(" ", arguments) + "'.");
            return WRONG_USAGE;
        }
        boolean write = arguments.isEmpty();
        String is = Files.readString(page);
        boolean done = tell(page, ArchitecturePage.stale(is, map), write ? Optional.of(ArchitecturePage.with(is, map)) : Optional.empty(), out);
        String should = MeshPolicies.of(map, Product.modules());
        done &= tell(policies, stalePolicies(Files.exists(policies) ? Files.readString(policies) : "", map, Product.modules()),
                write ? Optional.of(should) : Optional.empty(), out);
        return done ? DONE : FAILED;
    }

    private static boolean tell(Path file, Optional<String> stale, Optional<String> anew, PrintStream out) throws IOException {
        if (stale.isEmpty()) {
            out.println(file.getFileName() + " says what the code says.");
            return true;
        }
        if (anew.isEmpty()) {
            out.println(stale.get());
            return false;
        }
        Files.writeString(file, anew.get());
        out.println(file.getFileName() + " is written anew from the code; commit it with what changed.");
        return true;
    }

    /** In which lines the mesh's policies differ from what the protos and the callers make them; empty if in none. */
    static Optional<String> stalePolicies(String is, ArchitectureMap map, Collection<ModuleDefinition> modules) {
        String should = MeshPolicies.of(map, modules);
        if (is.equals(should)) {
            return Optional.empty();
        }
        List<String> has = is.lines().toList();
        return Optional.of(MeshPolicies.FILE + " does not say what the protos and the callers say. Run " + ArchitecturePage.COMMAND
                + " and commit what it writes." + should.lines().filter(line -> !has.contains(line)).map(line -> "\n+ " + line).collect(Collectors.joining()));
    }
}
