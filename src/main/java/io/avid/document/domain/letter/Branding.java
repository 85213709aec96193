package io.avid.document.domain.letter;

import io.avid.platform.error.Failure;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** An issuer's colour and sign. */
public final class Branding {
    /** A dark blue that prints well in grey. */
    private static final String COLOUR_DEFAULT = "#1f3a5f";

    /** Contrast of text against white that WCAG 2.2 demands (level AA). */
    private static final double CONTRAST_MIN = 4.5;

    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");

    private final String accentColour;
    private final byte[] logo;
    private final String initials;

    /**
     * Empty values mean the defaults.
     *
     * @param accentColour {@code #rrggbb}
     * @param logo a PNG or JPEG image
     * @param initials what stands in the logo's place
     */
    public Branding(String accentColour, byte[] logo, String initials) {
        this.accentColour = Objects.requireNonNull(accentColour, "accentColour");
        this.logo = logo.clone();
        this.initials = Objects.requireNonNull(initials, "initials");
        if (logo.length > 0 && !startsWith(logo, PNG) && !startsWith(logo, JPEG)) {
            throw Failure.invalid("issuer.branding.logo", "is neither PNG nor JPEG by its first bytes");
        }
    }

    /** Colour of lines and areas. */
    public String lineColour() {
        return accentColour.isEmpty() ? COLOUR_DEFAULT : accentColour;
    }

    /** Colour of accented text: the same, unless that could not be read on white. */
    public String textColour() {
        return contrastToWhite() >= CONTRAST_MIN ? lineColour() : "#1c2430";
    }

    /** Colour of text on an area in the colour of lines. */
    public String colourOnArea() {
        return contrastToWhite() >= 3 ? "#ffffff" : "#1c2430";
    }

    public boolean hasLogo() {
        return logo.length > 0;
    }

    /** The image's bytes. */
    public byte[] logo() {
        return logo.clone();
    }

    /** {@code image/png} or {@code image/jpeg}. */
    public String logoType() {
        return startsWith(logo, PNG) ? "image/png" : "image/jpeg";
    }

    /** What stands in the logo's place: as given, or the first letters of the name's first two words. */
    public String initials(String name) {
        if (!initials.isEmpty()) {
            return initials;
        }
        var letters = new StringBuilder();
        Arrays.stream(name.split("[\\s.,&+/-]+"))
                .filter(word -> !word.isEmpty() && Character.isLetterOrDigit(word.codePointAt(0)))
                .limit(2)
                .forEach(word -> letters.appendCodePoint(Character.toUpperCase(word.codePointAt(0))));
        return letters.toString();
    }

    /** The contrast ratio of WCAG 2.2, from 1 to 21. It is about light, not money: floating point is right here. */
    private double contrastToWhite() {
        int rgb = Integer.parseInt(lineColour().substring(1), 16);
        double luminance = 0.2126 * light(rgb >> 16) + 0.7152 * light(rgb >> 8) + 0.0722 * light(rgb);
        return 1.05 / (luminance + 0.05);
    }

    private static double light(int channel) {
        double share = (channel & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
