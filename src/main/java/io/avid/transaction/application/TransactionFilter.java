package io.avid.transaction.application;

import java.time.LocalDate;
import java.util.List;

/** Which transactions are asked for. */
public sealed interface TransactionFilter {

    /** Every one. */
    record All() implements TransactionFilter {
    }

    /** Those that match each part. */
    record And(List<TransactionFilter> parts) implements TransactionFilter {
    }

    /** Those that match at least one part. */
    record Or(List<TransactionFilter> parts) implements TransactionFilter {
    }

    /** Those that do not match. */
    record Not(TransactionFilter filter) implements TransactionFilter {
    }

    /** Those whose invoice number or external id has this word, or begins with it. */
    record Word(String word) implements TransactionFilter {
    }

    /** Those that have the field, whatever its value. */
    record Present(Field field, String attribute) implements TransactionFilter {
    }

    /**
     * Those whose field has such a value; one without the field matches {@link Comparison#NOT_EQUAL} alone.
     *
     * @param attribute name of the attribute; empty unless the field is {@link Field#ATTRIBUTE}
     */
    record Restriction(Field field, String attribute, Comparison comparison, Value value) implements TransactionFilter {
    }

    /** How a value compares. */
    enum Comparison {
        /** {@code =}, and {@code :} with a value. */
        EQUAL,
        /** {@code !=}. */
        NOT_EQUAL,
        /** {@code <}. */
        LESS,
        /** {@code <=}. */
        AT_MOST,
        /** {@code >}. */
        GREATER,
        /** {@code >=}. */
        AT_LEAST
    }

    /** What a field is compared with. */
    sealed interface Value {

        /** Exactly this text. */
        record Text(String text) implements Value {
        }

        /** Any text that begins so. */
        record Prefix(String prefix) implements Value {
        }

        /** A whole number. */
        record Number(long number) implements Value {
        }

        /** A calendar date. */
        record Date(LocalDate date) implements Value {
        }

        /** Yes or no. */
        record Flag(boolean flag) implements Value {
        }
    }

    /** What values a field has. */
    enum FieldType { TEXT, NUMBER, DATE, FLAG }

    /** A field that can be asked about. */
    enum Field {
        KIND("kind", FieldType.TEXT),
        CUSTOMER("customer", FieldType.TEXT),
        ACCOUNT("account", FieldType.TEXT),
        CURRENCY_CODE("currency_code", FieldType.TEXT),
        AMOUNT_MINOR("amount_minor", FieldType.NUMBER),
        REMAINING_MINOR("remaining_minor", FieldType.NUMBER),
        EFFECTIVE_DATE("effective_date", FieldType.DATE),
        DUE_DATE("due_date", FieldType.DATE),
        INVOICE_NUMBER("invoice_number", FieldType.TEXT),
        EXTERNAL_ID("external_id", FieldType.TEXT),
        DISPUTED("disputed", FieldType.FLAG),
        REFUNDS("refunds", FieldType.TEXT),
        CASH_ACCOUNT("cash_account", FieldType.TEXT),
        ATTRIBUTE("attributes", FieldType.TEXT);

        private final String label;
        private final FieldType type;

        Field(String label, FieldType type) {
            this.label = label;
            this.type = type;
        }

        /** As filters name it. */
        public String label() {
            return label;
        }

        /** What values it has. */
        public FieldType type() {
            return type;
        }
    }
}
