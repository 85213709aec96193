package io.avid.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The ports of a copy's stand-ins, chosen free once and then kept, so that addresses stay the same.
///
/// @param file one `name=port` a line
record RememberedPorts(Path file) {

    /// The port of this name, chosen now where it has none yet.
    int of(String name) throws IOException {
        Map<String, Integer> ports = read();
        Integer known = ports.get(name);
        if (known != null) {
            return known;
        }
        FreePorts free = new FreePorts();
        int port = free.next();
        while (ports.containsValue(port)) {
            port = free.next();
        }
        ports.put(name, port);
        write(ports);
        return port;
    }

    /// Forgets those of these ports that somebody else holds by now; [#of] chooses them anew.
    void forgetTaken(Collection<Integer> wanted) throws IOException {
        Map<String, Integer> ports = read();
        if (ports.values().removeIf(port -> wanted.contains(port) && !FreePorts.isFree(port))) {
            write(ports);
        }
    }

    private Map<String, Integer> read() throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        Map<String, Integer> ports = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            ports.put(name, Integer.parseInt(properties.getProperty(name).strip()));
        }
        return ports;
    }

    private void write(Map<String, Integer> ports) throws IOException {
        StringBuilder text = new StringBuilder();
        ports.forEach((name, port) -> text.append(name).append('=').append(port).append('\n'));
        StateFolder.writeWhole(file, text.toString());
    }
}
