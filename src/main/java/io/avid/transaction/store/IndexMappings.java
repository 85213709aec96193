package io.avid.transaction.store;

import io.avid.platform.search.ModuleSearch;

/**
 * What the indices hold. Mappings are strict: a field that is not here is refused, never guessed. A change of a mapping is a new version
 * of the index under the same alias, filled from the journal.
 */
enum IndexMappings {

    /** One document per transaction. */
    TRANSACTIONS("transactions", """
            {"dynamic": "strict", "properties": {
              "organisation": {"type": "keyword"},
              "generation": {"type": "integer"},
              "id": {"type": "keyword"},
              "position": {"type": "long"},
              "recorded_position": {"type": "long"},
              "recorded_at_millis": {"type": "long"},
              "kind": {"type": "keyword"},
              "customer": {"type": "keyword"},
              "account": {"type": "keyword"},
              "currency_code": {"type": "keyword"},
              "amount_minor": {"type": "long"},
              "remaining_minor": {"type": "long"},
              "effective_date": {"type": "date", "format": "strict_date"},
              "due_date": {"type": "date", "format": "strict_date"},
              "invoice_number": {"type": "keyword"},
              "external_id": {"type": "keyword"},
              "disputed": {"type": "boolean"},
              "attributes": {"type": "flattened"},
              "marks_recorded_position": {"type": "long"},
              "earlier_marks": {"type": "object", "enabled": false},
              "actor": {"type": "keyword"},
              "reverses": {"type": "keyword"},
              "reversed_by": {"type": "keyword"},
              "refunds": {"type": "keyword"},
              "cash_account": {"type": "keyword"},
              "entries": {"type": "object", "enabled": false}
            }}"""),

    /** One document per charge, with its rectangles; what a row is grouped or summed by stands in the row, so that no join is needed. */
    OPEN_ITEMS("open-items", """
            {"dynamic": "strict", "properties": {
              "organisation": {"type": "keyword"},
              "generation": {"type": "integer"},
              "id": {"type": "keyword"},
              "customer": {"type": "keyword"},
              "currency_code": {"type": "keyword"},
              "due_date": {"type": "date", "format": "strict_date"},
              "rows": {"type": "nested", "dynamic": "strict", "properties": {
                "customer": {"type": "keyword"},
                "due_date": {"type": "date", "format": "strict_date"},
                "effective_from": {"type": "date", "format": "strict_date"},
                "effective_to": {"type": "date", "format": "strict_date"},
                "recorded_from": {"type": "long"},
                "recorded_to": {"type": "long"},
                "remaining_high": {"type": "long"},
                "remaining_low": {"type": "long"}
              }}
            }}"""),

    /** One document per organisation: how far it is. */
    POSITIONS("positions", """
            {"dynamic": "strict", "properties": {
              "organisation": {"type": "keyword"},
              "generation": {"type": "integer"},
              "block": {"type": "long"},
              "position": {"type": "long"}
            }}""");

    /** Of the mappings above. */
    static final int VERSION = 3;

    private final String label;
    private final String mapping;

    IndexMappings(String label, String mapping) {
        this.label = label;
        this.mapping = mapping;
    }

    String mapping() {
        return mapping;
    }

    /** The name under which it is asked and written. */
    String alias(ModuleSearch search) {
        return search.index(label);
    }

    /** The index itself. */
    String index(ModuleSearch search) {
        return index(search, VERSION);
    }

    /** The index of a version. */
    String index(ModuleSearch search, int version) {
        return alias(search) + "-v" + version;
    }
}
