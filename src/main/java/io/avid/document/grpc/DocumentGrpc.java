package io.avid.document.grpc;

import io.avid.document.application.FileDocument;
import io.avid.document.application.FindDocument;
import io.avid.document.application.ListDocuments;
import io.avid.document.application.ReceiveUpload;
import io.avid.document.application.RenderDocument;
import io.avid.document.blob.ContentStore;
import io.avid.document.domain.AnnouncedUpload;
import io.avid.document.domain.FiledDocument;
import io.avid.document.v1.BeginUploadRequest;
import io.avid.document.v1.CompleteUploadRequest;
import io.avid.document.v1.CreateDocumentRequest;
import io.avid.document.v1.CreateDownloadLinkRequest;
import io.avid.document.v1.CreateDownloadLinkResponse;
import io.avid.document.v1.Document;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.DocumentServiceGrpc.DocumentServiceImplBase;
import io.avid.document.v1.GetDocumentRequest;
import io.avid.document.v1.GetUploadRequest;
import io.avid.document.v1.ListDocumentsRequest;
import io.avid.document.v1.ListDocumentsResponse;
import io.avid.document.v1.ReadDocumentRequest;
import io.avid.document.v1.ReadDocumentResponse;
import io.avid.document.v1.RenderDocumentRequest;
import io.avid.document.v1.Upload;
import io.avid.document.v1.UploadPartRequest;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.AggregateStore.Latest;
import io.avid.platform.store.Stored;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** {@code avid.document.v1.DocumentService}: proto in, use case, proto out. */
public final class DocumentGrpc extends DocumentServiceImplBase {
    /** Long enough to click on it, short enough that a copied link is soon worthless. */
    private static final Duration LINK_LIFETIME = Duration.ofMinutes(10);

    private static final String PDF = "application/pdf";

    private final AggregateStore<FiledDocument> documents;
    private final AggregateStore<AnnouncedUpload> uploadNames;
    private final FileDocument fileDocument;
    private final RenderDocument renderDocument;
    private final ReceiveUpload receiveUpload;
    private final FindDocument findDocument;
    private final ListDocuments listDocuments;
    private final ContentStore contents;
    private final PageTokens pageTokens;
    private final InstantSource clock;

    public DocumentGrpc(AggregateStore<FiledDocument> documents, AggregateStore<AnnouncedUpload> uploadNames,
            FileDocument fileDocument, RenderDocument renderDocument, ReceiveUpload receiveUpload,
            FindDocument findDocument, ListDocuments listDocuments, ContentStore contents, PageTokens pageTokens, InstantSource clock) {
        this.documents = documents;
        this.uploadNames = uploadNames;
        this.fileDocument = fileDocument;
        this.renderDocument = renderDocument;
        this.receiveUpload = receiveUpload;
        this.findDocument = findDocument;
        this.listDocuments = listDocuments;
        this.contents = contents;
        this.pageTokens = pageTokens;
        this.clock = clock;
    }

    @Override
    public void createDocument(CreateDocumentRequest request, StreamObserver<Document> answer) {
        FiledDocument.Label label = DocumentMessages.label(request.getFileName(), request.getContentType(),
                request.getKind(), request.getCustomer());
        Stored<FiledDocument> filed = fileDocument.file(CurrentPrincipal.get(), label,
                request.getContent().toByteArray(), identity(DocumentServiceGrpc.getCreateDocumentMethod(), request));
        answer(answer, message(filed));
    }

    @Override
    public void renderDocument(RenderDocumentRequest request, StreamObserver<Document> answer) {
        FiledDocument.Label label = DocumentMessages.label(request.getFileName(), PDF, request.getKind(), request.getCustomer());
        Stored<FiledDocument> filed = renderDocument.render(CurrentPrincipal.get(), label, LetterMessages.letter(request),
                identity(DocumentServiceGrpc.getRenderDocumentMethod(), request));
        answer(answer, message(filed));
    }

    @Override
    public void beginUpload(BeginUploadRequest request, StreamObserver<Upload> answer) {
        Principal principal = CurrentPrincipal.get();
        FiledDocument.Label label = DocumentMessages.label(request.getFileName(), request.getContentType(),
                request.getKind(), request.getCustomer());
        var announced = new AnnouncedUpload(label, request.getSizeBytes(), request.getSha256(), principal.actor());
        Stored<AnnouncedUpload> upload = receiveUpload.begin(principal, announced,
                identity(DocumentServiceGrpc.getBeginUploadMethod(), request));
        answer(answer, message(upload, receiveUpload.arrived(upload)));
    }

