package io.avid.onboarding.client;

import com.google.protobuf.ByteString;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.document.v1.ReadDocumentResponse;
import io.grpc.Channel;
import io.grpc.Context;
import java.io.InputStream;
import java.util.Iterator;

/**
 * A document's content as a stream, fetched as it is read. Closing it before its end ends the call. A call that fails
 * throws {@link io.avid.platform.error.Failure}.
 */
final class DocumentStream extends InputStream {
    private final Context.CancellableContext call = Context.current().withCancellation();
    private final Iterator<ReadDocumentResponse> chunks;
    private ByteString chunk = ByteString.EMPTY;
    private int at;

    DocumentStream(Channel channel, String document) {
        Context before = call.attach();
        try {
            this.chunks = Calls.of(() -> DocumentServiceGrpc.newBlockingStub(channel)
                    .readDocument(ReadDocumentRequest.newBuilder().setName(document).build()));
        } finally {
            call.detach(before);
        }
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
        while (at == chunk.size()) {
            if (!Calls.of(chunks::hasNext)) {
                return false;
            }
            chunk = Calls.of(chunks::next).getContent();
            at = 0;
        }
        return true;
    }

    @Override
    public void close() {
        call.cancel(null);
    }
}
