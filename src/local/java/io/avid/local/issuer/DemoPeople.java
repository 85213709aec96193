package io.avid.local.issuer;

import io.avid.platform.identifier.DerivedId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who can sign in locally: in each of three organisations one person per role, all of our own making.
public final class DemoPeople {

    /// Everybody's password in local mode. The issuer listens on this machine alone, and its people own nothing.
    public static final String PASSWORD = "avid-local";

    /// The organisation that holds the demo business; the others start empty.
    public static final int DEMO_ORGANISATION = 3;

    private static final List<Organisation> ORGANISATIONS = List.of(
            new Organisation(1, "org_harbour", "Harbour Supplies", "harbour.example"),
            new Organisation(2, "org_meadow", "Meadow Instruments", "meadow.example"),
            new Organisation(DEMO_ORGANISATION, "org_demo", "Oven & Crumb Wholesale Bakery", "demo.example"));

    private static final List<Person> PEOPLE = everybody();

    private DemoPeople() {
    }

    /// The three, in the order of their numbers.
    public static List<Organisation> organisations() {
        return ORGANISATIONS;
    }

    /// Everybody of every organisation.
    public static List<Person> people() {
        return PEOPLE;
    }

    /// @throws IllegalArgumentException naming the numbers that there are
    public static Organisation organisation(int number) {
        return ORGANISATIONS.stream().filter(organisation -> organisation.number() == number).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no organisation " + number + "; they are numbered 1 to " + ORGANISATIONS.size() + "."));
    }

    /// The one of this role there.
    public static Person person(Role role, Organisation organisation) {
        return PEOPLE.stream().filter(person -> person.role() == role && person.organisation().equals(organisation)).findFirst().orElseThrow();
    }

    /// By the name typed at the login page.
    public static Optional<Person> byUserName(String userName) {
        return PEOPLE.stream().filter(person -> person.userName().equalsIgnoreCase(userName.strip())).findFirst();
    }

    /// The customer that the organisation's customer login is, by the name that an import gives it: of the demo business,
    /// and of the two that start empty, one of the sample file that they are tried with.
    private static String customerName(Organisation organisation) {
        String externalId = organisation.number() == DEMO_ORGANISATION ? "OC-1008" : "0379-NEVHP";
        return "customers/" + DerivedId.of(organisation.id(), "avid.customer.v1.CustomerService/CreateCustomer",
                "receivables/customer/" + externalId);
    }

    private static List<Person> everybody() {
        List<Person> people = new ArrayList<>();
        for (Organisation organisation : ORGANISATIONS) {
            for (Role role : Role.values()) {
                String subject = "auth0|" + organisation.id().substring("org_".length()) + "-" + role.id();
                people.add(new Person(role.id() + "@" + organisation.domain(), subject, role, organisation,
                        role == Role.CUSTOMER ? Optional.of(customerName(organisation)) : Optional.empty()));
            }
        }
        return List.copyOf(people);
    }

    /// A tenant of Avid.
    ///
    /// @param number as in `--demo finance@2`
    /// @param id the token's `org_id`
    /// @param name for people
    /// @param domain of its people's user names
    public record Organisation(int number, String id, String name, String domain) {
    }

    /// Somebody who can sign in.
    ///
    /// @param userName as typed
    /// @param subject the token's `sub`; says nothing about a person
    /// @param role what they may do
    /// @param organisation where
    /// @param customer for role customer, the one customer
    public record Person(String userName, String subject, Role role, Organisation organisation, Optional<String> customer) {

        Person asCustomer(String name) {
            return new Person(userName, subject, role, organisation, Optional.of(name));
        }
    }
}
