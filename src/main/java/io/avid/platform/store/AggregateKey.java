package io.avid.platform.store;

/** The key of an aggregate's document: organisation, a slash, id. */
final class AggregateKey {
    private AggregateKey() {}

    static String of(String organisation, String id) {
        requirePlain(organisation);
        if (id.isEmpty() || id.indexOf('/') >= 0) {
            throw new IllegalArgumentException("an aggregate's id is not empty and has no '/' in it, given '" + id + "'");
        }
        return organisation + "/" + id;
    }

    /** An organisation is part of keys; a separator in it could make one tenant's key another's. */
    private static void requirePlain(String organisation) {
        if (organisation.isBlank() || organisation.indexOf('/') >= 0 || organisation.indexOf('|') >= 0) {
            throw new IllegalArgumentException("an organisation is not blank and has neither '/' nor '|' in it");
        }
    }
}
