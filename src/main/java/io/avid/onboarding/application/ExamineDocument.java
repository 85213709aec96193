package io.avid.onboarding.application;

import io.avid.onboarding.process.DocumentArchive;
import io.avid.onboarding.process.DocumentArchive.FiledDocument;
import io.avid.onboarding.process.Examination;
import io.avid.onboarding.process.Finding;
import io.avid.onboarding.process.ReceivablesFile;
import io.avid.onboarding.process.ReceivablesMapping;
import io.avid.onboarding.process.UnreadableReceivables;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.io.IOException;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out how a filed receivables file is read, and what must be asked before it can be. */
public final class ExamineDocument {
    /** Some seven hundred thousand rows; a larger file is split, so that a reading fits a call's deadline. */
    static final long LARGEST_FILE_BYTES = 64L << 20;

    private final DocumentArchive documents;

    public ExamineDocument(DocumentArchive documents) {
        this.documents = documents;
    }

    /**
     * Either a file of which everything is settled, or the questions that are open.
     *
     * @param mapping one without columns settles the separators only
     * @throws Failure NOT_FOUND; FILE_UNREADABLE when it is no list of invoices; MAPPING_INVALID when the mapping is
     *     wrong or not this file's
     */
    public Examination examine(String document, Optional<ReceivablesMapping> mapping, Currency currency) {
        FiledDocument filed = documents.find(document);
        if (filed.sizeBytes() > LARGEST_FILE_BYTES) {
            throw Failure.of(FailureKind.INVALID_ARGUMENT, "FILE_UNREADABLE", document + " has " + filed.sizeBytes()
                    + " bytes; a receivables file has at most " + LARGEST_FILE_BYTES
                    + ". Split it: rows are known by their invoice numbers, so the parts can be imported one after the"
                    + " other.", Map.of("problem_1", "LARGER_THAN_64_MIB"));
        }
        Examination examination;
        try {
            examination = ReceivablesFile.examine(documents.content(filed), mapping, currency);
        } catch (IOException e) {
            throw Failure.unavailable("the content of " + document, e);
        }
        if (examination instanceof UnreadableReceivables unreadable) {
            refuse(unreadable.findings(), mapping.isPresent() && !mapping.get().columns().isEmpty());
        }
        return examination;
    }

    /** The failure that says what is wrong with a mapping, all at once. */
    public static Failure mappingInvalid(List<Finding> findings) {
        return failure("MAPPING_INVALID", "The mapping does not fit:", findings);
    }

    private static void refuse(List<Finding> findings, boolean mapped) {
        if (findings.stream().anyMatch(finding -> isOfTheFile(finding.code()))) {
            throw failure("FILE_UNREADABLE", "The file cannot be read as a list of invoices:", findings);
        }
        if (mapped && findings.stream().anyMatch(finding -> isOfTheMapping(finding.code()))) {
            throw mappingInvalid(findings);
        }
    }

    private static Failure failure(String reason, String beginning, List<Finding> findings) {
        StringBuilder message = new StringBuilder(beginning);
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Finding finding : findings) {
            message.append(' ').append(finding.message());
            metadata.put("problem_" + (metadata.size() + 1), finding.code() + ": " + finding.message());
        }
        return Failure.of(FailureKind.INVALID_ARGUMENT, reason, message.toString(), metadata);
    }

    private static boolean isOfTheFile(Finding.Code code) {
        return switch (code) {
            case EMPTY_FILE, NOT_TEXT, NO_HEADER, NO_ROWS, UNCLOSED_QUOTE, VALUE_TOO_LONG -> true;
            case UNKNOWN_FIELD, MISSING_FIELD, UNKNOWN_COLUMN, REPEATED_COLUMN, COLUMN_USED_TWICE, BAD_FORMAT,
                    AMBIGUOUS_COLUMN, MISFIT_COLUMN, AMBIGUOUS_DATES, AMBIGUOUS_AMOUNTS -> false;
        };
    }

    private static boolean isOfTheMapping(Finding.Code code) {
        return switch (code) {
            case UNKNOWN_FIELD, MISSING_FIELD, UNKNOWN_COLUMN, REPEATED_COLUMN, COLUMN_USED_TWICE, BAD_FORMAT,
                    MISFIT_COLUMN -> true;
            case EMPTY_FILE, NOT_TEXT, NO_HEADER, NO_ROWS, UNCLOSED_QUOTE, VALUE_TOO_LONG, AMBIGUOUS_COLUMN,
                    AMBIGUOUS_DATES, AMBIGUOUS_AMOUNTS -> false;
        };
    }
}
