package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.receivables.DocumentContent;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.document.v1.CreateDownloadLinkRequest;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.GetDocumentRequest;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One document: what is known of it, its content, or a link to that. */
@Command(name = "get", description = "Show what is known of a document, write its content, or make a link to it.",
        footer = {"", "Example:", "  ./avid document get documents/… --output rejected.csv"})
final class GetDocument extends AskingCommand {
    @Parameters(paramLabel = "NAME", description = "documents/…, as ./avid document list shows it.")
    private String name;

    @ArgGroup
    private Wanted wanted;

    private static final class Wanted {
        @Option(names = {"-o", "--output", "--out"}, paramLabel = "FILE", required = true,
                description = "Write the content to this file; - means standard output.")
        private String file;

        @Option(names = "--link", required = true, description = "Print a link for a browser; it needs no login and expires.")
        private boolean link;

        @Option(names = "--json", required = true, description = "One object with the fields of avid.document.v1.Document.")
        private boolean json;
    }

    GetDocument(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var documents = DocumentServiceGrpc.newBlockingStub(connection.channel());
        if (wanted != null && wanted.link) {
            var link = documents.createDownloadLink(CreateDownloadLinkRequest.newBuilder().setName(name).build());
            out().println(link.getUrl());
            error().println("The link ends at " + ShowCustomer.instant(link.getExpireTime()) + ".");
            return 0;
        }
        Document document = documents.getDocument(GetDocumentRequest.newBuilder().setName(name).build());
        if (wanted == null) {
            print(document);
        } else if (wanted.json) {
            out().println(JsonText.of(document));
        } else {
            write(new DocumentContent(connection.channel(), document));
        }
        return 0;
    }

    private void write(DocumentContent content) {
        if (wanted.file.equals("-")) {
            try {
                content.copyTo(out());
            } catch (IOException e) {
                throw new CommandFailure("Cannot write to standard output: " + e.getMessage() + ".", e);
            }
            return;
        }
        Path file = avid().surroundings().folder().resolve(wanted.file);
        content.writeTo(file);
        error().println("Written to " + file + ".");
    }

    private void print(Document document) {
        var table = new Table().words("").words("");
        table.row("document", document.getName());
        table.row("file", document.getFileName());
        table.row("kind", document.getKind());
        table.row("content type", document.getContentType());
        table.row("bytes", Amounts.count(document.getSizeBytes()));
        table.row("SHA-256", document.getSha256());
        if (!document.getCustomer().isEmpty()) {
            table.row("customer", document.getCustomer());
        }
        table.row("created", ShowCustomer.instant(document.getCreateTime()));
        table.row("by", document.getActor());
        table.print(out());
    }
}
