package io.avid.document.application;

import io.avid.document.domain.FiledDocument;
import io.avid.document.domain.letter.Letter;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import io.avid.platform.store.Stored;
import java.util.Objects;
import java.util.function.Function;

/**
 * Renders a letter and files it. Figures that do not agree are refused before anything is made.
 *
 * <p>The document's metadata is the commit: a crash before it leaves at most content that nobody
 * names, and the repeated request renders the same bytes to the same address. A request that was
 * answered before is not rendered again, so that it answers the same document even when templates
 * have changed since.
 */
public final class RenderDocument {
    private final FileDocument file;
    private final Function<Letter, byte[]> renderPdf;

    /** @param renderPdf a letter as the bytes of a PDF, the same bytes for the same letter */
    public RenderDocument(FileDocument file, Function<Letter, byte[]> renderPdf) {
        this.file = Objects.requireNonNull(file, "file");
        this.renderPdf = Objects.requireNonNull(renderPdf, "renderPdf");
    }

    /** The document that the request files, or has filed. */
    public Stored<FiledDocument> render(Principal principal, FiledDocument.Label label, Letter letter,
            RequestIdentity request) {
        return file.alreadyFiled(principal, request).orElseGet(() -> {
            letter.check();
            return file.file(principal, label, renderPdf.apply(letter), request);
        });
    }
}
