package io.avid.document.store;

import io.avid.document.domain.AnnouncedUpload;
import io.avid.document.domain.ArrivedPart;
import io.avid.document.domain.FiledDocument;
import io.avid.platform.store.StateCodec;
import java.util.Optional;
import org.bson.Document;

/** How module document's states are kept in MongoDB. */
public final class DocumentCodecs {
    private static final String FILE_NAME = "file_name";
    private static final String CONTENT_TYPE = "content_type";
    private static final String KIND = "kind";
    private static final String CUSTOMER = "customer";
    private static final String SIZE_BYTES = "size_bytes";
    private static final String SHA256 = "sha256";
    private static final String ACTOR = "actor";
    private static final String UPLOAD = "upload";
    private static final String PART = "part";

    private DocumentCodecs() {}

    /** Of documents. */
    public static StateCodec<FiledDocument> documents() {
        return new StateCodec<>() {
            @Override
            public Document encode(FiledDocument document) {
                return content(document.label(), document.sizeBytes(), document.sha256(), document.actor());
            }

            @Override
            public FiledDocument decode(Document stored) {
                return new FiledDocument(label(stored), stored.getLong(SIZE_BYTES), stored.getString(SHA256),
                        stored.getString(ACTOR));
            }
        };
    }

    /** Of uploads. */
    public static StateCodec<AnnouncedUpload> uploads() {
        return new StateCodec<>() {
            @Override
            public Document encode(AnnouncedUpload upload) {
                return content(upload.label(), upload.sizeBytes(), upload.sha256(), upload.actor());
            }

            @Override
            public AnnouncedUpload decode(Document stored) {
                return new AnnouncedUpload(label(stored), stored.getLong(SIZE_BYTES), stored.getString(SHA256),
                        stored.getString(ACTOR));
            }
        };
    }

    /** Of an upload's parts. */
    public static StateCodec<ArrivedPart> parts() {
        return new StateCodec<>() {
            @Override
            public Document encode(ArrivedPart part) {
                return new Document(UPLOAD, part.upload()).append(PART, part.part()).append(SHA256, part.sha256());
            }

            @Override
            public ArrivedPart decode(Document stored) {
                return new ArrivedPart(stored.getString(UPLOAD), stored.getInteger(PART), stored.getString(SHA256));
            }
        };
    }

    private static Document content(FiledDocument.Label label, long sizeBytes, String sha256, String actor) {
        var stored = new Document(FILE_NAME, label.fileName())
                .append(CONTENT_TYPE, label.contentType())
                .append(KIND, label.kind());
        label.customer().ifPresent(customer -> stored.append(CUSTOMER, customer));
        return stored.append(SIZE_BYTES, sizeBytes).append(SHA256, sha256).append(ACTOR, actor);
    }

    private static FiledDocument.Label label(Document stored) {
        return new FiledDocument.Label(stored.getString(FILE_NAME), stored.getString(CONTENT_TYPE),
                stored.getString(KIND), Optional.ofNullable(stored.getString(CUSTOMER)));
    }
}
