package io.avid.document.pdf;

import io.avid.document.domain.letter.Letter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;

/**
 * Dates and id of a file, taken from the letter where the libraries would take them from the clock.
 *
 * @param date of making and changing: the letter's own, at midnight UTC
 * @param id follows from the letter's text
 */
record FixedMetadata(LocalDate date, long id) {
    private static final Pattern DATE_IN_XMP = Pattern.compile("(<xmp:(?:Create|Modify|Metadata)Date>)[^<]*(</xmp:)");

    static FixedMetadata of(Letter letter, String html) {
        return new FixedMetadata(letter.content().issueDate(), firstBytesOfDigest(html));
    }

    void write(PDDocument pdf) throws IOException {
        Calendar midnight = GregorianCalendar.from(date.atStartOfDay(ZoneOffset.UTC));
        PDDocumentInformation information = pdf.getDocumentInformation();
        information.setCreationDate(midnight);
        information.setModificationDate(midnight);
        pdf.setDocumentId(id);
        // PDF/A demands that both places tell the same.
        PDMetadata metadata = pdf.getDocumentCatalog().getMetadata();
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
        String dated = DATE_IN_XMP.matcher(xmp).replaceAll("$1" + date + "T00:00:00Z$2");
        metadata.importXMPMetadata(dated.getBytes(StandardCharsets.UTF_8));
    }

    private static long firstBytesOfDigest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
