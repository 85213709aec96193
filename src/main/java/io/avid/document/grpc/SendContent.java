package io.avid.document.grpc;

import com.google.protobuf.ByteString;
import io.avid.document.v1.ReadDocumentResponse;
import io.avid.platform.error.Failure;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;

/**
 * Sends a stream of bytes in chunks, as fast as the reader takes them: it is run whenever the call
 * is ready for more and stops as soon as it is not, so that a slow reader holds no thread and no
 * more than one chunk in memory.
 */
final class SendContent implements Runnable {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final InputStream content;
    private final ServerCallStreamObserver<ReadDocumentResponse> answer;
    private boolean ended;

    SendContent(InputStream content, ServerCallStreamObserver<ReadDocumentResponse> answer) {
        this.content = content;
        this.answer = answer;
    }

    /** Takes over the call. */
    void begin() {
        answer.setOnReadyHandler(this);
        answer.setOnCancelHandler(this::close);
        run();
    }

    @Override
    public synchronized void run() {
        while (!ended && answer.isReady()) {
            byte[] chunk;
            try {
                chunk = content.readNBytes(CHUNK_BYTES);
            } catch (IOException | RuntimeException e) {
                close();
                throw Failure.unavailable("Azure Blob Storage", e);
            }
            if (chunk.length > 0) {
                answer.onNext(ReadDocumentResponse.newBuilder().setContent(ByteString.copyFrom(chunk)).build());
            }
            if (chunk.length < CHUNK_BYTES) {
                close();
                answer.onCompleted();
            }
        }
    }

    private synchronized void close() {
        if (!ended) {
            ended = true;
            try {
                content.close();
            } catch (IOException e) {
                throw Failure.unavailable("Azure Blob Storage", e);
            }
        }
    }
}
