package io.avid.onboarding.process;

/** What an import needs of the module that keeps documents. Failures are {@code io.avid.platform.error.Failure}. */
public interface DocumentArchive {
    /**
     * A document that is there.
     *
     * @param fileName as it was given
     */
    record FiledDocument(String name, String fileName, long sizeBytes) {}

    /** The document of that resource name. */
    FiledDocument find(String name);

    /** The document's content. Opened streams throw {@code io.avid.platform.error.Failure} as well. */
    ReceivablesSource content(FiledDocument document);

    /**
     * Files a CSV file. Repeating it with the same request id and content files nothing twice.
     *
     * @param kind what it is for, for example {@code import-rejects}
     * @return the new document's resource name
     */
    String file(String fileName, String kind, byte[] content, String requestId);
}
