package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Table;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.ListDocumentsRequest;
import io.avid.document.v1.ListDocumentsResponse;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Documents. */
@Command(name = "list", description = "List documents, latest first.",
        footer = {"", "Example:", "  ./avid document list --kind invoice --customer 0379-NEVHP"})
final class ListDocuments extends AskingCommand {
    @Mixin
    private ListLimit limit;

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "",
            description = "Only this kind: invoice, receipt, statement, receivables-import, import-rejects, …")
    private String kind;

    @Option(names = "--customer", paramLabel = "NAME", description = "Only this customer's: customers/…, or its external id.")
    private String customer;

    @Option(names = "--json", description = "A document a line, with the fields of avid.document.v1.Document.")
    private boolean json;

    ListDocuments(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        var documents = DocumentServiceGrpc.newBlockingStub(connection.channel());
        String whose = customer == null ? "" : new FindCustomer(connection.channel()).existing(customer);
        var found = new ArrayList<Document>();
        Pages.follow(
                token -> documents.listDocuments(ListDocumentsRequest.newBuilder().setKind(kind).setCustomer(whose)
                        .setPageSize(limit.pageSize(found.size())).setPageToken(token).build()),
                ListDocumentsResponse::getNextPageToken,
                page -> {
                    found.addAll(page.getDocumentsList());
                    return limit.wantsAfter(found.size(), !page.getNextPageToken().isEmpty());
                });
        if (json) {
            found.forEach(document -> out().println(JsonText.of(document)));
        } else {
            var table = new Table().words("document").words("kind").words("file").figures("bytes").words("created").words("customer");
            found.forEach(document -> table.row(document.getName(), document.getKind(), document.getFileName(),
                    Amounts.count(document.getSizeBytes()), ShowCustomer.instant(document.getCreateTime()), document.getCustomer()));
            table.print(out());
        }
        limit.sayWhatIsLeft(error(), found.size(), "documents");
        return 0;
    }
}
