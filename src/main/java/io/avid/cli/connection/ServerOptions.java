package io.avid.cli.connection;

import io.avid.cli.terminal.WrongUsage;
import io.avid.cli.terminal.Surroundings;
import java.util.Optional;

/**
 * Which copy of Avid is meant.
 *
 * @param port {@code --port}
 * @param address {@code --address}, which goes before the port
 */
public record ServerOptions(Optional<Integer> port, Optional<String> address) {
    static final int DEFAULT_PORT = 8080;

    /** The address that they name: without any, the port in AVID_PORT, else 8080, of this machine. */
    public ServerAddress address(Surroundings surroundings) {
        if (address.isPresent()) {
            return ServerAddress.parse(address.get());
        }
        return ServerAddress.local(port.map(given -> within("--port", given)).orElseGet(() -> portOf(surroundings)));
    }

    private static int portOf(Surroundings surroundings) {
        String port = surroundings.environment().getOrDefault("AVID_PORT", "");
        if (port.isEmpty()) {
            return DEFAULT_PORT;
        }
        try {
            return within("AVID_PORT", Integer.parseInt(port));
        } catch (NumberFormatException e) {
            throw new WrongUsage("AVID_PORT is " + port + "; expected a number such as " + DEFAULT_PORT + ".", e);
        }
    }

    private static int within(String what, int port) {
        if (port < 1 || port > ServerAddress.LARGEST_PORT) {
            throw new WrongUsage(what + " is " + port + "; expected 1 to " + ServerAddress.LARGEST_PORT + ", such as " + DEFAULT_PORT + ".");
        }
        return port;
    }
}
