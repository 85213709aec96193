package io.avid.cli.connection;

import io.avid.cli.terminal.WrongUsage;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where Avid answers.
 *
 * @param host a name or an address
 * @param port its one port
 * @param encrypted whether by TLS
 */
public record ServerAddress(String host, int port, boolean encrypted) {
    static final int LARGEST_PORT = 65_535;
    private static final int HTTPS_PORT = 443;

    /** The copy of this machine on a port. */
    public static ServerAddress local(int port) {
        return new ServerAddress("localhost", port, false);
    }

    /** {@code host:port}, {@code http://host:port} or {@code https://host[:port]}. */
    public static ServerAddress parse(String text) {
        String expected = "--address is " + text + "; expected HOST:PORT or https://HOST[:PORT].";
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            boolean encrypted = "https".equals(uri.getScheme());
            int port = uri.getPort() < 0 && encrypted ? HTTPS_PORT : uri.getPort();
            boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
            if (uri.getHost() == null || port < 1 || port > LARGEST_PORT || !bare || !(encrypted || "http".equals(uri.getScheme()))) {
                throw new WrongUsage(expected);
            }
            return new ServerAddress(uri.getHost(), port, encrypted);
        } catch (URISyntaxException e) {
            throw new WrongUsage(expected, e);
        }
    }

    /** Whether it is a copy on this machine, whose state folder is at hand. */
    public boolean isLocal() {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return (encrypted ? "https://" : "") + host + ":" + port;
    }
}
