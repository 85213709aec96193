package io.avid.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that nobody listens at, from a range below the one that the system hands out to outgoing connections, so that
/// a port which a process will take in a moment is not lost to a client meanwhile.
final class FreePorts {

    static final int FIRST = 20_000;
    static final int LAST = 29_999;
    private static final int ATTEMPTS = 1_000;

    private final Set<Integer> given = new HashSet<>();

    synchronized int next() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
        throw new IOException("No free port was found between " + FIRST + " and " + LAST + " in " + ATTEMPTS + " attempts.");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
