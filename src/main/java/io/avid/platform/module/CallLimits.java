package io.avid.platform.module;

import com.google.protobuf.MessageLite;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.error.Failures;
import io.grpc.InternalMetadata;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * How big a message and the headers of a call may be: what gRPC over the network allows by default,
 * enforced alike where no network is, so that a call that works in one process works in two.
 */
public final class CallLimits {
    /** The greatest serialised message: 4 MiB, gRPC's own default. */
    public static final int MESSAGE_BYTES = 4 * 1024 * 1024;

    /** The greatest sum of header names, values and 32 bytes each, as HTTP/2 counts: 8 KiB. */
    public static final int HEADER_BYTES = 8 * 1024;

    private static final int HEADER_OVERHEAD_BYTES = 32;

    private CallLimits() {}

    /**
     * The serialised size of a message.
     *
     * @throws StatusRuntimeException RESOURCE_EXHAUSTED (LIMIT_REACHED) if it is over the limit
     */
    static <M> int sizeOf(M message, MethodDescriptor.Marshaller<M> marshaller, String method) {
        int size = message instanceof MessageLite proto ? proto.getSerializedSize() : streamedSizeOf(message, marshaller);
        if (size > MESSAGE_BYTES) {
            throw tooBig("message_bytes", MESSAGE_BYTES, "A message of " + method + " has " + size
                    + " bytes; at most " + MESSAGE_BYTES + " are allowed. Send less at once, or in several calls.");
        }
        return size;
    }

    /** Headers as the other side of a network would get them: a copy, over bytes, within the limit. */
    static Metadata received(Metadata headers, String method) {
        if (InternalMetadata.headerCount(headers) == 0) {
            return new Metadata();
        }
        byte[][] serialized = InternalMetadata.serialize(headers);
        checkHeaders(serialized, method);
        for (int i = 1; i < serialized.length; i += 2) {
            serialized[i] = serialized[i].clone();
        }
        return InternalMetadata.newMetadata(serialized);
    }

    /** Refuses headers over the limit. */
    static void checkHeaders(Metadata headers, String method) {
        if (InternalMetadata.headerCount(headers) > 0) {
            checkHeaders(InternalMetadata.serialize(headers), method);
        }
    }

    private static void checkHeaders(byte[][] namesAndValues, String method) {
        long size = 0;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            size += namesAndValues[i].length + namesAndValues[i + 1].length + HEADER_OVERHEAD_BYTES;
        }
        if (size > HEADER_BYTES) {
            throw tooBig("header_bytes", HEADER_BYTES, "The headers of " + method + " have " + size
                    + " bytes; at most " + HEADER_BYTES + " are allowed.");
        }
        for (int i = 1; i < namesAndValues.length; i += 2) {
            if (!endsWithBin(namesAndValues[i - 1]) && !isPrintable(namesAndValues[i])) {
                throw Failures.toStatus(Failure.of(FailureKind.INVALID_ARGUMENT, "FIELDS_INVALID",
                        "A header of " + method + " holds a character that HTTP does not carry; expected printable"
                                + " ASCII, or a name that ends with -bin for anything else.", Map.of()));
            }
        }
    }

    private static boolean endsWithBin(byte[] name) {
        int n = name.length;
        return n >= 4 && name[n - 4] == '-' && name[n - 3] == 'b' && name[n - 2] == 'i' && name[n - 1] == 'n';
    }

    private static boolean isPrintable(byte[] value) {
        for (byte b : value) {
            if (b < 0x20 || b > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static <M> int streamedSizeOf(M message, MethodDescriptor.Marshaller<M> marshaller) {
        try (InputStream stream = marshaller.stream(message)) {
            if (stream instanceof KnownLength) {
                return stream.available();
            }
            return Math.toIntExact(stream.transferTo(java.io.OutputStream.nullOutputStream()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static StatusRuntimeException tooBig(String limit, int greatest, String message) {
        return Failures.toStatus(Failure.of(FailureKind.RESOURCE_EXHAUSTED, "LIMIT_REACHED", message,
                Map.of("limit", limit, "greatest", Integer.toString(greatest))));
    }
}
