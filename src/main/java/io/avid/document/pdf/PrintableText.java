package io.avid.document.pdf;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;

/**
 * Text of others, on its way into HTML: markup becomes text, and what is no text is taken out. XML
 * knows no control characters, and an override of the direction of writing could make a number read
 * backwards.
 */
final class PrintableText implements Mustache.Escaper {
    @Override
    public String escape(String raw) {
        return Escapers.HTML.escape(clean(raw));
    }

    private static String clean(String raw) {
        var text = new StringBuilder(raw.length());
        raw.codePoints().filter(PrintableText::isPrintable).forEach(text::appendCodePoint);
        return text.toString();
    }

    private static boolean isPrintable(int codePoint) {
        boolean layout = codePoint == '\n' || codePoint == '\t';
        boolean control = Character.getType(codePoint) == Character.CONTROL && !layout;
        boolean direction = codePoint == 0x200e || codePoint == 0x200f || codePoint == 0x061c
                || codePoint >= 0x202a && codePoint <= 0x202e || codePoint >= 0x2066 && codePoint <= 0x2069;
        boolean noCharacter = Character.getType(codePoint) == Character.SURROGATE || (codePoint & 0xfffe) == 0xfffe;
        // They ask for a picture in colour, in none, or in a skin's; there is one of each, in black.
        boolean variant = codePoint == 0xfe0e || codePoint == 0xfe0f || codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
        return !control && !direction && !noCharacter && !variant && codePoint != 0xfeff;
    }
}
