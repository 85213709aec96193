package io.avid.overview.client;

import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc.DocumentServiceBlockingStub;
import io.avid.document.v1.ListDocumentsRequest;
import java.util.List;

/** What overview asks of module document. */
public final class Documents {
    private final DocumentServiceBlockingStub documents;
    private final PartDeadline deadline;

    public Documents(DocumentServiceBlockingStub documents, PartDeadline deadline) {
        this.documents = documents;
        this.deadline = deadline;
    }

    /** A customer's latest documents. */
    public List<Document> latest(String customer, int count) {
        return deadline.on(documents).listDocuments(ListDocumentsRequest.newBuilder()
                        .setCustomer(customer)
                        .setPageSize(count)
                        .build())
                .getDocumentsList();
    }
}
