package io.avid.document.pdf;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        // Before the Chinese one, which has no Hangul and other shapes of the characters that Korean uses.
        KOREAN("Noto Sans KR", "noto-sans-kr-regular", "noto-sans-kr-regular"),
        CHINESE("Noto Sans SC", "noto-sans-sc-regular", "noto-sans-sc-regular");

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

    private FontChoice(List<Family> families) {
        this.families = List.copyOf(families);
    }

    /** The fonts that a text needs. */
    static FontChoice of(String text) {
        Set<Family> needed = EnumSet.of(Family.LATIN);
        text.codePoints().filter(codePoint -> codePoint > 0x2ff).forEach(codePoint -> {
            switch (UnicodeScript.of(codePoint)) {
                case ARABIC -> needed.add(Family.ARABIC);
                case HEBREW -> needed.add(Family.HEBREW);
                case HANGUL -> needed.add(Family.KOREAN);
                case HAN, HIRAGANA, KATAKANA, BOPOMOFO -> needed.add(Family.CHINESE);
                default -> {
                    boolean wide = codePoint >= 0x3000 && codePoint <= 0x33ff || codePoint >= 0xff00 && codePoint <= 0xffef;
                    if (wide) {
                        needed.add(Family.CHINESE);
                    }
                }
            }
        });
        return new FontChoice(new ArrayList<>(needed));
    }

    /** Their names for CSS. */
    String cssNames() {
        return families.stream().map(family -> family.cssName).collect(Collectors.joining(", "));
    }

    /** Tells the renderer where they are; it reads those that it uses, and embeds the characters that it used. */
    void register(PdfRendererBuilder builder) {
        for (Family family : families) {
            builder.useFont(() -> open(family.regular), family.cssName, WEIGHT_REGULAR, FontStyle.NORMAL, true);
            builder.useFont(() -> open(family.bold), family.cssName, WEIGHT_BOLD, FontStyle.NORMAL, true);
        }
    }

    private static InputStream open(String name) {
        InputStream font = FontChoice.class.getResourceAsStream(FOLDER + name + ".ttf");
        if (font == null) {
            throw new IllegalStateException(FOLDER + name + ".ttf is not there; the build puts it there (src/fonts)");
        }
        return font;
    }
}
