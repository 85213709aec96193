package io.avid.document.grpc;

import com.google.protobuf.util.Timestamps;
import io.avid.document.domain.AnnouncedUpload;
import io.avid.document.domain.FiledDocument;
import io.avid.document.v1.Document;
import io.avid.document.v1.Upload;
import io.avid.platform.store.Stored;
import java.util.Optional;
import java.util.Set;

/** Module document's states as messages, and back. */
final class DocumentMessages {
    private DocumentMessages() {}

    static Document document(String name, Stored<FiledDocument> stored) {
        FiledDocument document = stored.state();
        return Document.newBuilder()
                .setName(name)
                .setFileName(document.label().fileName())
                .setContentType(document.label().contentType())
                .setKind(document.label().kind())
                .setSizeBytes(document.sizeBytes())
                .setSha256(document.sha256())
                .setCustomer(document.label().customer().orElse(""))
                .setCreateTime(Timestamps.fromMillis(stored.createTime().toEpochMilli()))
                .setActor(document.actor())
                .setEtag(stored.etag())
                .build();
    }

    static Upload upload(String name, Stored<AnnouncedUpload> stored, Set<Integer> arrived) {
        return Upload.newBuilder()
                .setName(name)
                .setPartSizeBytes(AnnouncedUpload.PART_SIZE_BYTES)
                .addAllParts(arrived.stream().sorted().toList())
                .setExpireTime(Timestamps.fromMillis(
                        stored.createTime().plus(AnnouncedUpload.TIME_TO_COMPLETE).toEpochMilli()))
                .build();
    }

    static FiledDocument.Label label(String fileName, String contentType, String kind, String customer) {
        return new FiledDocument.Label(fileName, contentType, kind,
                customer.isEmpty() ? Optional.empty() : Optional.of(customer));
    }
}
