package io.avid.endtoend;

import com.google.protobuf.ByteString;
import io.avid.document.v1.BeginUploadRequest;
import io.avid.document.v1.CompleteUploadRequest;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.Upload;
import io.avid.document.v1.UploadPartRequest;
import io.avid.onboarding.v1.ImportReceivablesRequest;
import io.avid.onboarding.v1.OnboardingServiceGrpc;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.grpc.Channel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** Imports a receivables file as a client does: uploads it in parts, starts the process, watches it. */
public final class ReceivablesImport {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private ReceivablesImport() {}

    /** Imports and returns the ended process. */
    public static Process run(Channel channel, byte[] file, boolean dryRun) throws InterruptedException {
        return await(channel, start(channel, file, dryRun, UUID.randomUUID().toString()).getName());
    }

    /** Files the content and starts the import. */
    static Process start(Channel channel, byte[] file, boolean dryRun, String requestId) {
        Document document = upload(channel, file, requestId);
        return OnboardingServiceGrpc.newBlockingStub(channel).importReceivables(ImportReceivablesRequest.newBuilder()
                .setDocument(document.getName())
                .setCurrencyCode("USD")
                .setDryRun(dryRun)
                .setRequestId(requestId)
                .build());
    }

    /** Files content in parts. */
    static Document upload(Channel channel, byte[] file, String requestId) {
        var documents = DocumentServiceGrpc.newBlockingStub(channel);
        Upload upload = documents.beginUpload(BeginUploadRequest.newBuilder()
                .setFileName("invoices.csv")
                .setContentType("text/csv")
                .setKind("receivables-import")
                .setSizeBytes(file.length)
                .setSha256(sha256(file))
                .setRequestId(requestId)
                .build());
        int size = upload.getPartSizeBytes();
        for (int part = 0; (long) part * size < file.length; part++) {
            int from = part * size;
            documents.uploadPart(UploadPartRequest.newBuilder()
                    .setUpload(upload.getName())
                    .setPart(part)
                    .setContent(ByteString.copyFrom(file, from, Math.min(size, file.length - from)))
                    .setRequestId(requestId + "/" + part)
                    .build());
        }
        return documents.completeUpload(CompleteUploadRequest.newBuilder()
                .setUpload(upload.getName())
                .setRequestId(requestId)
                .build());
    }

    /** Waits until a process has ended. */
    static Process await(Channel channel, String name) throws InterruptedException {
        var onboarding = OnboardingServiceGrpc.newBlockingStub(channel);
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Process process = onboarding.getProcess(GetProcessRequest.newBuilder().setName(name).build());
            if (isEnded(process.getState())) {
                return process;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the import has not ended after " + PATIENCE + ": " + process);
            }
            Thread.sleep(50);
        }
    }

    private static boolean isEnded(ProcessState state) {
        return state == ProcessState.SUCCEEDED || state == ProcessState.FAILED || state == ProcessState.CANCELLED;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
