package io.avid.document.blob;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobBeginCopySourceRequestConditions;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobBeginCopyOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.avid.document.domain.Sha256;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.store.WriteHook;
import java.io.InputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Content in Azure Blob Storage, addressed by organisation and SHA-256.
 *
 * <p>What comes in parts is put together under the upload's own name first, read back, and copied to
 * its address only when it is what was announced: an address never holds anything else, whoever
 * uploads what at the same time. Equal content of one organisation is kept once.
 *
 * <p>Every step may be repeated: a block of the same number replaces itself, a copy to an address
 * that is taken leaves it as it is.
 *
 * <p>Not final, since it is injected lazily: Spring stands in for it by a subclass until it is used.
 */
public class ContentStore {
    private static final String STORE = "blob/document";
    private static final int TRIES = 3;
    private static final int READ_BLOCK_BYTES = 1024 * 1024;
    private static final Duration COPY_POLL_INTERVAL = Duration.ofMillis(100);

    private final BlobProperties properties;
    private final WriteHook writes;
    private final BlobContainerClient container;
    private final AtomicBoolean containerExists = new AtomicBoolean();

    public ContentStore(BlobProperties properties, WriteHook writes) {
        this.properties = properties;
        this.writes = writes;
        Duration timeout = Duration.ofMillis(properties.timeoutMillis());
        this.container = new BlobServiceClientBuilder()
                .connectionString(properties.connectionString())
                .retryOptions(new RequestRetryOptions(RetryPolicyType.EXPONENTIAL, TRIES, timeout.dividedBy(TRIES),
                        Duration.ofMillis(100), Duration.ofSeconds(1), null))
                .buildClient()
                .getBlobContainerClient(properties.container());
    }

    /** Keeps one part of an upload. */
    public void stage(String organisation, String upload, int part, byte[] content) {
        write("stage part", () -> {
            staged(organisation, upload).getBlockBlobClient().stageBlock(blockId(part), BinaryData.fromBytes(content));
            return null;
        });
    }

    /** Puts an upload's parts together and says what they make. */
    public Sha256.Measured assemble(String organisation, String upload, int parts) {
        BlobClient staged = staged(organisation, upload);
        write("assemble parts", () -> {
            try {
                return staged.getBlockBlobClient().commitBlockList(blockIds(parts), true);
            } catch (BlobStorageException e) {
                throw BlobErrorCode.INVALID_BLOCK_LIST.equals(e.getErrorCode()) ? partsLost(e) : e;
            }
        });
        return reading(() -> {
            try (InputStream content = staged.openInputStream()) {
                return Sha256.measure(content);
            } catch (IOException e) {
                throw Failure.unavailable("Azure Blob Storage", e);
            }
        });
    }

    /** Gives what was assembled, and measured by the caller, its address. */
    public void publish(String organisation, String upload, String sha256) {
        BlobClient staged = staged(organisation, upload);
        BlobClient address = addressed(organisation, sha256);
        write("publish content", () -> {
            try {
                address.beginCopy(new BlobBeginCopyOptions(staged.getBlobUrl())
                                .setSourceRequestConditions(new BlobBeginCopySourceRequestConditions()
                                        .setIfMatch(staged.getProperties().getETag()))
                                .setDestinationRequestConditions(absent())
                                .setPollInterval(COPY_POLL_INTERVAL))
                        .waitForCompletion(Duration.ofMillis(properties.timeoutMillis()));
            } catch (BlobStorageException e) {
                ignoreIfThere(e);
            }
            return null;
        });
    }

    /** Forgets an upload's assembled parts; its content has its address by now, or was refused. */
    public void discard(String organisation, String upload) {
        write("discard upload", () -> staged(organisation, upload).deleteIfExists());
    }

    /** Keeps content that came in one piece. */
    public void put(String organisation, String sha256, byte[] content) {
        write("put content", () -> {
            try {
                addressed(organisation, sha256).uploadWithResponse(
                        new BlobParallelUploadOptions(BinaryData.fromBytes(content)).setRequestConditions(absent()),
                        Duration.ofMillis(properties.timeoutMillis()), Context.NONE);
            } catch (BlobStorageException e) {
                ignoreIfThere(e);
            }
            return null;
        });
    }

    /** The content from a byte on; the caller closes the stream. */
    public InputStream open(String organisation, String sha256, long offsetBytes) {
        return reading(() -> addressed(organisation, sha256).openInputStream(new BlobInputStreamOptions()
                .setRange(new BlobRange(offsetBytes))
                .setBlockSize(READ_BLOCK_BYTES)));
    }

    /** A link that gives the content to whoever has it, as a download of that name, until then. */
    public String link(String organisation, String sha256, String fileName, String contentType, Instant until) {
        BlobClient blob = addressed(organisation, sha256);
        // RFC 6266: the encoded form carries any name; the link is signed, so no header can be slipped in.
        String encodedName = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
        String signature = blob.generateSas(new BlobServiceSasSignatureValues(
                        until.atOffset(ZoneOffset.UTC), new BlobSasPermission().setReadPermission(true))
                .setContentType(contentType)
                .setContentDisposition("attachment; filename*=UTF-8''" + encodedName));
        return blob.getBlobUrl() + "?" + signature;
    }

    private BlobClient staged(String organisation, String upload) {
        return container.getBlobClient(organisation + "/uploads/" + upload);
    }

    private BlobClient addressed(String organisation, String sha256) {
        return container.getBlobClient(organisation + "/content/" + sha256);
    }

    private <T> T write(String operation, Supplier<T> write) {
        return reading(() -> {
            if (!containerExists.get()) {
                container.createIfNotExists();
                containerExists.set(true);
            }
            writes.beforeWrite(STORE, operation);
            T result = write.get();
            writes.afterWrite(STORE, operation);
            return result;
        });
    }

    private static <T> T reading(Supplier<T> request) {
        try {
            return request.get();
        } catch (Failure e) {
            throw e;
        } catch (RuntimeException e) {
            // The SDK throws what its HTTP client and its reactive core throw; none of it is the caller's fault.
            throw Failure.unavailable("Azure Blob Storage", e);
        }
    }

    private static Failure partsLost(BlobStorageException cause) {
        return Failure.of(FailureKind.FAILED_PRECONDITION, "UPLOAD_INCOMPLETE",
                "Parts of this upload are no longer kept: it was refused, or is older than a week. Begin a new upload.",
                Map.of("missing", "all"), cause);
    }

    private static BlobRequestConditions absent() {
        return new BlobRequestConditions().setIfNoneMatch("*");
    }

    private static void ignoreIfThere(BlobStorageException e) {
        boolean there = BlobErrorCode.BLOB_ALREADY_EXISTS.equals(e.getErrorCode())
                || BlobErrorCode.CONDITION_NOT_MET.equals(e.getErrorCode());
        if (!there) {
            throw e;
        }
    }

    private static List<String> blockIds(int parts) {
        return IntStream.range(0, parts).mapToObj(ContentStore::blockId).toList();
    }

    /** Azure wants ids of equal length, in base 64. */
    private static String blockId(int part) {
        return Base64.getEncoder().encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(part).array());
    }
}
