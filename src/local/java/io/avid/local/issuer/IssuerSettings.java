package io.avid.local.issuer;

import java.nio.file.Path;

/// @param folder where the signing key is kept
/// @param port where it listens, on this machine alone
/// @param audience the API that tokens are for
/// @param avidPort where front ends are served from
record IssuerSettings(Path folder, int port, String audience, int avidPort) {

    /// Auth0's issuer ends with a slash, and so does this one.
    String issuer() {
        return "http://127.0.0.1:" + port + "/";
    }
}
