package io.avid.local;

import io.avid.local.issuer.DemoPeople;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who issues the documents of the three local organisations: businesses of our own making, at addresses that nobody has.
final class DemoProfiles {

    /// The demo business paints its documents in a colour of its own, so that a look at two shows whose is whose.
    private static final List<Profile> PROFILES = List.of(
            new Profile("12 Quayside|Harbour District|Example Bay 10001", "TAX-100-200-300", "#0b4f6c"),
            new Profile("Meadow Lane 7|20002 Example Vale", "TAX-200-300-400", "#2f6f4e"),
            new Profile("3 Millstone Yard|Example Town 30003", "TAX-300-400-500", "#8c4a1f"));

    private DemoProfiles() {
    }

    /// What Avid is told of them.
    static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (DemoPeople.Organisation organisation : DemoPeople.organisations()) {
            Profile profile = PROFILES.get(organisation.number() - 1);
            String prefix = "avid.organisations." + organisation.id() + ".";
            properties.put(prefix + "name", organisation.name());
            properties.put(prefix + "address-lines", profile.addressLines());
            properties.put(prefix + "tax-id", profile.taxId());
            properties.put(prefix + "email", "billing@" + organisation.domain());
            properties.put(prefix + "website", "https://" + organisation.domain());
            properties.put(prefix + "accent-colour", profile.accentColour());
        }
        return properties;
    }

    private record Profile(String addressLines, String taxId, String accentColour) {
    }
}
