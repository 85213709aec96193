package io.avid.platform.organisation;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.core.env.Environment;

/**
 * The profiles of organisations, from {@code avid.organisations.<id>.*}.
 *
 * <p>Read by exact key and not bound to a map: an id such as {@code org_harbour} has an underscore,
 * which binding would drop without brackets around it. So the same key works in a properties file, as
 * an argument, and in upper case with underscores as an environment variable.
 */
public final class OrganisationProfiles {
    private static final String LINE_SEPARATOR = "\\|";

    private final Environment environment;
    private final Map<String, OrganisationProfile> known = new ConcurrentHashMap<>();

    public OrganisationProfiles(Environment environment) {
        this.environment = environment;
    }

    /**
     * An organisation's profile; one that nothing was said of has the defaults and no name.
     *
     * @throws IllegalStateException naming the property that cannot be read
     */
    public OrganisationProfile of(String organisation) {
        return known.computeIfAbsent(organisation, this::read);
    }

    static String key(String organisation, String field) {
        return "avid.organisations." + organisation + "." + field;
    }

    private OrganisationProfile read(String organisation) {
        String name = text(organisation, "name", "");
        return new OrganisationProfile(
                organisation,
                name.isEmpty() ? Optional.empty() : Optional.of(name),
                lines(text(organisation, "address-lines", "")),
                text(organisation, "tax-id", ""),
                text(organisation, "registration", ""),
                text(organisation, "email", ""),
                text(organisation, "phone", ""),
                text(organisation, "website", ""),
                text(organisation, "accent-colour", ""),
                parsed(organisation, "locale", "en-US", "a BCP 47 tag such as en-US or de-DE", OrganisationProfiles::locale),
                parsed(organisation, "time-zone", "UTC", "a time zone such as Europe/Berlin", ZoneId::of),
                parsed(organisation, "currency", "USD", "a code of ISO 4217 such as EUR", Currency::getInstance));
    }

    private String text(String organisation, String field, String otherwise) {
        String text = environment.getProperty(key(organisation, field), "").strip();
        return text.isEmpty() ? otherwise : text;
    }

    private <T> T parsed(String organisation, String field, String otherwise, String expected, Function<String, T> parse) {
        String text = text(organisation, field, otherwise);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException | IllformedLocaleException e) {
            throw new IllegalStateException("Property " + key(organisation, field) + " is \"" + text + "\"; expected "
                    + expected + ".", e);
        }
    }

    private static List<String> lines(String text) {
        return Arrays.stream(text.split(LINE_SEPARATOR)).map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static Locale locale(String tag) {
        return new Locale.Builder().setLanguageTag(tag).build();
    }
}
