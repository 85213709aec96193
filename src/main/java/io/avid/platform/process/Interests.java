package io.avid.platform.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which processes of this instance wait for something to happen to which resource. */
final class Interests {
    private final Map<String, Set<String>> processesByResource = new HashMap<>();
    private final Map<String, Set<String>> resourcesByProcess = new HashMap<>();

    synchronized void add(String organisation, String resource, String process) {
        String key = key(organisation, resource);
        processesByResource.computeIfAbsent(key, any -> new HashSet<>()).add(process);
        resourcesByProcess.computeIfAbsent(process, any -> new HashSet<>()).add(key);
    }

    /** Who waits for it; they ask anew if they wait again. */
    synchronized Set<String> take(String organisation, String resource) {
        String key = key(organisation, resource);
        Set<String> processes = processesByResource.getOrDefault(key, Set.of());
        processesByResource.remove(key);
        processes.forEach(process -> remove(resourcesByProcess, process, key));
        return processes;
    }

    /** A process has ended: it waits for nothing. */
    synchronized void forget(String process) {
        Set<String> resources = resourcesByProcess.getOrDefault(process, Set.of());
        resourcesByProcess.remove(process);
        resources.forEach(resource -> remove(processesByResource, resource, process));
    }

    private static void remove(Map<String, Set<String>> sets, String of, String value) {
        sets.computeIfPresent(of, (key, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
        });
    }

    private static String key(String organisation, String resource) {
        return organisation + "|" + resource;
    }
}
