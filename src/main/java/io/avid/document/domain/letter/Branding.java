package io.avid.document.domain.letter;

import io.avid.platform.error.Failure;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** An issuer's colour and sign. */
public final class Branding {
    /** A dark blue that prints well in grey. */
    private static final String COLOUR_DEFAULT = "#1f3a5f";

    /** Of 255; text that is brighter is hard to read on white: W3C's rule asks for a difference of 125. */
    private static final int BRIGHTNESS_OF_TEXT_MAX = 130;

    /** Text on an area is large and bold, so white may stand on more. */
    private static final int BRIGHTNESS_UNDER_WHITE_MAX = 160;

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
        return brightness() <= BRIGHTNESS_OF_TEXT_MAX ? lineColour() : "#1c2430";
    }

    /** Colour of text on an area in the colour of lines. */
    public String colourOnArea() {
        return brightness() <= BRIGHTNESS_UNDER_WHITE_MAX ? "#ffffff" : "#1c2430";
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

    /** How bright the colour is to the eye, 0 to 255, by W3C's formula. */
    private int brightness() {
        int rgb = Integer.parseInt(lineColour().substring(1), 16);
        return (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff)) / 1000;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
