package io.avid.document.blob;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where module document keeps content.
 *
 * @param connectionString {@code avid.blob.document.connection-string}: of the Azure Storage account;
 *     a secret
 * @param container {@code avid.blob.document.container}: made at the first use if it is not there
 * @param timeoutMillis {@code avid.blob.document.timeout-millis}: what one request to the account may
 *     take, tries together, in milliseconds; well under a call's own deadline of 30 seconds, so that
 *     the caller hears which dependency failed
 */
@ConfigurationProperties("avid.blob.document")
public record BlobProperties(String connectionString, @DefaultValue("avid-document") String container,
        @DefaultValue("15000") long timeoutMillis) {
    public BlobProperties {
        if (connectionString == null || connectionString.isBlank()) {
            throw new IllegalArgumentException("avid.blob.document.connection-string is not set; give the connection"
                    + " string of an Azure Storage account (in the portal under Access keys).");
        }
    }

    /** Never shows the connection string, which holds the account's key. */
    @Override
    public String toString() {
        return "BlobProperties[container=" + container + ", timeoutMillis=" + timeoutMillis + "]";
    }
}
