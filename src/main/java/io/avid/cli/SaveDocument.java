package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.receivables.DocumentContent;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.GetDocumentRequest;
import java.nio.file.Path;

/** Writes a document's content to a file and says so. */
final class SaveDocument {
    private final AvidCommand avid;
    private final Connection connection;

    SaveDocument(AvidCommand avid, Connection connection) {
        this.avid = avid;
        this.connection = connection;
    }

    void to(String name, String file) {
        Document document = DocumentServiceGrpc.newBlockingStub(connection.channel())
                .getDocument(GetDocumentRequest.newBuilder().setName(name).build());
        Path target = avid.surroundings().folder().resolve(file);
        new DocumentContent(connection.channel(), document).writeTo(target);
        // What was printed before goes before.
        avid.surroundings().out().flush();
        avid.surroundings().error().println("Written to " + file + ".");
    }
}
