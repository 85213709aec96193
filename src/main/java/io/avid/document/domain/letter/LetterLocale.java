package io.avid.document.domain.letter;

import io.avid.platform.error.Failure;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In which language and for which region a letter is written.
 *
 * <p>Texts are there in English and German. A letter in any other language has English texts; its
 * numbers are written as its locale writes them, in Latin digits, and its dates as in British English,
 * with the month's name, so that nobody takes a month for a day.
 *
 * @param requested the locale as it was asked for
 */
public record LetterLocale(Locale requested) {
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());
    private static final Set<String> LANGUAGES_WITH_TEXTS = Set.of("en", "de");

    /** Where letters are printed on Letter: CLDR's paperSize US-Letter. */
    private static final Set<String> REGIONS_OF_LETTER_PAPER =
            Set.of("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE");

    /** A locale by its BCP 47 tag; refuses a language or a region that ISO does not know. */
    public static LetterLocale of(String tag) {
        Locale locale;
        try {
            locale = new Locale.Builder().setLanguageTag(tag).build();
        } catch (IllformedLocaleException e) {
            throw unknown(tag);
        }
        String region = locale.getCountry();
        boolean area = !region.isEmpty() && region.chars().allMatch(Character::isDigit);
        if (!LANGUAGES.contains(locale.getLanguage()) || !(region.isEmpty() || area || REGIONS.contains(region))) {
            throw unknown(tag);
        }
        return new LetterLocale(locale);
    }

    private static Failure unknown(String tag) {
        return Failure.invalid("locale", "is \"" + tag + "\"; give a language of ISO 639 and, after a hyphen, a region of"
                + " ISO 3166, for example en-US or de-DE (texts are there in "
                + LANGUAGES_WITH_TEXTS.stream().sorted().collect(Collectors.joining(" and ")) + ", English stands in for all others)");
    }

    /** The language of the texts. */
    public String textLanguage() {
        return hasTexts() ? requested.getLanguage() : "en";
    }

    /** What the text is in, for readers that speak: {@code en-US}, {@code de-CH}, or {@code en} for what has no texts. */
    public String textTag() {
        return hasTexts() ? requested.toLanguageTag() : "en";
    }

    /** The locale of numbers. */
    public Locale numbers() {
        return new Locale.Builder().setLocale(requested).setUnicodeLocaleKeyword("nu", "latn").build();
    }

    /** The locale of dates. */
    public Locale dates() {
        return hasTexts() ? requested : Locale.UK;
    }

    /** Whether pages are Letter; A4 otherwise. */
    public boolean letterPaper() {
        return REGIONS_OF_LETTER_PAPER.contains(requested.getCountry());
    }

    private boolean hasTexts() {
        return LANGUAGES_WITH_TEXTS.contains(requested.getLanguage());
    }
}
