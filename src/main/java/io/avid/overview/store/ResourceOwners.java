package io.avid.overview.store;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Which customer an invoice, payment, refund or link is of, as events told: by it a process that names one finds its customer. */
public final class ResourceOwners {
    private static final String KIND = "owner";
    private static final String CUSTOMER = "customer";

    private final IndexCollection index;

    public ResourceOwners(IndexCollection index) {
        this.index = index;
    }

    /**
     * Whose a resource is.
     *
     * @param organisation the tenant
     * @param resource for example {@code invoices/{id}}
     * @param customer {@code customers/{id}}
     */
    public record Owner(String organisation, String resource, String customer) {}

    /** Keeps them. */
    public void keep(Collection<Owner> owners) {
        if (owners.isEmpty()) {
            return;
        }
        List<UpdateOneModel<Document>> writes = owners.stream()
                .map(owner -> new UpdateOneModel<Document>(
                        Filters.eq(IndexCollection.ID, IndexCollection.id(KIND, owner.organisation(), owner.resource())),
                        Updates.set(CUSTOMER, owner.customer()), new UpdateOptions().upsert(true)))
                .toList();
        index.with(collection -> collection.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }

    /** The customers of those resources that are known, by resource. */
    Map<String, String> of(String organisation, Collection<String> resources) {
        if (resources.isEmpty()) {
            return Map.of();
        }
        int prefix = IndexCollection.id(KIND, organisation, "").length();
        List<String> ids = resources.stream().map(name -> IndexCollection.id(KIND, organisation, name)).toList();
        return index.with(collection -> {
            var found = new HashMap<String, String>();
            for (Document owner : collection.find(Filters.in(IndexCollection.ID, ids))) {
                found.put(owner.getString(IndexCollection.ID).substring(prefix), owner.getString(CUSTOMER));
            }
            return found;
        });
    }
}
