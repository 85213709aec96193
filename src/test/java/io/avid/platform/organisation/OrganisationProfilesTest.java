package io.avid.platform.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class OrganisationProfilesTest {

    private static OrganisationProfiles of(Map<String, Object> properties, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("variables", variables));
        environment.getPropertySources().addFirst(new MapPropertySource("properties", properties));
        return new OrganisationProfiles(environment);
    }

    @Test
    void whatIsSetIsReadAndTheRestHasItsDefault() {
        OrganisationProfile profile = of(Map.of(
                "avid.organisations.org_one.name", "One & Sons",
                "avid.organisations.org_one.address-lines", "1 First Street | Example Town|",
                "avid.organisations.org_one.time-zone", "Pacific/Auckland"), Map.of()).of("org_one");
        assertThat(profile.requireName()).isEqualTo("One & Sons");
        assertThat(profile.addressLines()).containsExactly("1 First Street", "Example Town");
        assertThat(profile.locale().toLanguageTag()).isEqualTo("en-US");
        assertThat(profile.currency().getCurrencyCode()).isEqualTo("USD");
        assertThat(profile.taxId()).isEmpty();
        assertThat(profile.today(() -> Instant.parse("2026-03-01T20:00:00Z"))).isEqualTo(LocalDate.of(2026, 3, 2));
    }

    @Test
    void anEnvironmentVariableSetsTheSame() {
        OrganisationProfile profile = of(Map.of(), Map.of(
                "AVID_ORGANISATIONS_ORG_ONE_NAME", "One",
                "AVID_ORGANISATIONS_ORG_ONE_ADDRESS_LINES", "1 First Street|Example Town")).of("org_one");
        assertThat(profile.requireName()).isEqualTo("One");
        assertThat(profile.addressLines()).containsExactly("1 First Street", "Example Town");
    }

    @Test
    void anOrganisationHasNothingOfAnothers() {
        OrganisationProfile other = of(Map.of("avid.organisations.org_one.name", "One"), Map.of()).of("org_two");
        assertThat(other.name()).isEmpty();
        assertThatThrownBy(other::requireName).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.FAILED_PRECONDITION);
            assertThat(failure.reason()).isEqualTo("ORGANISATION_PROFILE_MISSING");
            assertThat(failure.metadata()).containsEntry("property", "avid.organisations.org_two.name");
        });
    }

    @Test
    void whatCannotBeReadNamesItsProperty() {
        for (var wrong : Map.of("locale", "en_US", "time-zone", "Mars/Base", "currency", "XYZW").entrySet()) {
            String key = "avid.organisations.org_one." + wrong.getKey();
            assertThatThrownBy(() -> of(Map.of(key, wrong.getValue()), Map.of()).of("org_one"))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining(key).hasMessageContaining(wrong.getValue());
        }
    }
}
