package io.avid.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.document.application.FileDocument;
import io.avid.document.application.ListDocuments;
import io.avid.document.application.ReceiveUpload;
import io.avid.document.application.RenderDocument;
import io.avid.document.blob.BlobProperties;
import io.avid.document.blob.ContentStore;
import io.avid.document.domain.FiledDocument;
import io.avid.document.domain.FiledDocument.Label;
import io.avid.document.domain.letter.Branding;
import io.avid.document.domain.letter.Invoice;
import io.avid.document.domain.letter.Issuer;
import io.avid.document.domain.letter.Letter;
import io.avid.document.domain.letter.LetterLocale;
import io.avid.document.domain.letter.Recipient;
import io.avid.document.event.DocumentFacts;
import io.avid.document.pdf.RenderPdf;
import io.avid.document.store.DocumentCodecs;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import io.avid.platform.store.Stored;
import io.avid.platform.store.WriteHook;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rendering and filing in one call, over the real SDKs. */
@Tag("slow")
class RenderDocumentsTest {
    private static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of("documents.write"));
    private static final Label LABEL = new Label("Invoice 1.pdf", "application/pdf", "invoice", Optional.of("customers/a"));
    private static final RequestIdentity REQUEST = new RequestIdentity("avid.document.v1.DocumentService/RenderDocument", "r1", "f1");

    private final ModuleDatabase database = new ModuleDatabase(
            new StoreProperties("document", TestSystem.shared().copy().mongodbUri(LocalModule.DOCUMENT)),
            InstantSource.system(), OutboxListener.none());
    private final AggregateStore<FiledDocument> documents = database.aggregates("documents", DocumentCodecs.documents());
    private final ContentStore contents = contents(WriteHook.installed());
    private final RenderPdf pdf = new RenderPdf();
    private final AtomicInteger renderings = new AtomicInteger();

    @AfterEach
    void close() {
        database.close();
    }

    private static ContentStore contents(WriteHook hook) {
        return new ContentStore(new BlobProperties(TestSystem.shared().blobConnectionString(), "avid-document", 15_000), hook);
    }

    private RenderDocument render(ContentStore store, Function<Letter, byte[]> renderPdf) {
        var receive = new ReceiveUpload(database.aggregates("uploads", DocumentCodecs.uploads()),
                database.aggregates("parts", DocumentCodecs.parts()), store);
        return new RenderDocument(new FileDocument(documents, receive, store, DocumentFacts::created), letter -> {
            renderings.incrementAndGet();
            return renderPdf.apply(letter);
        });
    }

    private static Letter letter(long totalMinor) {
        var issuer = new Issuer("Northwind", List.of(), "", "", "", "", "", List.of(), new Branding("", new byte[0], ""));
        var line = new Invoice.Line("Work", Optional.empty(), "", OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), 500);
        return new Letter(issuer, new Recipient("Anna", List.of(), "", ""), LetterLocale.of("en-US"),
                new Invoice(false, "1", "", LocalDate.of(2026, 3, 2), Optional.empty(), Optional.empty(), Optional.empty(), "",
                        Currency.getInstance("USD"), List.of(line), false, OptionalLong.empty(), 500, List.of(), totalMinor, List.of(),
                        List.of(), OptionalLong.empty(), "", "", "", ""));
    }

    private int filed() {
        return new ListDocuments(documents).list(STAFF, Optional.of("customers/a"), Optional.of("invoice"), 0, Optional.empty()).aggregates().size();
    }

    @Test
    void theSameRequestAnswersTheSameDocumentAndIsRenderedOnce() throws IOException {
        RenderDocument render = render(contents, pdf);
        Stored<FiledDocument> first = render.render(STAFF, LABEL, letter(500), REQUEST);
        Stored<FiledDocument> again = render.render(STAFF, LABEL, letter(500), REQUEST);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(again.state()).isEqualTo(first.state());
        assertThat(renderings).hasValue(1);
        assertThat(filed()).isEqualTo(1);
        try (InputStream content = contents.open("org_1", first.state().sha256(), 0)) {
            byte[] bytes = content.readAllBytes();
            assertThat(bytes).hasSize(Math.toIntExact(first.state().sizeBytes())).startsWith("%PDF-1.".getBytes());
        }
    }

    @Test
    void aRequestAnswersItsDocumentEvenAfterTheTemplateChanged() {
        Stored<FiledDocument> first = render(contents, pdf).render(STAFF, LABEL, letter(500), REQUEST);
        Stored<FiledDocument> again = render(contents, letter -> "other".getBytes()).render(STAFF, LABEL, letter(500), REQUEST);
        assertThat(again.state().sha256()).isEqualTo(first.state().sha256());
    }

    @Test
    void anotherRequestUnderTheSameIdIsRefused() {
        RenderDocument render = render(contents, pdf);
        render.render(STAFF, LABEL, letter(500), REQUEST);
        var other = new RequestIdentity(REQUEST.method(), REQUEST.requestId(), "f2");
        assertThatThrownBy(() -> render.render(STAFF, LABEL, letter(500), other))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo("REQUEST_ID_REUSED"));
    }

    @Test
    void cutOffAfterTheContentWasKeptNothingIsFiledAndTheRepeatFilesTheSameBytes() {
        WriteHook cut = new WriteHook() {
            @Override
            public void beforeWrite(String store, String operation) {
                // The content is kept first.
            }

            @Override
            public void afterWrite(String store, String operation) {
                throw Failure.unavailable("the power", new IllegalStateException("cut"));
            }
        };
        assertThatThrownBy(() -> render(contents(cut), pdf).render(STAFF, LABEL, letter(500), REQUEST)).hasMessageContaining("the power");
        assertThat(filed()).isZero();

        Stored<FiledDocument> filed = render(contents, pdf).render(STAFF, LABEL, letter(500), REQUEST);

        assertThat(filed()).isEqualTo(1);
        assertThat(filed.state().sha256()).isEqualTo(io.avid.document.domain.Sha256.of(new RenderPdf().apply(letter(500))));
    }

    @Test
    void aLetterThatDoesNotAddUpLeavesNothingBehind() {
        assertThatThrownBy(() -> render(contents, pdf).render(STAFF, LABEL, letter(501), REQUEST)).hasMessageContaining("is 5.01 USD");
        assertThat(renderings).hasValue(0);
        assertThat(filed()).isZero();
    }
}
