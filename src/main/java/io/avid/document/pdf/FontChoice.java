package io.avid.document.pdf;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Which fonts a text needs. Latin, Greek and Cyrillic are in the first; the others are large or rare,
 * and are loaded for a text that has their script alone. A character that is in none of them is
 * printed as a question mark in a lozenge, so that a reader sees that something is missing.
 */
final class FontChoice {
    private static final int WEIGHT_REGULAR = 400;
    private static final int WEIGHT_BOLD = 600;
    private static final String FOLDER = "/io/avid/document/fonts/";

    /** Fonts by script, in the order in which they are asked for a character. */
    private enum Family {
        LATIN("Noto Sans", "noto-sans-regular", "noto-sans-semibold"),
        ARABIC("Noto Naskh Arabic", "noto-naskh-arabic-regular", "noto-naskh-arabic-bold"),
        HEBREW("Noto Sans Hebrew", "noto-sans-hebrew-regular", "noto-sans-hebrew-bold"),
        THAI("Noto Sans Thai", "noto-sans-thai-regular", "noto-sans-thai-semibold"),
        // Before the Chinese one, which has no Hangul and other shapes of the characters that Korean uses.
        KOREAN("Noto Sans KR", "noto-sans-kr-regular", "noto-sans-kr-regular"),
        CHINESE("Noto Sans SC", "noto-sans-sc-regular", "noto-sans-sc-regular"),
        EMOJI("Noto Emoji", "noto-emoji-regular", "noto-emoji-regular");

        private final String cssName;
        private final String regular;
        private final String bold;

        Family(String cssName, String regular, String bold) {
            this.cssName = cssName;
            this.regular = regular;
            this.bold = bold;
        }
    }

    private final List<Family> families;
    private final boolean substitutes;

    private FontChoice(List<Family> families, boolean substitutes) {
        this.families = List.copyOf(families);
        this.substitutes = substitutes;
    }

    /** The fonts that a text needs. */
    static FontChoice of(String text) {
        Set<Family> needed = EnumSet.of(Family.LATIN);
        text.codePoints().filter(codePoint -> codePoint > 0x2ff).forEach(codePoint -> {
            switch (UnicodeScript.of(codePoint)) {
                case ARABIC -> needed.add(Family.ARABIC);
                case HEBREW -> needed.add(Family.HEBREW);
                case THAI -> needed.add(Family.THAI);
                case HANGUL -> needed.add(Family.KOREAN);
                case HAN, HIRAGANA, KATAKANA, BOPOMOFO -> needed.add(Family.CHINESE);
                default -> {
                    boolean wide = codePoint >= 0x3000 && codePoint <= 0x33ff || codePoint >= 0xff00 && codePoint <= 0xffef;
                    if (wide) {
                        needed.add(Family.CHINESE);
                    }
                    if (Character.isEmoji(codePoint)) {
                        needed.add(Family.EMOJI);
                    }
                }
            }
        });
        // Joining signs by the font's own table costs the library a third of all its time for any text; of the
        // scripts that it can join, only Devanagari is in our fonts. Arabic is joined before it comes here.
        boolean devanagari = text.codePoints().anyMatch(codePoint -> UnicodeScript.of(codePoint) == UnicodeScript.DEVANAGARI);
        return new FontChoice(new ArrayList<>(needed), devanagari);
    }

    /** Their names for CSS. */
    String cssNames() {
        return families.stream().map(family -> family.cssName).collect(Collectors.joining(", "));
    }

    /** Tells the renderer where they are; it reads those that it uses, and embeds the characters that it used. */
    void register(PdfRendererBuilder builder, PDDocument pdf) {
        for (Family family : families) {
            builder.useFont(new FontOnDemand(pdf, family.regular, substitutes), family.cssName, WEIGHT_REGULAR, FontStyle.NORMAL, true);
            // A family of one weight is not read twice: what is bold gets the nearest that there is.
            if (!family.bold.equals(family.regular)) {
                builder.useFont(new FontOnDemand(pdf, family.bold, substitutes), family.cssName, WEIGHT_BOLD, FontStyle.NORMAL, true);
            }
        }
    }

    /** A font that is read when the first of its characters is needed. */
    private static final class FontOnDemand extends PDFontSupplier {
        private final PDDocument pdf;
        private final String file;
        private final boolean substitutes;

        FontOnDemand(PDDocument pdf, String name, boolean substitutes) {
            super(null);
            this.pdf = pdf;
            this.file = FOLDER + name + ".ttf";
            this.substitutes = substitutes;
        }

        @Override
        public PDFont supply() {
            try (InputStream content = FontChoice.class.getResourceAsStream(file)) {
                if (content == null) {
                    throw new IllegalStateException(file + " is not there; the build puts it there (src/fonts)");
                }
                TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(content.readAllBytes()));
                font.setEnableGsub(substitutes);
                return PDType0Font.load(pdf, font, true);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read as a font", e);
            }
        }
    }
}
