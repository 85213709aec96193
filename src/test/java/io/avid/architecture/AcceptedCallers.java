package io.avid.architecture;

import io.avid.platform.module.ModuleDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A module names just those callers whose code calls it. */
final class AcceptedCallers {
    private AcceptedCallers() {}

    /** One line for each caller that is named and does not call, or calls and is not named. */
    static List<String> violations(Collection<ModuleDefinition> modules, ArchitectureMap map) {
        var violations = new ArrayList<String>();
        for (ModuleDefinition module : modules) {
            for (String caller : map.callersOf(module.name())) {
                if (!module.callers().contains(caller)) {
                    violations.add("module " + caller + " calls " + module.name() + " (" + String.join(", ", map.called(caller, module.name()))
                            + "), which does not name it among its callers in io.avid.Avid and would refuse it; add it there, if it is to call");
                }
            }
            for (String caller : module.callers()) {
                if (!map.callersOf(module.name()).contains(caller)) {
                    violations.add("module " + module.name() + " names " + caller + " among its callers in io.avid.Avid, whose code calls none of its"
                            + " RPCs; take it away there");
                }
            }
        }
        return violations;
    }
}
