package io.avid.local.issuer;

/// A token request that gets none, with OAuth's error code and a sentence that says what to do.
final class TokenRequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String error;
    private final int status;

    TokenRequestRefused(int status, String error, String description) {
        super(description);
        this.status = status;
        this.error = error;
    }

    String error() {
        return error;
    }

    int status() {
        return status;
    }
}
