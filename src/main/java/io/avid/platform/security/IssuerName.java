package io.avid.platform.security;

/** Auth0's issuer ends with a slash, others' do not: a slash forgotten in a setting is no other issuer. */
final class IssuerName {
    private IssuerName() {}

    static boolean same(String one, String other) {
        return withoutSlash(one).equals(withoutSlash(other));
    }

    static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
}
