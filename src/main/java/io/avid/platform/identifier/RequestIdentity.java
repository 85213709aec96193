package io.avid.platform.identifier;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.avid.platform.error.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What makes two calls the same call: the method, the caller's request_id, and a fingerprint of what
 * was asked. The same request_id with another fingerprint is a mistake of the caller's.
 *
 * @param method full name of the RPC, {@code avid.customer.v1.CustomerService/CreateCustomer}
 * @param requestId the caller's request_id
 * @param fingerprint SHA-256 of the request without its request_id, in hexadecimal
 */
public record RequestIdentity(String method, String requestId, String fingerprint) {
    private static final String REQUEST_ID_FIELD = "request_id";

    public RequestIdentity {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(fingerprint, "fingerprint");
        if (requestId.isBlank()) {
            throw Failure.invalid(REQUEST_ID_FIELD, "is empty; give an id of your own for this request, the same"
                    + " again when you repeat it");
        }
    }

    /**
     * The identity of a request as it came.
     *
     * @param method full name of the RPC, as {@code MethodDescriptor.getFullMethodName()} gives it
     * @param request a message with a field {@code request_id}
     */
    public static RequestIdentity of(String method, Message request) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(REQUEST_ID_FIELD);
        if (field == null) {
            throw new IllegalArgumentException(request.getDescriptorForType().getFullName()
                    + " has no field request_id; a message of a mutating call has one");
        }
        Message content = request.toBuilder().clearField(field).build();
        return new RequestIdentity(method, (String) request.getField(field), sha256(content));
    }

    /** The id of the one resource that this request creates in an organisation. */
    public String derivedId(String organisation) {
        return DerivedId.of(organisation, method, requestId);
    }

    private static String sha256(Message content) {
        byte[] bytes = new byte[content.getSerializedSize()];
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        // Maps have no order on the wire; the same request must give the same bytes.
        output.useDeterministicSerialization();
        try {
            content.writeTo(output);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
