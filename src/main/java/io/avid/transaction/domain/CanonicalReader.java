package io.avid.transaction.domain;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads what {@link CanonicalWriter} wrote; anything else is a {@link DamagedJournalException}. */
final class CanonicalReader {

    private final ByteBuffer bytes;

    CanonicalReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    int count() {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int next = octet();
            value |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                if (value < 0) {
                    break;
                }
                return value;
            }
        }
        throw new DamagedJournalException("A count before byte " + bytes.position() + " is longer than a count can be.");
    }

    long number() {
        return whole(bytes::getLong);
    }

    boolean flag() {
        return switch (octet()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new DamagedJournalException("The flag before byte " + bytes.position() + " is neither 0 nor 1.");
        };
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = count();
        if (length > bytes.remaining()) {
            throw new DamagedJournalException("At byte " + bytes.position() + " " + length + " bytes should follow; there are " + bytes.remaining() + ".");
        }
        byte[] value = new byte[length];
        bytes.get(value);
        return value;
    }

    LocalDate date() {
        return LocalDate.ofEpochDay(number());
    }

    Instant instant() {
        return Instant.ofEpochMilli(number());
    }

    <T> Optional<T> optional(Supplier<T> read) {
        return flag() ? Optional.of(read.get()) : Optional.empty();
    }

    <T> List<T> list(Supplier<T> read) {
        int size = count();
        if (size > bytes.remaining()) {
            throw new DamagedJournalException("At byte " + bytes.position() + " " + size + " values should follow in " + bytes.remaining() + " bytes.");
        }
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(read.get());
        }
        return values;
    }

    Map<String, String> texts() {
        Map<String, String> values = new TreeMap<>();
        int size = count();
        for (int i = 0; i < size; i++) {
            values.put(text(), text());
        }
        return values;
    }

    void end() {
        if (bytes.hasRemaining()) {
            throw new DamagedJournalException(bytes.remaining() + " bytes follow where the content should end, at byte " + bytes.position() + ".");
        }
    }

    private int octet() {
        return whole(() -> bytes.get() & 0xff);
    }

    private <T> T whole(Supplier<T> read) {
        try {
            return read.get();
        } catch (BufferUnderflowException e) {
            throw new DamagedJournalException("The content ends at byte " + bytes.limit() + ", within a value.", e);
        }
    }
}
