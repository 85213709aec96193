package io.avid.document.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * A file and what is known of it; its content never changes.
 *
 * @param label what it is called and what it is for
 * @param sizeBytes length of the content
 * @param sha256 the content's address: 64 lower-case hexadecimal digits
 * @param actor who filed it, the token's subject
 */
public record FiledDocument(Label label, long sizeBytes, String sha256, String actor) {
    public FiledDocument {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(actor, "actor");
    }

    /**
     * What a document is called and what it is for.
     *
     * @param fileName the name as it was given, for people and downloads
     * @param contentType media type
     * @param kind for example {@code receivables-import}
     * @param customer resource name of the customer that it concerns
     */
    public record Label(String fileName, String contentType, String kind, Optional<String> customer) {
        public Label {
            Objects.requireNonNull(fileName, "fileName");
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(customer, "customer");
        }
    }
}
