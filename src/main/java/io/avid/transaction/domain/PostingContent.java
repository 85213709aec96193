package io.avid.transaction.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an external id stands for: all that a posting says and that never changes, field by field as the outside names them.
 *
 * @param fields in the order in which differences are looked for
 */
record PostingContent(Map<String, String> fields) {

    static PostingContent of(Terms terms, String currency, long amountMinor, Optional<String> invoiceNumber, Optional<AccountKind> cash) {
        Map<String, String> content = new LinkedHashMap<>();
        content.put("kind", terms.kind().name());
        content.put("customer", terms.customer());
        content.put("currency_code", currency);
        content.put("amount_minor", Long.toString(amountMinor));
        content.put("effective_date", terms.date().toString());
        content.put("invoice_number", invoiceNumber.orElse(""));
        content.put("due_date", terms instanceof Terms.Charge charge ? charge.dueDate().toString() : "");
        content.put("allocations", switch (terms) {
            case Terms.Payment payment -> inOrder(payment.postedAllocations());
            case Terms.Credit credit -> inOrder(credit.postedAllocations());
            case Terms.Charge charge -> "";
            case Terms.Reversal reversal -> "";
            case Terms.Fee fee -> "";
            case Terms.Refund refund -> "";
        });
        content.put("refunds", terms instanceof Terms.Refund refund ? refund.refunds().resourceName() : "");
        content.put("cash_account", cash.map(AccountKind::name).orElse(""));
        return new PostingContent(content);
    }

    private static String inOrder(List<Terms.PostedAllocation> allocations) {
        return String.join(" ", allocations.stream().map(allocation -> allocation.charge().resourceName() + ":" + allocation.amountMinor()).sorted().toList());
    }

    /** Refuses with the first field in which the existing transaction says something else, and both values. */
    void requireSame(PostingContent existing, String externalId, TransactionId transaction) throws ItemRefusedException {
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String there = existing.fields.get(field.getKey());
            if (!field.getValue().equals(there)) {
                String name = transaction.resourceName();
                throw ItemRefusedException.of(RejectionReason.EXTERNAL_ID_CONFLICT,
                        "External id '" + externalId + "' is " + name + " already, with " + field.getKey() + " '" + there + "'; given '" + field.getValue()
                                + "'. Transactions never change: reverse it and post the right one under another external id, or correct what was given.",
                        "external_id", externalId, "transaction", name, "field", field.getKey(), "given", field.getValue(), "existing", there);
            }
        }
    }
}
