package io.avid.onboarding.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a file's bytes are text: by its byte order mark where it has one, else UTF-8 when the whole file is valid
 * UTF-8, else windows-1252, which is what spreadsheets in western Europe and America write.
 *
 * @param byteOrderMark whether the file begins with one, so that what is written in its dialect does too
 */
record TextEncoding(Charset charset, boolean byteOrderMark) {
    private static final int LOOKED_AT_FOR_BINARY_BYTES = 1 << 16;

    /** Reads the whole file once. */
    static TextEncoding detect(ReceivablesSource source) throws IOException {
        try (InputStream in = source.open()) {
            byte[] head = in.readNBytes(LOOKED_AT_FOR_BINARY_BYTES);
            if (head.length == 0) {
                throw new UnreadableFileException(Finding.Code.EMPTY_FILE,
                        "The file is empty: expected a header row with the columns' names and a row for each invoice.");
            }
            if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
                return new TextEncoding(StandardCharsets.UTF_8, true);
            }
            if (startsWith(head, 0xFF, 0xFE)) {
                return new TextEncoding(StandardCharsets.UTF_16LE, true);
            }
            if (startsWith(head, 0xFE, 0xFF)) {
                return new TextEncoding(StandardCharsets.UTF_16BE, true);
            }
            refuseWhatIsNoText(head);
            return isUtf8(head, in)
                    ? new TextEncoding(StandardCharsets.UTF_8, false)
                    : new TextEncoding(Charset.forName("windows-1252"), false);
        }
    }

    /** The file's text, without its byte order mark. */
    Reader read(ReceivablesSource source) throws IOException {
        InputStream in = source.open();
        if (byteOrderMark) {
            in.skipNBytes(charset.equals(StandardCharsets.UTF_8) ? 3 : 2);
        }
        return new BufferedReader(new InputStreamReader(in, charset), 1 << 15);
    }

    String describe() {
        return charset.name() + (byteOrderMark ? " with byte order mark" : "");
    }

    private static void refuseWhatIsNoText(byte[] head) throws UnreadableFileException {
        if (startsWith(head, 'P', 'K', 3, 4)) {
            throw new UnreadableFileException(Finding.Code.NOT_TEXT,
                    "The file is a workbook or an archive (it begins as a ZIP file): save the sheet as CSV and import that.");
        }
        if (startsWith(head, '%', 'P', 'D', 'F')) {
            throw new UnreadableFileException(Finding.Code.NOT_TEXT,
                    "The file is a PDF: export the list of invoices as CSV and import that.");
        }
        int controls = 0;
        for (byte b : head) {
            if (b == 0) {
                throw new UnreadableFileException(Finding.Code.NOT_TEXT,
                        "The file is binary (it holds bytes of zero): expected text in UTF-8, UTF-16 with a byte order mark, "
                                + "or windows-1252. Save it as CSV in UTF-8 and import that.");
            }
            if (b >= 0 && b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                controls++;
            }
        }
        if (controls * 20L > head.length) {
            throw new UnreadableFileException(Finding.Code.NOT_TEXT, "The file is binary (" + controls
                    + " control characters in its first " + head.length + " bytes): save it as CSV in UTF-8 and import that.");
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] head, InputStream rest) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer sink = CharBuffer.allocate(1 << 13);
        byte[] chunk = head;
        int length = head.length;
        byte[] carried = new byte[0];
        byte[] next = new byte[1 << 15];
        while (true) {
            byte[] joined = Arrays.copyOf(carried, carried.length + length);
            System.arraycopy(chunk, 0, joined, carried.length, length);
            ByteBuffer bytes = ByteBuffer.wrap(joined);
            if (!decodes(decoder, bytes, sink, false)) {
                return false;
            }
            carried = Arrays.copyOfRange(joined, bytes.position(), joined.length);
            length = rest.read(next);
            if (length < 0) {
                return decodes(decoder, ByteBuffer.wrap(carried), sink, true);
            }
            chunk = next;
        }
    }

    private static boolean decodes(CharsetDecoder decoder, ByteBuffer bytes, CharBuffer sink, boolean end) {
        while (true) {
            sink.clear();
            CoderResult result = decoder.decode(bytes, sink, end);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
        }
    }
}
