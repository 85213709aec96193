package io.avid.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// Whether a process answers as it should, asked in its own protocol. A refusal, silence or nonsense is "no"; it never
/// throws.
@FunctionalInterface
interface HealthCheck {

    int PATIENCE_MILLIS = 2_000;

    boolean isHealthy();

    /// `GET` answers 200 and a body that holds the text.
    static HealthCheck http(URI address, String expectedText) {
        return () -> {
            try {
                HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(PATIENCE_MILLIS);
                connection.setReadTimeout(PATIENCE_MILLIS);
                try (InputStream body = connection.getInputStream()) {
                    return connection.getResponseCode() == 200
                            && new String(body.readAllBytes(), StandardCharsets.UTF_8).contains(expectedText);
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        };
    }

    /// Any HTTP answer, with this value in its `Server` header: for a service that wants a signature for everything.
    static HealthCheck httpServer(int port, String expectedServer) {
        return () -> {
            try {
                HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
                connection.setConnectTimeout(PATIENCE_MILLIS);
                connection.setReadTimeout(PATIENCE_MILLIS);
                connection.getResponseCode();
                String server = connection.getHeaderField("Server");
                connection.disconnect();
                return server != null && server.startsWith(expectedServer);
            } catch (IOException e) {
                return false;
            }
        };
    }

    /// Every port answers MongoDB's `ping`.
    static HealthCheck mongo(Collection<Integer> ports) {
        return () -> ports.stream().allMatch(HealthCheck::answersPing);
    }

    /// One OP_MSG with `{ping: 1, $db: "admin"}`; the driver would take longer to load than the whole of `./avid status`.
    private static boolean answersPing(int port) {
        byte[] document = {
            0x1e, 0, 0, 0,
            0x10, 'p', 'i', 'n', 'g', 0, 1, 0, 0, 0,
            0x02, '$', 'd', 'b', 0, 6, 0, 0, 0, 'a', 'd', 'm', 'i', 'n', 0,
            0};
        int headBytes = 16;
        int length = headBytes + 4 + 1 + document.length;
        int opMsg = 2013;
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(length).putInt(1).putInt(0).putInt(opMsg).putInt(0).put((byte) 0).put(document);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(message.array());
            ByteBuffer head = ByteBuffer.wrap(socket.getInputStream().readNBytes(headBytes)).order(ByteOrder.LITTLE_ENDIAN);
            return head.remaining() == headBytes && head.getInt(8) == 1 && head.getInt(12) == opMsg;
        } catch (IOException e) {
            return false;
        }
    }
}
