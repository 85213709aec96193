package io.avid.onboarding.process;

import io.avid.platform.identifier.DerivedId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Customers as module customer publishes them: an external id belongs to one, and creating it again answers it. */
final class KeptCustomers implements CustomerDirectory {
    final Map<String, FoundCustomer> found = new LinkedHashMap<>();
    final Map<String, NewCustomer> created = new LinkedHashMap<>();
    private final LostAnswers lost;
    /** What another import does between the look at who is there and the creation. */
    Runnable beforeCreate = () -> { };

    KeptCustomers(LostAnswers lost) {
        this.lost = lost;
    }

    @Override
    public Map<String, FoundCustomer> find(Collection<String> externalIds) {
        Map<String, FoundCustomer> answer = new LinkedHashMap<>(found);
        answer.keySet().retainAll(externalIds);
        return lost.orAnswer(answer);
    }

    @Override
    public Map<String, FoundCustomer> create(List<NewCustomer> customers, String requestId) {
        Runnable meanwhile = beforeCreate;
        beforeCreate = () -> { };
        meanwhile.run();
        Map<String, FoundCustomer> answer = new LinkedHashMap<>();
        for (NewCustomer customer : customers) {
            found.computeIfAbsent(customer.externalId(), id -> {
                created.put(id, customer);
                return new FoundCustomer(nameToBe("org", id), Optional.of(requestId));
            });
            answer.put(customer.externalId(), found.get(customer.externalId()));
        }
        return lost.orAnswer(answer);
    }

    @Override
    public String nameToBe(String organisation, String externalId) {
        return "customers/" + DerivedId.of(organisation, externalId);
    }
}
