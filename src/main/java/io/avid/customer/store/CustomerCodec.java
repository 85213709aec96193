package io.avid.customer.store;

import io.avid.customer.domain.CustomerKind;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.domain.ExternalId;
import io.avid.customer.domain.PostalAddress;
import io.avid.platform.store.StateCodec;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** How a customer's profile is kept in MongoDB; what is empty has no field. */
public final class CustomerCodec implements StateCodec<CustomerProfile> {
    private static final String KIND = "kind";
    private static final String DISPLAY_NAME = "display_name";
    private static final String EXTERNAL_IDS = "external_ids";
    private static final String SYSTEM = "system";
    private static final String VALUE = "value";
    private static final String EMAIL = "email";
    private static final String PHONE = "phone";
    private static final String ADDRESS = "address";
    private static final String LINES = "lines";
    private static final String POSTAL_CODE = "postal_code";
    private static final String LOCALITY = "locality";
    private static final String REGION_CODE = "region_code";
    private static final String TAGS = "tags";
    private static final String BATCH = "batch";

    @Override
    public Document encode(CustomerProfile profile) {
        var stored = new Document(KIND, profile.kind().name()).append(DISPLAY_NAME, profile.displayName());
        if (!profile.externalIds().isEmpty()) {
            stored.append(EXTERNAL_IDS, profile.externalIds().stream()
                    .map(id -> new Document(SYSTEM, id.system()).append(VALUE, id.value())).toList());
        }
        put(stored, EMAIL, profile.email());
        put(stored, PHONE, profile.phone());
        profile.address().ifPresent(address -> {
            var kept = new Document();
            if (!address.lines().isEmpty()) {
                kept.append(LINES, address.lines());
            }
            put(kept, POSTAL_CODE, address.postalCode());
            put(kept, LOCALITY, address.locality());
            put(kept, REGION_CODE, address.regionCode());
            stored.append(ADDRESS, kept);
        });
        if (!profile.tags().isEmpty()) {
            stored.append(TAGS, profile.tags());
        }
        profile.batch().ifPresent(batch -> stored.append(BATCH, batch));
        return stored;
    }

    @Override
    public CustomerProfile decode(Document stored) {
        return new CustomerProfile(CustomerKind.valueOf(stored.getString(KIND)), stored.getString(DISPLAY_NAME),
                stored.getList(EXTERNAL_IDS, Document.class, List.of()).stream()
                        .map(id -> new ExternalId(id.getString(SYSTEM), id.getString(VALUE))).toList(),
                text(stored, EMAIL), text(stored, PHONE),
                Optional.ofNullable(stored.get(ADDRESS, Document.class)).map(CustomerCodec::address),
                stored.getList(TAGS, String.class, List.of()), Optional.ofNullable(stored.getString(BATCH)));
    }

    private static PostalAddress address(Document kept) {
        return new PostalAddress(kept.getList(LINES, String.class, List.of()), text(kept, POSTAL_CODE),
                text(kept, LOCALITY), text(kept, REGION_CODE));
    }

    private static void put(Document document, String field, String value) {
        if (!value.isEmpty()) {
            document.append(field, value);
        }
    }

    private static String text(Document document, String field) {
        return document.get(field, "");
    }
}
