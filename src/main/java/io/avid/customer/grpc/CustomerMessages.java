package io.avid.customer.grpc;

import com.google.protobuf.Timestamp;
import io.avid.customer.domain.CustomerKind;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.domain.ExternalId;
import io.avid.customer.domain.PostalAddress;
import io.avid.customer.v1.Address;
import io.avid.customer.v1.Customer;
import io.avid.platform.store.Stored;
import java.time.Instant;
import java.util.Optional;

/** Customers as {@code avid.customer.v1} messages, and back. */
final class CustomerMessages {
    private CustomerMessages() {}

    static Customer customer(String name, Stored<CustomerProfile> stored) {
        return customer(name, stored, stored.state());
    }

    /** The customer as it would be with another profile. */
    static Customer customer(String name, Stored<CustomerProfile> stored, CustomerProfile profile) {
        return message(profile)
                .setName(name)
                .setCreateTime(timestamp(stored.createTime()))
                .setUpdateTime(timestamp(stored.updateTime()))
                .setEtag(stored.etag())
                .build();
    }

    static CustomerProfile profile(Customer message) {
        return new CustomerProfile(
                switch (message.getKind()) {
                    case PERSON -> CustomerKind.PERSON;
                    case ORGANISATION, CUSTOMER_KIND_UNSPECIFIED, UNRECOGNIZED -> CustomerKind.ORGANISATION;
                },
                message.getDisplayName(),
                message.getExternalIdsList().stream().map(CustomerMessages::externalId).toList(),
                message.getEmail(), message.getPhone(),
                message.hasAddress() ? Optional.of(address(message.getAddress())) : Optional.empty(),
                message.getTagsList(), Optional.empty());
    }

    static ExternalId externalId(io.avid.customer.v1.ExternalId message) {
        return new ExternalId(message.getSystem(), message.getValue());
    }

    private static Customer.Builder message(CustomerProfile profile) {
        Customer.Builder message = Customer.newBuilder()
                .setKind(switch (profile.kind()) {
                    case PERSON -> io.avid.customer.v1.CustomerKind.PERSON;
                    case ORGANISATION -> io.avid.customer.v1.CustomerKind.ORGANISATION;
                })
                .setDisplayName(profile.displayName())
                .setEmail(profile.email())
                .setPhone(profile.phone())
                .addAllTags(profile.tags())
                .setBatchRequestId(profile.batch().orElse(""));
        profile.externalIds().forEach(id -> message.addExternalIds(
                io.avid.customer.v1.ExternalId.newBuilder().setSystem(id.system()).setValue(id.value())));
        profile.address().ifPresent(address -> message.setAddress(Address.newBuilder()
                .addAllLines(address.lines())
                .setPostalCode(address.postalCode())
                .setLocality(address.locality())
                .setRegionCode(address.regionCode())));
        return message;
    }

    private static PostalAddress address(Address message) {
        return new PostalAddress(message.getLinesList(), message.getPostalCode(), message.getLocality(),
                message.getRegionCode());
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()).build();
    }
}
