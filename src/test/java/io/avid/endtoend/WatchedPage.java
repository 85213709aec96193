package io.avid.endtoend;

import io.avid.overview.v1.CustomerOverview;
import io.avid.overview.v1.OverviewServiceGrpc;
import io.avid.overview.v1.WatchCustomerOverviewRequest;
import io.avid.overview.v1.WatchCustomerOverviewResponse;
import io.grpc.Channel;
import io.grpc.Context;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** A stream of a customer's page, read message by message; a page that does not come in time fails. */
interface WatchedPage extends AutoCloseable {
    /** How long a stream goes on at most, in seconds: what a test waits for comes much earlier. */
    int LONGEST_SECONDS = 60;

    /** The next message; its page is absent in one that only keeps the connection. */
    WatchCustomerOverviewResponse message() throws IOException;

    /** The next page. */
    default CustomerOverview next() throws IOException {
        WatchCustomerOverviewResponse message;
        do {
            message = message();
        } while (!message.hasOverview());
        return message.getOverview();
    }

    @Override
    void close();

    static WatchedPage byGrpc(Channel channel, WatchCustomerOverviewRequest request) throws IOException {
        Context.CancellableContext reading = Context.current().withCancellation();
        Context before = reading.attach();
        Iterator<WatchCustomerOverviewResponse> messages;
        try {
            messages = OverviewServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(LONGEST_SECONDS, java.util.concurrent.TimeUnit.SECONDS).watchCustomerOverview(request);
        } finally {
            reading.detach(before);
        }
        return new WatchedPage() {
            @Override
            public WatchCustomerOverviewResponse message() {
                return messages.next();
            }

            @Override
            public void close() {
                reading.cancel(null);
            }
        };
    }

    /** As a browser does it: frames of a flag, a length and a message in one long answer. */
    static WatchedPage byGrpcWeb(int port, String token, WatchCustomerOverviewRequest request)
            throws IOException, InterruptedException {
        byte[] message = request.toByteArray();
        byte[] frame = ByteBuffer.allocate(5 + message.length).put((byte) 0).putInt(message.length).put(message).array();
        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/avid.overview.v1.OverviewService/WatchCustomerOverview"))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/grpc-web+proto")
                .header("grpc-timeout", LONGEST_SECONDS + "S")
                .POST(HttpRequest.BodyPublishers.ofByteArray(frame)).build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError("gRPC-web answered " + response.statusCode());
        }
        DataInputStream frames = new DataInputStream(response.body());
        return new WatchedPage() {
            @Override
            public WatchCustomerOverviewResponse message() throws IOException {
                int flag = frames.readByte();
                byte[] content = frames.readNBytes(frames.readInt());
                if (flag != 0) {
                    throw new AssertionError("the stream ended: " + new String(content, java.nio.charset.StandardCharsets.US_ASCII));
                }
                return WatchCustomerOverviewResponse.parseFrom(content);
            }

            @Override
            public void close() {
                try {
                    frames.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
    }
}
