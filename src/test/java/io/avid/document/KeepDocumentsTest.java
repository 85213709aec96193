package io.avid.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.document.application.FileDocument;
import io.avid.document.application.FindDocument;
import io.avid.document.application.ListDocuments;
import io.avid.document.application.ReceiveUpload;
import io.avid.document.blob.BlobProperties;
import io.avid.document.blob.ContentStore;
import io.avid.document.domain.AnnouncedUpload;
import io.avid.document.domain.ArrivedPart;
import io.avid.document.domain.FiledDocument;
import io.avid.document.domain.FiledDocument.Label;
import io.avid.document.domain.Sha256;
import io.avid.document.event.DocumentFacts;
import io.avid.document.store.DocumentCodecs;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.AggregateStore.Latest;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.StoreProperties;
import io.avid.platform.store.Stored;
import io.avid.platform.store.WriteHook;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Documents over the real SDK against a blob service that speaks Azure's protocol. */
@Tag("slow")
class KeepDocumentsTest {
    private static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of("documents.write"));
    private static final Principal OTHER = Principal.staff("org_2", "auth0|b", Set.of("documents.write"));
    private static final Label LABEL = new Label("Rechnungen März.csv", "text/csv", "receivables-import", Optional.empty());

    private final ModuleDatabase database = new ModuleDatabase(
            new StoreProperties("document", TestSystem.shared().copy().mongodbUri(LocalModule.DOCUMENT)),
            InstantSource.system(), OutboxListener.none());
    private final AggregateStore<FiledDocument> documents = database.aggregates("documents", DocumentCodecs.documents());
    private final AggregateStore<AnnouncedUpload> uploads = database.aggregates("uploads", DocumentCodecs.uploads());
    private final AggregateStore<ArrivedPart> parts = database.aggregates("parts", DocumentCodecs.parts());
    private final ContentStore contents = new ContentStore(
            new BlobProperties(TestSystem.shared().blobConnectionString(), "avid-document", 15_000), WriteHook.installed());
    private final ReceiveUpload receive = new ReceiveUpload(uploads, parts, contents);
    private final FileDocument file = new FileDocument(documents, receive, contents, DocumentFacts::created);
    private final FindDocument find = new FindDocument(documents);
    private final ListDocuments list = new ListDocuments(documents);
    private int requests;

    @AfterEach
    void close() {
        database.close();
    }

    private RequestIdentity request() {
        requests++;
        return new RequestIdentity("avid.document.v1.DocumentService/Test", "r" + requests, "f" + requests);
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Stored<AnnouncedUpload> begin(byte[] content) {
        return receive.begin(STAFF, new AnnouncedUpload(LABEL, content.length, Sha256.of(content), STAFF.actor()), request());
    }

    private void send(Stored<AnnouncedUpload> upload, byte[] content, int part) {
        int from = part * AnnouncedUpload.PART_SIZE_BYTES;
        int to = Math.min(content.length, from + AnnouncedUpload.PART_SIZE_BYTES);
        receive.receive(STAFF, upload.id(), part, Arrays.copyOfRange(content, from, to), request());
    }

    private byte[] read(Stored<FiledDocument> document, long offset) throws IOException {
        try (InputStream content = contents.open(document.organisation(), document.state().sha256(), offset)) {
            return content.readAllBytes();
        }
    }

    @Test
    void whatComesInPartsInAnyOrderIsTheContentThatWasAnnounced() throws IOException {
        byte[] content = bytes(2 * AnnouncedUpload.PART_SIZE_BYTES + 12_345, 1);
        Stored<AnnouncedUpload> upload = begin(content);
        send(upload, content, 2);
        send(upload, content, 0);
        assertThat(receive.arrived(upload)).containsExactlyInAnyOrder(0, 2);
        assertThatThrownBy(() -> file.complete(STAFF, upload.id(), request()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo("UPLOAD_INCOMPLETE");
                    assertThat(failure.metadata()).containsEntry("missing", "1");
                });
        send(upload, content, 1);
        send(upload, content, 1);

        Stored<FiledDocument> filed = file.complete(STAFF, upload.id(), request());

        assertThat(filed.state().sha256()).isEqualTo(Sha256.of(content));
        assertThat(read(filed, 0)).isEqualTo(content);
        assertThat(read(filed, 2 * AnnouncedUpload.PART_SIZE_BYTES)).hasSize(12_345);
        assertThat(file.complete(STAFF, upload.id(), request()).id()).isEqualTo(filed.id());
    }

    @Test
    void contentThatIsNotWhatWasAnnouncedIsRefusedAndGetsNoAddress() {
        byte[] announced = bytes(1000, 2);
        byte[] other = bytes(1000, 3);
        Stored<AnnouncedUpload> upload = begin(announced);
        receive.receive(STAFF, upload.id(), 0, other, request());

        assertThatThrownBy(() -> file.complete(STAFF, upload.id(), request()))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo("CONTENT_MISMATCH"));

        assertThat(documents.find(STAFF.organisation(), upload.id())).isEmpty();
        assertThatThrownBy(() -> contents.open(STAFF.organisation(), Sha256.of(announced), 0))
                .isInstanceOf(Failure.class);
    }

    @Test
    void aPartOfTheWrongLengthOrNumberIsRefused() {
        byte[] content = bytes(1000, 4);
        Stored<AnnouncedUpload> upload = begin(content);
        assertThatThrownBy(() -> receive.receive(STAFF, upload.id(), 0, bytes(999, 4), request()))
                .hasMessageContaining("has 999 bytes; it must have 1000");
        assertThatThrownBy(() -> receive.receive(STAFF, upload.id(), 1, bytes(1, 4), request()))
                .hasMessageContaining("1 parts, numbered from 0");
    }

    @Test
    void anEmptyFileIsADocumentToo() throws IOException {
        Stored<AnnouncedUpload> upload = begin(new byte[0]);
        Stored<FiledDocument> filed = file.complete(STAFF, upload.id(), request());
        assertThat(read(filed, 0)).isEmpty();
    }

    @Test
    void aCompletionThatWasCutOffAfterTheContentGotItsAddressIsFinishedByTheNext() throws IOException {
        byte[] content = bytes(5000, 5);
        Stored<AnnouncedUpload> upload = begin(content);
        send(upload, content, 0);
        contents.assemble(STAFF.organisation(), upload.id(), 1);
        contents.publish(STAFF.organisation(), upload.id(), Sha256.of(content));

        Stored<FiledDocument> filed = file.complete(STAFF, upload.id(), request());

        assertThat(read(filed, 0)).isEqualTo(content);
    }

    @Test
    void equalContentIsKeptOnceAndIsTwoDocuments() throws IOException {
        byte[] content = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
        Stored<FiledDocument> first = file.file(STAFF, LABEL, content, request());
        Stored<FiledDocument> second = file.file(STAFF, LABEL, content, request());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(read(second, 4)).isEqualTo("two\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anotherOrganisationsDocumentsUploadsAndContentAreNotThere() {
        byte[] content = bytes(100, 6);
        Stored<FiledDocument> filed = file.file(STAFF, LABEL, content, request());
        Stored<AnnouncedUpload> upload = begin(content);
        assertThatThrownBy(() -> find.find(OTHER, documents.nameOf(filed.id()))).hasMessageContaining("There is no documents/");
        assertThatThrownBy(() -> receive.get(OTHER, upload.id())).hasMessageContaining("There is no uploads/");
        assertThat(list.list(OTHER, Optional.empty(), Optional.empty(), 0, Optional.empty()).aggregates()).isEmpty();
        assertThatThrownBy(() -> contents.open(OTHER.organisation(), filed.state().sha256(), 0)).isInstanceOf(Failure.class);
    }

    @Test
    void aCustomersLoginSeesTheDocumentsOfItsCustomerAlone() {
        var anna = new Principal("org_1", "auth0|c", Set.of("own.read"), Optional.of("customers/a"));
        Stored<FiledDocument> hers = file.file(STAFF, new Label("a.pdf", "application/pdf", "invoice", Optional.of("customers/a")),
                bytes(10, 7), request());
        Stored<FiledDocument> others = file.file(STAFF, new Label("b.pdf", "application/pdf", "invoice", Optional.of("customers/b")),
                bytes(10, 8), request());
        Stored<FiledDocument> internal = file.file(STAFF, LABEL, bytes(10, 9), request());
        assertThat(find.find(anna, documents.nameOf(hers.id())).id()).isEqualTo(hers.id());
        assertThatThrownBy(() -> find.find(anna, documents.nameOf(others.id()))).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> find.find(anna, documents.nameOf(internal.id()))).isInstanceOf(Failure.class);
        assertThat(list.list(anna, Optional.empty(), Optional.empty(), 0, Optional.empty()).aggregates())
                .extracting(Stored::id).containsExactly(hers.id());
        assertThatThrownBy(() -> list.list(anna, Optional.of("customers/b"), Optional.empty(), 0, Optional.empty()))
                .hasMessageContaining("There is no customers/b");
    }

    @Test
    void aListGoesThroughAllPagesLatestFirst() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(file.file(STAFF, LABEL, bytes(10, i), request()).id());
        }
        List<String> seen = new ArrayList<>();
        Optional<String> position = Optional.empty();
        do {
            Latest<FiledDocument> page = list.list(STAFF, Optional.empty(), Optional.of("receivables-import"), 3, position);
            page.aggregates().forEach(document -> seen.add(document.id()));
            position = page.next();
        } while (position.isPresent());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(made).doesNotHaveDuplicates();
        assertThat(documents.get("org_1", seen.getFirst()).createTime())
                .isAfterOrEqualTo(documents.get("org_1", seen.getLast()).createTime());
    }

    @Test
    void aLinkGivesTheContentUnderItsNameWithoutAToken() throws IOException, InterruptedException {
        byte[] content = "hello".getBytes(StandardCharsets.UTF_8);
        Stored<FiledDocument> filed = file.file(STAFF, LABEL, content, request());
        String url = contents.link("org_1", filed.state().sha256(), LABEL.fileName(), LABEL.contentType(),
                Instant.now().plusSeconds(60));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(content);
            assertThat(response.headers().firstValue("content-disposition")).hasValueSatisfying(
                    disposition -> assertThat(disposition).contains("Rechnungen%20M%C3%A4rz.csv"));
            HttpResponse<Void> without = client.send(HttpRequest.newBuilder(URI.create(url.substring(0, url.indexOf('?')))).build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(without.statusCode()).isIn(403, 404);
        }
    }
}
