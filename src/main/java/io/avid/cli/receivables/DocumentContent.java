package io.avid.cli.receivables;

import com.google.protobuf.ByteString;
import io.avid.cli.connection.Sha256;
import io.avid.cli.terminal.CommandFailure;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.document.v1.ReadDocumentResponse;
import io.grpc.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;

/** A document's content on its way out of Avid, checked against its SHA-256. */
public final class DocumentContent {
    private final Channel channel;
    private final Document document;

    public DocumentContent(Channel channel, Document document) {
        this.channel = channel;
        this.document = document;
    }

    /** Writes a file as a whole, or leaves the one that is there. */
    public void writeTo(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
            try {
                try (OutputStream out = Files.newOutputStream(draft)) {
                    copyTo(out);
                }
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new CommandFailure("Cannot write " + file + " (" + e.getMessage() + "). Get it elsewhere by ./avid document get "
                    + document.getName() + " --output FILE.", e);
        }
    }

    /** Writes it all, and fails where it is not what it should be. */
    public void copyTo(OutputStream out) throws IOException {
        MessageDigest digest = Sha256.digest();
        Iterator<ReadDocumentResponse> chunks = DocumentServiceGrpc.newBlockingStub(channel)
                .readDocument(ReadDocumentRequest.newBuilder().setName(document.getName()).build());
        while (chunks.hasNext()) {
            ByteString content = chunks.next().getContent();
            digest.update(content.asReadOnlyByteBuffer());
            content.writeTo(out);
        }
        String received = HexFormat.of().formatHex(digest.digest());
        if (!received.equals(document.getSha256())) {
            throw new CommandFailure("The content of " + document.getName() + " arrived with SHA-256 " + received + "; expected "
                    + document.getSha256() + ". Get it again; if it stays so, see ./avid logs.");
        }
    }
}
