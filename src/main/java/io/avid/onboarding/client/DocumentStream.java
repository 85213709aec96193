package io.avid.onboarding.client;

import com.google.protobuf.ByteString;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.document.v1.ReadDocumentResponse;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.InputStream;

/**
 * A document's content as a stream, fetched as it is read. Closing it before its end ends the call. A call that fails
 * throws {@link Failure}; but one that ran into its deadline or lost its connection after it brought something is
 * taken up where it stopped, because whoever reads a large file slowly outlives the deadline of any one call.
 */
final class DocumentStream extends InputStream {
    private final Channel channel;
    private final String document;
    private BlockingClientCall<?, ReadDocumentResponse> call;
    private ByteString chunk = ByteString.EMPTY;
    private int at;
    private long fetchedBytes;
    private boolean broughtSomething;
    private boolean ended;

    DocumentStream(Channel channel, String document) {
        this.channel = channel;
        this.document = document;
        this.call = open();
    }

    @Override
    public int read() {
        return fill() ? chunk.byteAt(at++) & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.size() - at);
        chunk.copyTo(buffer, at, offset, count);
        at += count;
        return count;
    }

    private boolean fill() {
        while (at == chunk.size() && !ended) {
            ReadDocumentResponse next;
            try {
                next = call.read();
            } catch (StatusException e) {
                Failure failure = Failures.from(e.getStatus(),
                        e.getTrailers() == null ? new Metadata() : e.getTrailers());
                boolean mayPass = failure.kind() == FailureKind.DEADLINE_EXCEEDED
                        || failure.kind() == FailureKind.UNAVAILABLE;
                if (!mayPass || !broughtSomething) {
                    throw failure;
                }
                call = open();
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failure.unavailable(document, e);
            }
            if (next == null) {
                ended = true;
                return false;
            }
            chunk = next.getContent();
            at = 0;
            fetchedBytes += chunk.size();
            broughtSomething = true;
        }
        return at < chunk.size();
    }

    private BlockingClientCall<?, ReadDocumentResponse> open() {
        broughtSomething = false;
        return DocumentServiceGrpc.newBlockingV2Stub(channel).readDocument(ReadDocumentRequest.newBuilder()
                .setName(document)
                .setOffsetBytes(fetchedBytes)
                .build());
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            call.cancel("The reader needs no more", null);
        }
    }
}
