package io.avid.transaction.domain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes values so that equal values give equal bytes, on every machine and in every version: numbers big-endian and of fixed width,
 * counts and lengths as base-128 varints, text as length and UTF-8, maps in key order, dates as days and instants as milliseconds since
 * 1970-01-01 UTC.
 */
final class CanonicalWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

    CanonicalWriter count(int value) {
        int rest = value;
        while (rest >= 0x80) {
            bytes.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
        return this;
    }

    CanonicalWriter number(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }

    CanonicalWriter flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    CanonicalWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    CanonicalWriter bytes(byte[] value) {
        count(value.length);
        bytes.writeBytes(value);
        return this;
    }

    CanonicalWriter date(LocalDate value) {
        return number(value.toEpochDay());
    }

    CanonicalWriter instant(Instant value) {
        return number(value.toEpochMilli());
    }

    <T> CanonicalWriter optional(Optional<T> value, Consumer<T> write) {
        flag(value.isPresent());
        value.ifPresent(write);
        return this;
    }

    <T> CanonicalWriter list(Collection<T> values, Consumer<T> write) {
        count(values.size());
        values.forEach(write);
        return this;
    }

    CanonicalWriter texts(Map<String, String> values) {
        SequencedMap<String, String> sorted = new TreeMap<>(values);
        return list(sorted.entrySet(), entry -> text(entry.getKey()).text(entry.getValue()));
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
