package io.avid.onboarding.application;

import io.avid.onboarding.process.ImportSettings;
import io.avid.onboarding.process.ReadableReceivables;
import io.avid.onboarding.process.ReceivablesMapping;
import io.avid.onboarding.process.UnreadableReceivables;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.ProcessSnapshot;
import io.avid.platform.process.ProcessStart;
import io.avid.platform.security.Principal;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Starts the import of a receivables file, once it is settled how every row of it is read. */
public final class StartImport {
    /** The process's type. */
    public static final String TYPE = "import-receivables";

    private static final String DOCUMENT = "document";

    private final ExamineDocument examineDocument;
    private final ProcessEngine processes;

    public StartImport(ExamineDocument examineDocument, ProcessEngine processes) {
        this.examineDocument = examineDocument;
        this.processes = processes;
    }

    /**
     * Starts it, or answers the process that the same request started before.
     *
     * @throws Failure READING_UNCERTAIN when the file leaves questions open, and as in {@link ExamineDocument}
     */
    public ProcessSnapshot start(Principal by, String document, Optional<ReceivablesMapping> mapping,
            Currency currency, boolean dryRun, RequestIdentity request) {
        return switch (examineDocument.examine(document, mapping, currency)) {
            case UnreadableReceivables open -> throw uncertain(document, open);
            case ReadableReceivables file -> {
                ImportSettings settings = new ImportSettings(document, file.mapping(), currency, dryRun,
                        file.report().orElseThrow().rows());
                yield processes.start(by, ProcessStart.now(TYPE, settings.toInput(), Map.of(DOCUMENT, document),
                        request));
            }
        };
    }

    private static Failure uncertain(String document, UnreadableReceivables open) {
        Map<String, String> questions = new LinkedHashMap<>();
        open.findings().forEach(finding -> questions.put("question_" + (questions.size() + 1), finding.message()));
        return Failure.of(FailureKind.FAILED_PRECONDITION, "READING_UNCERTAIN", document + " leaves "
                + questions.size() + (questions.size() == 1 ? " question" : " questions")
                + " open. ReadReceivables answers them with the mapping so far; settle them in the mapping and import"
                + " again.", questions);
    }
}
