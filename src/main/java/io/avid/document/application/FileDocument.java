package io.avid.document.application;

import io.avid.document.blob.ContentStore;
import io.avid.document.domain.AnnouncedUpload;
import io.avid.document.domain.FiledDocument;
import io.avid.document.domain.Sha256;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Fact;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Files a document: its content first, at its address, then the document that names it. A crash in
 * between leaves content that nobody names, and the repeated request files the document.
 */
public final class FileDocument {
    private final AggregateStore<FiledDocument> documents;
    private final ReceiveUpload uploads;
    private final ContentStore contents;
    private final BiFunction<String, FiledDocument, Fact> created;

    /** @param created the event that a document of that name was filed */
    public FileDocument(AggregateStore<FiledDocument> documents, ReceiveUpload uploads, ContentStore contents,
            BiFunction<String, FiledDocument, Fact> created) {
        this.documents = documents;
        this.uploads = uploads;
        this.contents = contents;
        this.created = created;
    }

    /** Files content that came in one piece. */
    public Stored<FiledDocument> file(Principal principal, FiledDocument.Label label, byte[] content,
            RequestIdentity request) {
        String sha256 = Sha256.of(content);
        contents.put(principal.organisation(), sha256, content);
        var document = new FiledDocument(label, content.length, sha256, principal.actor());
        return create(principal, request.derivedId(principal.organisation()), document, request);
    }

    /**
     * What this very request has filed before, if it has; refuses another request under its id.
     *
     * @throws io.avid.platform.error.Failure REQUEST_ID_REUSED
     */
    Optional<Stored<FiledDocument>> alreadyFiled(Principal principal, RequestIdentity request) {
        String id = request.derivedId(principal.organisation());
        // The store compares the requests when it is told to create what is there already.
        return documents.find(principal.organisation(), id).map(filed -> create(principal, id, filed.state(), request));
    }

    /** Files what an upload's parts make; completing it again answers the same document. */
    public Stored<FiledDocument> complete(Principal principal, String upload, RequestIdentity request) {
        String organisation = principal.organisation();
        Stored<AnnouncedUpload> announced = uploads.get(principal, upload);
        Optional<Stored<FiledDocument>> filed = documents.find(organisation, upload);
        if (filed.isEmpty()) {
            filed = Optional.of(assemble(principal, announced, request));
        }
        contents.discard(organisation, upload);
        return filed.get();
    }

    private Stored<FiledDocument> assemble(Principal principal, Stored<AnnouncedUpload> upload, RequestIdentity request) {
        AnnouncedUpload announced = upload.state();
        announced.checkComplete(uploads.arrived(upload));
        Sha256.Measured content = contents.assemble(upload.organisation(), upload.id(), announced.parts());
        announced.checkContent(content.sizeBytes(), content.sha256());
        contents.publish(upload.organisation(), upload.id(), content.sha256());
        var document = new FiledDocument(announced.label(), content.sizeBytes(), content.sha256(), announced.actor());
        // The upload's id, so that it becomes one document however often it is completed.
        return create(principal, upload.id(), document, request);
    }

    private Stored<FiledDocument> create(Principal principal, String id, FiledDocument document, RequestIdentity request) {
        Fact fact = created.apply(documents.nameOf(id), document);
        return documents.create(principal,
                new NewAggregate<>(id, document, List.of(fact), Set.of(), Optional.of(request)));
    }
}
