package io.avid.local.stripe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One object at rest: its JSON, deflated, and beside it what lists are filtered by, so that a filter reads only what it
/// finds.
///
/// @param id within its kind and account
/// @param sequence of its creation: the order of lists, finer than seconds
/// @param created in seconds since 1970
/// @param links the values of the fields that name other objects, and of `type`, `status` and, of timers, `due`
/// @param deflated with what is the emulator's own
record StoredObject(String id, long sequence, long created, Map<String, String> links, byte[] deflated) {

    private static final String[] LINKS = {"customer", "payment_method", "payment_intent", "setup_intent", "charge", "source", "payout", "type", "status", "event", "due"};

    static StoredObject of(String id, long sequence, ObjectNode node) {
        Map<String, String> links = new HashMap<>();
        for (String field : LINKS) {
            JsonNode value = node.get(field);
            if (value != null && value.isString()) {
                links.put(field, value.asString());
            }
        }
        return new StoredObject(id, sequence, StripeJson.number(node, "created"), Map.copyOf(links), deflate(StripeJson.bytes(node)));
    }

    /// A change keeps an object's place.
    StoredObject inPlaceOf(StoredObject old) {
        return new StoredObject(id, old.sequence, created, links, deflated);
    }

    /// A copy of its own for whoever asks.
    ObjectNode node() {
        return StripeJson.parseObject(inflate(deflated));
    }

    static byte[] deflate(byte[] json) {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 2);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(bytes, fast)) {
            deflating.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    static byte[] inflate(byte[] deflated) {
        try (InflaterInputStream inflating = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return inflating.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
