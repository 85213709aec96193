package io.avid.local.stripe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// What one request does to one account, all or nothing. Objects come out as copies; [#put] says what is to be kept.
/// It lives under the store's lock, for the time of one request.
final class Work {

    private final ObjectStore store;
    private final String account;
    private final Map<Key, Optional<ObjectNode>> changes = new LinkedHashMap<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean committed;

    Work(ObjectStore store, String account) {
        this.store = store;
        this.account = account;
    }

    /// Where an object stands.
    record Key(Kind kind, String id) {
    }

    String account() {
        return account;
    }

    /// The object as this work left it, or as it was found.
    Optional<ObjectNode> find(Kind kind, String id) {
        Optional<ObjectNode> changed = changes.get(new Key(kind, id));
        return changed != null ? changed.map(ObjectNode::deepCopy) : store.find(account, kind, id).map(StoredObject::node);
    }

    /// @throws StripeError `resource_missing`, with the parameter that named it
    ObjectNode get(Kind kind, String id, String parameter) {
        return find(kind, id).orElseThrow(() -> StripeError.noSuch(kind, id, parameter));
    }

    /// An object that another of this account names, so it is there.
    ObjectNode linked(Kind kind, String id) {
        return find(kind, id).orElseThrow(() -> new IllegalStateException("The emulator lost " + kind.object() + " " + id));
    }

    void put(Kind kind, ObjectNode node) {
        changes.put(new Key(kind, node.get("id").asString()), Optional.of(node.deepCopy()));
    }

    void put(Kind kind, String id, ObjectNode node) {
        changes.put(new Key(kind, id), Optional.of(node.deepCopy()));
    }

    void delete(Kind kind, String id) {
        changes.put(new Key(kind, id), Optional.empty());
    }

    /// Newest first, as the work found them.
    List<ObjectNode> all(Kind kind, Predicate<StoredObject> filter) {
        List<ObjectNode> found = new ArrayList<>();
        for (StoredObject object : store.newestFirst(account, kind)) {
            if (filter.test(object)) {
                found.add(object.node());
            }
        }
        return found;
    }

    /// Newest first, unparsed, as the work found them.
    Iterable<StoredObject> stored(Kind kind) {
        return store.newestFirst(account, kind);
    }

    /// What is to be done once the changes are on disk, outside of the lock; not at all if there are none.
    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    void kept() {
        if (committed) {
            afterwards.forEach(Runnable::run);
        }
    }

    void committed() {
        committed = true;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    Map<Key, Optional<ObjectNode>> changes() {
        return changes;
    }
}