    @Override
    public void uploadPart(UploadPartRequest request, StreamObserver<Upload> answer) {
        // Answers the upload without the list of parts: reading them for each part would cost more with each.
        Stored<AnnouncedUpload> upload = receiveUpload.receive(CurrentPrincipal.get(),
                uploadNames.idOf(request.getUpload()), request.getPart(), request.getContent().toByteArray(),
                identity(DocumentServiceGrpc.getUploadPartMethod(), request));
        answer(answer, message(upload, Set.of(request.getPart())));
    }

    @Override
    public void getUpload(GetUploadRequest request, StreamObserver<Upload> answer) {
        Stored<AnnouncedUpload> upload =
                receiveUpload.get(CurrentPrincipal.get(), uploadNames.idOf(request.getName()));
        answer(answer, message(upload, receiveUpload.arrived(upload)));
    }

    @Override
    public void completeUpload(CompleteUploadRequest request, StreamObserver<Document> answer) {
        Stored<FiledDocument> filed = fileDocument.complete(CurrentPrincipal.get(),
                uploadNames.idOf(request.getUpload()), identity(DocumentServiceGrpc.getCompleteUploadMethod(), request));
        answer(answer, message(filed));
    }

    @Override
    public void getDocument(GetDocumentRequest request, StreamObserver<Document> answer) {
        answer(answer, message(findDocument.find(CurrentPrincipal.get(), request.getName())));
    }

    @Override
    public void listDocuments(ListDocumentsRequest request, StreamObserver<ListDocumentsResponse> answer) {
        Principal principal = CurrentPrincipal.get();
        String method = DocumentServiceGrpc.getListDocumentsMethod().getFullMethodName();
        String query = PageTokens.query(request);
        Latest<FiledDocument> page = listDocuments.list(principal, given(request.getCustomer()), given(request.getKind()),
                request.getPageSize(), pageTokens.decode(method, principal, query, request.getPageToken()));
        answer(answer, ListDocumentsResponse.newBuilder()
                .addAllDocuments(page.aggregates().stream().map(this::message).toList())
                .setNextPageToken(page.next().map(next -> pageTokens.encode(method, principal, query, next)).orElse(""))
                .build());
    }

    @Override
    public void readDocument(ReadDocumentRequest request, StreamObserver<ReadDocumentResponse> answer) {
        Stored<FiledDocument> found = findDocument.find(CurrentPrincipal.get(), request.getName());
        FiledDocument document = found.state();
        if (request.getOffsetBytes() > document.sizeBytes()) {
            throw Failure.invalid("offset_bytes",
                    "is " + request.getOffsetBytes() + "; the document has " + document.sizeBytes() + " bytes");
        }
        if (request.getOffsetBytes() == document.sizeBytes()) {
            answer.onCompleted();
            return;
        }
        var call = (ServerCallStreamObserver<ReadDocumentResponse>) answer;
        new SendContent(contents.open(found.organisation(), document.sha256(), request.getOffsetBytes()), call).begin();
    }

    @Override
    public void createDownloadLink(CreateDownloadLinkRequest request, StreamObserver<CreateDownloadLinkResponse> answer) {
        Stored<FiledDocument> found = findDocument.find(CurrentPrincipal.get(), request.getName());
        FiledDocument document = found.state();
        Instant until = clock.instant().plus(LINK_LIFETIME);
        String url = contents.link(found.organisation(), document.sha256(), document.label().fileName(),
                document.label().contentType(), until);
        answer(answer, CreateDownloadLinkResponse.newBuilder()
                .setUrl(url)
                .setExpireTime(Timestamps.fromMillis(until.toEpochMilli()))
                .build());
    }

    private Document message(Stored<FiledDocument> document) {
        return DocumentMessages.document(documents.nameOf(document.id()), document);
    }

    private Upload message(Stored<AnnouncedUpload> upload, Set<Integer> arrived) {
        return DocumentMessages.upload(uploadNames.nameOf(upload.id()), upload, arrived);
    }

    private static RequestIdentity identity(MethodDescriptor<?, ?> method, Message request) {
        return RequestIdentity.of(method.getFullMethodName(), request);
    }

    private static Optional<String> given(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static <T> void answer(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
