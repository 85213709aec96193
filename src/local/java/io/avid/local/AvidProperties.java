package io.avid.local;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// What Avid is told of the world around it. The names are the product's; pointing one at the real service replaces a
/// stand-in.
///
/// @param issuer whose tokens are accepted
/// @param stores a MongoDB connection string with database, by module
/// @param elasticsearch one node for all modules
/// @param indexPrefixes what a module's indices are called by, by module
/// @param blobConnectionString of the blob account of `document`
/// @param signingSecret for the tokens that modules give each other
/// @param stripe where Stripe answers, and each organisation's account there
record AvidProperties(URI issuer, Map<String, String> stores, URI elasticsearch, Map<String, String> indexPrefixes,
        String blobConnectionString, String signingSecret, Map<String, String> stripe) {

    static final String AUDIENCE = "https://api.avid.example";

    Map<String, String> asMap() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("okta.oauth2.issuer", issuer.toString());
        properties.put("okta.oauth2.audience", AUDIENCE);
        stores.forEach((module, uri) -> properties.put("avid.store." + module + ".mongodb-uri", uri));
        indexPrefixes.forEach((module, prefix) -> {
            properties.put("avid.search." + module + ".uri", elasticsearch.toString());
            properties.put("avid.search." + module + ".index-prefix", prefix);
        });
        properties.put("avid.blob.document.connection-string", blobConnectionString);
        properties.put("avid.identity.signing-secret", signingSecret);
        properties.putAll(stripe);
        properties.putAll(DemoProfiles.properties());
        return properties;
    }
}
