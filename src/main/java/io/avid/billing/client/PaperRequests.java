package io.avid.billing.client;

import io.avid.customer.v1.Address;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.document.v1.Branding;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.document.v1.Issuer;
import io.avid.document.v1.Recipient;
import io.avid.document.v1.RenderDocumentRequest;
import io.avid.platform.organisation.OrganisationProfile;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.security.CurrentPrincipal;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What every paper begins with: who sends it to whom.
 *
 * <p>The request id holds the customer's etag: who moves while a receipt is made gets one with the new
 * address, and not the refusal that the same request came with other content.
 */
final class PaperRequests {
    private final Channel customers;
    private final Channel documents;
    private final OrganisationProfiles organisations;

    PaperRequests(Channel customers, Channel documents, OrganisationProfiles organisations) {
        this.customers = customers;
        this.documents = documents;
        this.organisations = organisations;
    }

    RenderDocumentRequest.Builder request(String customerName, String locale, String requestId) {
        Customer customer = Calls.of(() -> CustomerServiceGrpc.newBlockingStub(customers)
                .getCustomer(GetCustomerRequest.newBuilder().setName(customerName).build()));
        return RenderDocumentRequest.newBuilder()
                .setCustomer(customerName)
                .setLocale(locale)
                .setIssuer(issuer(profile()))
                .setRecipient(recipient(customer))
                .setRequestId(requestId + "/" + customer.getEtag());
    }

    String render(RenderDocumentRequest.Builder request) {
        return Calls.of(() -> DocumentServiceGrpc.newBlockingStub(documents).renderDocument(request.build())).getName();
    }

    /** The organisation of the process, in whose name the call is made. */
    OrganisationProfile profile() {
        return organisations.of(CurrentPrincipal.get().organisation());
    }

    private static Issuer issuer(OrganisationProfile profile) {
        return Issuer.newBuilder()
                .setName(profile.requireName())
                .addAllAddressLines(profile.addressLines())
                .setTaxId(profile.taxId())
                .setRegistration(profile.registration())
                .setEmail(profile.email())
                .setPhone(profile.phone())
                .setWebsite(profile.website())
                .setBranding(Branding.newBuilder().setAccentColour(profile.accentColour()))
                .build();
    }

    private static Recipient recipient(Customer customer) {
        Recipient.Builder recipient = Recipient.newBuilder().setName(customer.getDisplayName());
        if (customer.hasAddress()) {
            recipient.addAllAddressLines(addressLines(customer.getAddress()));
        }
        if (customer.getExternalIdsCount() > 0) {
            recipient.setCustomerNumber(cut(customer.getExternalIds(0).getValue(), 100));
        }
        return recipient.build();
    }

    private static List<String> addressLines(Address address) {
        var lines = new ArrayList<String>(address.getLinesList());
        lines.add((address.getPostalCode() + " " + address.getLocality()).strip());
        if (!address.getRegionCode().isEmpty()) {
            lines.add(Locale.of("", address.getRegionCode()).getDisplayCountry(Locale.ENGLISH));
        }
        return lines.stream().filter(line -> !line.isBlank()).map(line -> cut(line, 200)).limit(8).toList();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
