package io.avid.cli.receivables;

import com.google.protobuf.ByteString;
import io.avid.cli.connection.Patience;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.ProgressLine;
import io.avid.document.v1.BeginUploadRequest;
import io.avid.document.v1.CompleteUploadRequest;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.Upload;
import io.avid.document.v1.UploadPartRequest;
import io.grpc.Channel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashSet;

/**
 * Brings a file into Avid in parts. Every call derives its request id from the attempt, so that an
 * attempt that was ended is taken up where it stopped.
 */
final class UploadFile {
    private static final String KIND = "receivables-import";

    private final Channel channel;
    private final Patience patience;
    private final ProgressLine progress;

    UploadFile(Channel channel, Patience patience, ProgressLine progress) {
        this.channel = channel;
        this.patience = patience;
        this.progress = progress;
    }

    Document upload(Path file, long sizeBytes, String sha256, String attempt) {
        var documents = DocumentServiceGrpc.newBlockingStub(channel);
        Upload upload = patience.ask(() -> documents.beginUpload(BeginUploadRequest.newBuilder()
                .setFileName(file.getFileName().toString()).setContentType("text/csv").setKind(KIND)
                .setSizeBytes(sizeBytes).setSha256(sha256).setRequestId(attempt + "/begin").build()));
        var arrived = new HashSet<>(upload.getPartsList());
        int partSize = upload.getPartSizeBytes();
        long parts = Math.ceilDiv(sizeBytes, partSize);
        try (var content = new RandomAccessFile(file.toFile(), "r")) {
            for (int part = 0; part < parts; part++) {
                if (parts > 1) {
                    progress.show("Sending " + file.getFileName(), part, parts);
                }
                if (arrived.contains(part)) {
                    continue;
                }
                long offset = (long) part * partSize;
                var bytes = new byte[(int) Math.min(partSize, sizeBytes - offset)];
                content.seek(offset);
                content.readFully(bytes);
                var request = UploadPartRequest.newBuilder().setUpload(upload.getName()).setPart(part)
                        .setContent(ByteString.copyFrom(bytes)).setRequestId(attempt + "/part/" + part).build();
                patience.ask(() -> documents.uploadPart(request));
            }
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + file + " to its end: " + e.getMessage() + ".", e);
        }
        if (parts > 1) {
            progress.show("Sending " + file.getFileName(), parts, parts);
        }
        return patience.ask(() -> documents.completeUpload(CompleteUploadRequest.newBuilder()
                .setUpload(upload.getName()).setRequestId(attempt + "/complete").build()));
    }
}
