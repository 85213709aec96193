package io.avid.onboarding.process;

import io.avid.platform.error.Failure;
import java.io.IOException;

/** The file of an import that was examined when it was started. */
final class ImportFile {
    private ImportFile() {}

    static ReadableReceivables of(DocumentArchive documents, ImportSettings settings) {
        ReceivablesSource content = documents.content(documents.find(settings.document()));
        try {
            return ReceivablesFile.reopen(content, settings.mapping(), settings.currency());
        } catch (IOException e) {
            throw Failure.unavailable("the content of " + settings.document(), e);
        }
    }
}
