package io.avid.onboarding.client;

import com.google.protobuf.ByteString;
import io.avid.document.v1.BeginUploadRequest;
import io.avid.document.v1.CompleteUploadRequest;
import io.avid.document.v1.CreateDocumentRequest;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.GetDocumentRequest;
import io.avid.document.v1.Upload;
import io.avid.document.v1.UploadPartRequest;
import io.avid.onboarding.process.DocumentArchive;
import io.avid.onboarding.process.ReceivablesSource;
import io.grpc.Channel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@link DocumentArchive} by the stubs of module document. */
public final class DocumentStubs implements DocumentArchive {
    private static final String CSV = "text/csv";
    /** What one call takes; more comes in parts. */
    private static final int ONE_CALL_BYTES = 2 << 20;
    /** A file up to this size is held while it is read several times; a larger one is fetched each time. */
    private static final long HELD_BYTES = 16L << 20;

    private final Channel channel;

    public DocumentStubs(Channel channel) {
        this.channel = channel;
    }

    @Override
    public FiledDocument find(String name) {
        Document document = Calls.of(() -> DocumentServiceGrpc.newBlockingStub(channel)
                .getDocument(GetDocumentRequest.newBuilder().setName(name).build()));
        return new FiledDocument(document.getName(), document.getFileName(), document.getSizeBytes());
    }

    @Override
    public ReceivablesSource content(FiledDocument document) {
        return document.sizeBytes() <= HELD_BYTES
                ? new HeldContent(document.name())
                : () -> new DocumentStream(channel, document.name());
    }

    @Override
    public String file(String fileName, String kind, byte[] content, String requestId) {
        if (content.length <= ONE_CALL_BYTES) {
            return Calls.of(() -> DocumentServiceGrpc.newBlockingStub(channel)
                    .createDocument(CreateDocumentRequest.newBuilder()
                            .setFileName(fileName)
                            .setContentType(CSV)
                            .setKind(kind)
                            .setContent(ByteString.copyFrom(content))
                            .setRequestId(requestId)
                            .build())).getName();
        }
        Upload upload = Calls.of(() -> DocumentServiceGrpc.newBlockingStub(channel)
                .beginUpload(BeginUploadRequest.newBuilder()
                        .setFileName(fileName)
                        .setContentType(CSV)
                        .setKind(kind)
                        .setSizeBytes(content.length)
                        .setSha256(sha256(content))
                        .setRequestId(requestId + "/begin")
                        .build()));
        int size = upload.getPartSizeBytes();
        for (int part = 0; (long) part * size < content.length; part++) {
            int number = part;
            int from = part * size;
            Calls.of(() -> DocumentServiceGrpc.newBlockingStub(channel).uploadPart(UploadPartRequest.newBuilder()
                    .setUpload(upload.getName())
                    .setPart(number)
                    .setContent(ByteString.copyFrom(content, from, Math.min(size, content.length - from)))
                    .setRequestId(requestId + "/part/" + number)
                    .build()));
        }
        return Calls.of(() -> DocumentServiceGrpc.newBlockingStub(channel)
                .completeUpload(CompleteUploadRequest.newBuilder()
                        .setUpload(upload.getName())
                        .setRequestId(requestId + "/complete")
                        .build())).getName();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not", e);
        }
    }

    /** Fetched when it is opened first. */
    private final class HeldContent implements ReceivablesSource {
        private final String name;
        private byte[] content = {};
        private boolean fetched;

        HeldContent(String name) {
            this.name = name;
        }

        @Override
        public synchronized InputStream open() throws IOException {
            if (!fetched) {
                try (InputStream stream = new DocumentStream(channel, name)) {
                    content = stream.readAllBytes();
                }
                fetched = true;
            }
            return new ByteArrayInputStream(content);
        }
    }
}
