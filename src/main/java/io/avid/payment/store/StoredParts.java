package io.avid.payment.store;

import io.avid.payment.domain.Card;
import io.avid.payment.domain.Decline;
import io.avid.payment.domain.Money;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/** The parts that several of the module's documents have: amounts, cards, declines, and what may be absent, which then has no field. */
final class StoredParts {
    private StoredParts() {}

    static void put(Document document, String field, String value) {
        if (!value.isEmpty()) {
            document.append(field, value);
        }
    }

    static void put(Document document, String field, Optional<String> value) {
        value.ifPresent(present -> document.append(field, present));
    }

    static void putTime(Document document, String field, Optional<Instant> value) {
        value.ifPresent(present -> document.append(field, Date.from(present)));
    }

    static String text(Document document, String field) {
        return document.get(field, "");
    }

    static Optional<String> optional(Document document, String field) {
        return Optional.ofNullable(document.getString(field));
    }

    static Optional<Instant> time(Document document, String field) {
        return Optional.ofNullable(document.getDate(field)).map(Date::toInstant);
    }

    static Document encode(Money money) {
        return new Document("minor", money.minor()).append("currency", money.currency());
    }

    static Money money(Document document) {
        return new Money(document.getLong("minor"), document.getString("currency"));
    }

    static Document encode(Card card) {
        return new Document("brand", card.brand()).append("last4", card.last4())
                .append("expiry_month", card.expiryMonth()).append("expiry_year", card.expiryYear());
    }

    static Card card(Document document) {
        return new Card(document.getString("brand"), document.getString("last4"), document.getInteger("expiry_month"),
                document.getInteger("expiry_year"));
    }

    static Document encode(Decline decline) {
        var stored = new Document("code", decline.code());
        put(stored, "decline_code", decline.declineCode());
        return stored.append("message", decline.message()).append("retryable", decline.retryable()).append("by_stripe", decline.byStripe());
    }

    static Decline decline(Document document) {
        return new Decline(document.getString("code"), text(document, "decline_code"), document.getString("message"),
                document.getBoolean("retryable"), document.getBoolean("by_stripe"));
    }

    static Optional<Document> part(Document document, String field) {
        return Optional.ofNullable(document.get(field, Document.class));
    }
}
