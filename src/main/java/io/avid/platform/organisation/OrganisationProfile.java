package io.avid.platform.organisation;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One organisation as it appears to its customers, and where its days begin. Its keys begin with
 * {@code avid.organisations.<id>.}, the id being the token's {@code org_id}.
 *
 * @param organisation the id
 * @param name {@code name}, its legal name; no default, since a document under a wrong name is worse than none
 * @param addressLines {@code address-lines}, its address without the name, lines separated by {@code |}
 * @param taxId {@code tax-id} as it is to be printed, or empty
 * @param registration {@code registration}, where it is registered and as what, or empty
 * @param email {@code email}, where questions go, or empty
 * @param phone {@code phone}, where questions go, or empty
 * @param website {@code website}, for people, or empty
 * @param accentColour {@code accent-colour} of its documents, {@code #rrggbb}, or empty
 * @param locale {@code locale}, BCP 47, of documents that are asked for in no language; en-US by default
 * @param zone {@code time-zone}, in which its business days begin; UTC by default
 * @param currency {@code currency}, ISO 4217, of reports that name none; USD by default
 */
public record OrganisationProfile(String organisation, Optional<String> name, List<String> addressLines, String taxId,
        String registration, String email, String phone, String website, String accentColour, Locale locale,
        ZoneId zone, Currency currency) {
    public OrganisationProfile {
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(name, "name");
        addressLines = List.copyOf(addressLines);
        Objects.requireNonNull(taxId, "taxId");
        Objects.requireNonNull(registration, "registration");
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(phone, "phone");
        Objects.requireNonNull(website, "website");
        Objects.requireNonNull(accentColour, "accentColour");
        Objects.requireNonNull(locale, "locale");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(currency, "currency");
    }

    /**
     * The name under which it issues documents.
     *
     * @throws Failure FAILED_PRECONDITION (ORGANISATION_PROFILE_MISSING) naming the property that is not set
     */
    public String requireName() {
        return name.orElseThrow(() -> {
            String property = OrganisationProfiles.key(organisation, "name");
            return Failure.of(FailureKind.FAILED_PRECONDITION, "ORGANISATION_PROFILE_MISSING", "Avid was not told who"
                    + " issues the documents of organisation " + organisation + ". Set " + property
                    + ", and avid.organisations." + organisation + ".address-lines, then try again.",
                    Map.of("property", property));
        });
    }

    /** The business day that it is there. */
    public LocalDate today(InstantSource clock) {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    /** Names the organisation alone: of a sole trader, address and telephone are a person's. */
    @Override
    public String toString() {
        return "OrganisationProfile[organisation=" + organisation + "]";
    }
}
