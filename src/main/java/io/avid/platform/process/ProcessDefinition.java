package io.avid.platform.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kind of process: its name and its steps in their order. Stored processes name both, so a change
 * of a definition leaves the names of what may still run as they are; a step may be added at the end,
 * which processes that were started before do not have.
 *
 * @param type for example {@code import-receivables}
 * @param steps at least one, with different names
 * @param cancellable whether staff may cancel it; not where it records what has happened already
 * @param permissions what its steps may do, whoever started it; none means what who started it was granted then
 */
public record ProcessDefinition(String type, List<Step> steps, boolean cancellable, Set<String> permissions) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    public ProcessDefinition {
        steps = List.copyOf(steps);
        permissions = Set.copyOf(permissions);
        requireName("type", type);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("process " + type + " has no step; it needs one at least");
        }
        var names = new HashSet<String>();
        for (Step step : steps) {
            requireName("step of " + type, step.name());
            if (!names.add(step.name())) {
                throw new IllegalArgumentException("process " + type + " has two steps named " + step.name());
            }
        }
    }

    /** One that staff may cancel. */
    public ProcessDefinition(String type, List<Step> steps) {
        this(type, steps, true, Set.of());
    }

    /** The same, which staff may not cancel. */
    public ProcessDefinition notCancellable() {
        return new ProcessDefinition(type, steps, false, permissions);
    }

    /**
     * The same, whose steps act with these permissions. They are this version's, not those that were stored when the
     * process was started: what an upgrade protects anew, a process from before it may still do.
     */
    public ProcessDefinition acting(Set<String> with) {
        return new ProcessDefinition(type, steps, cancellable, with);
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a " + what
                    + " has lower-case letters, digits and hyphens, given " + name);
        }
    }
}
