package io.avid.platform.security;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Page tokens: where a list goes on, in a form that its reader can only hand back.
 *
 * <p>A token is bound to the method, the caller's organisation (and, for a customer's login, its
 * customer) and the query; given with any other it answers PAGE_TOKEN_INVALID, as does an altered
 * one. What it holds is encrypted, because a position may be a name that the list is ordered by and
 * a REST token stands in a URL, which every proxy logs.
 *
 * <p>The encryption is AES-GCM with a nonce made by HMAC from everything that goes in: no randomness
 * is needed, the same position gives the same token, and a nonce repeats only with its whole message.
 * Tokens hold for as long as the signing secret does; an old one merely goes on from its position.
 */
public final class PageTokens {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LONGEST_TOKEN = 4096;

    private final SecretKeySpec cipherKey;
    private final SecretKeySpec nonceKey;

    public PageTokens(SigningSecret secret) {
        this.cipherKey = secret.key("avid page token cipher 1", "AES");
        this.nonceKey = secret.key("avid page token nonce 1", "HmacSHA256");
    }

    /**
     * A query as text, for the binding: the request without {@code page_token} and {@code page_size},
     * so that a caller may change the size of pages on the way.
     */
    public static String query(Message request) {
        Message.Builder query = request.toBuilder();
        for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
            if (field.getName().equals("page_token") || field.getName().equals("page_size")) {
                query.clearField(field);
            }
        }
        Message bound = query.build();
        ByteString.Output bytes = ByteString.newOutput(bound.getSerializedSize());
        try {
            CodedOutputStream stream = CodedOutputStream.newInstance(bytes);
            stream.useDeterministicSerialization();
            bound.writeTo(stream);
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteString().toByteArray());
    }

    /**
     * The token of the page after a position.
     *
     * @param method full name of the RPC, for example {@code avid.customer.v1.CustomerService/ListCustomers}
     * @param principal who asks
     * @param query all that selects and orders the list, as text; see {@link #query}
     * @param position where the next page begins, in the list's own writing
     */
    public String encode(String method, Principal principal, String query, String position) {
        byte[] binding = binding(method, principal, query);
        byte[] plain = position.getBytes(StandardCharsets.UTF_8);
        byte[] nonce = Arrays.copyOf(SigningSecret.hmac(nonceKey, binding, plain), NONCE_BYTES);
        byte[] sealed = seal(Cipher.ENCRYPT_MODE, nonce, binding, plain, 0).orElseThrow();
        byte[] token = new byte[1 + NONCE_BYTES + sealed.length];
        token[0] = VERSION;
        System.arraycopy(nonce, 0, token, 1, NONCE_BYTES);
        System.arraycopy(sealed, 0, token, 1 + NONCE_BYTES, sealed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * The position that a token holds; empty for the first page, whose token is the empty text.
     *
     * @throws Failure PAGE_TOKEN_INVALID if it was not issued for this method, caller and query
     */
    public Optional<String> decode(String method, Principal principal, String query, String token) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(open(binding(method, principal, query), token).orElseThrow(() -> Failure.of(
                FailureKind.INVALID_ARGUMENT,
                "PAGE_TOKEN_INVALID",
                "page_token was not issued for this query, or was altered. Give next_page_token of the page before"
                        + " unchanged and keep the other fields the same, or leave it empty to begin anew.",
                Map.of())));
    }

    private Optional<String> open(byte[] binding, String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length < 1 + NONCE_BYTES + TAG_BITS / Byte.SIZE || bytes[0] != VERSION
                || !token.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
            return Optional.empty();
        }
        return seal(Cipher.DECRYPT_MODE, Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES), binding, bytes, 1 + NONCE_BYTES)
                .map(plain -> new String(plain, StandardCharsets.UTF_8));
    }

    private Optional<byte[]> seal(int mode, byte[] nonce, byte[] binding, byte[] input, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, cipherKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(binding);
            return Optional.of(cipher.doFinal(input, from, input.length - from));
        } catch (AEADBadTagException altered) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Each part with its length, so that no two parts can be shifted into each other. */
    private static byte[] binding(String method, Principal principal, String query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String part : new String[] {method, principal.organisation(), principal.customer().orElse(""), query}) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
