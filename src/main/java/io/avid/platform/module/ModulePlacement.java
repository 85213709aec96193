package io.avid.platform.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which modules run in this process and where each of the others is, decided from the settings or
 * refused with the name of the property that is missing or wrong.
 *
 * @param hosted names of modules that run here, in the order in which they are listed
 * @param addresses gRPC target of each module that does not
 */
record ModulePlacement(Set<String> hosted, Map<String, String> addresses) {
    /**
     * Decides it.
     *
     * @throws IllegalStateException naming every property that is missing or names no module
     */
    static ModulePlacement of(List<ModuleDefinition> modules, ModulesProperties properties) {
        Set<String> known = modules.stream().map(ModuleDefinition::name).collect(Collectors.toCollection(LinkedHashSet::new));
        if (known.size() != modules.size()) {
            throw new IllegalStateException("Two modules bear the same name: " + modules.stream().map(ModuleDefinition::name).toList());
        }
        var defects = new ArrayList<String>();
        for (String name : properties.hosted().orElse(List.of())) {
            if (!known.contains(name)) {
                defects.add("avid.modules.hosted names \"" + name + "\", which is no module; expected some of " + known);
            }
        }
        for (String name : new TreeSet<>(properties.address().keySet())) {
            if (!known.contains(name)) {
                defects.add("avid.modules.address." + name + " is set, and there is no module \"" + name + "\"; expected one of " + known);
            }
        }
        Set<String> hosted = properties.hosted().map(LinkedHashSet::new).map(names -> {
            var inOrder = new LinkedHashSet<>(known);
            inOrder.retainAll(names);
            return inOrder;
        }).orElseGet(() -> new LinkedHashSet<>(known));
        var addresses = new LinkedHashMap<String, String>();
        for (String name : known) {
            if (!hosted.contains(name)) {
                String address = properties.address().getOrDefault(name, "");
                if (address.isBlank()) {
                    defects.add("avid.modules.address." + name + " is missing: module " + name + " is not hosted here"
                            + " (avid.modules.hosted=" + String.join(",", hosted) + "). Set it, for example to dns:///" + name
                            + ":9090, or add " + name + " to avid.modules.hosted");
                } else {
                    addresses.put(name, address);
                }
            }
        }
        if (!defects.isEmpty()) {
            throw new IllegalStateException("The modules cannot be placed:\n  " + String.join("\n  ", defects));
        }
        return new ModulePlacement(hosted, addresses);
    }
}
