package io.avid.document.domain;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A document whose content is on its way in parts: what was announced, and which parts that makes.
 *
 * @param label what the document will be called and what it is for
 * @param sizeBytes announced length
 * @param sha256 announced address of the content
 * @param actor who began it
 */
public record AnnouncedUpload(FiledDocument.Label label, long sizeBytes, String sha256, String actor) {
    /** A part with its envelope stays under the 4 MiB that a message may have, also as base 64. */
    public static final int PART_SIZE_BYTES = 2 * 1024 * 1024;

    /** After this, what has arrived may be thrown away: Azure drops uncommitted blocks after a week. */
    public static final Duration TIME_TO_COMPLETE = Duration.ofDays(7);

    public AnnouncedUpload {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(actor, "actor");
    }

    /** How many parts it has; an empty file has none. */
    public int parts() {
        return Math.toIntExact(Math.ceilDiv(sizeBytes, (long) PART_SIZE_BYTES));
    }

    /** Refuses a part that this upload does not have, or whose length is not that part's. */
    public void check(int part, int lengthBytes) {
        if (part >= parts()) {
            throw invalidPart("part " + part + " was given, but " + sizeBytes + " bytes make " + parts()
                    + " parts, numbered from 0.", Integer.toString(part), "at most " + (parts() - 1));
        }
        long expected = Math.min(PART_SIZE_BYTES, sizeBytes - (long) part * PART_SIZE_BYTES);
        if (lengthBytes != expected) {
            throw invalidPart("part " + part + " has " + lengthBytes + " bytes; it must have " + expected + ".",
                    Integer.toString(lengthBytes), Long.toString(expected));
        }
    }

    /** Refuses to be completed while parts are missing. */
    public void checkComplete(Set<Integer> arrived) {
        List<Integer> missing = IntStream.range(0, parts()).filter(part -> !arrived.contains(part)).boxed().toList();
        if (!missing.isEmpty()) {
            String first = missing.stream().limit(20).map(String::valueOf).collect(Collectors.joining(", "));
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "UPLOAD_INCOMPLETE",
                    missing.size() + " of " + parts() + " parts have not arrived, first: " + first
                            + ". Send them and complete the upload again.",
                    Map.of("missing", first));
        }
    }

    /** Refuses content that is not what was announced. */
    public void checkContent(long actualSizeBytes, String actualSha256) {
        if (actualSizeBytes != sizeBytes || !actualSha256.equals(sha256)) {
            throw Failure.of(FailureKind.FAILED_PRECONDITION, "CONTENT_MISMATCH",
                    "What arrived (" + actualSizeBytes + " bytes, SHA-256 " + actualSha256
                            + ") is not what was announced (" + sizeBytes + " bytes, SHA-256 " + sha256
                            + "). Begin a new upload.",
                    Map.of("expected", sha256, "actual", actualSha256));
        }
    }

    private static Failure invalidPart(String message, String given, String expected) {
        return Failure.of(FailureKind.INVALID_ARGUMENT, "PART_INVALID", message,
                Map.of("given", given, "expected", expected));
    }
}
