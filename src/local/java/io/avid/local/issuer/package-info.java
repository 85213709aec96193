/// An OpenID issuer with Auth0's paths, claims and habits, for local mode and tests: Spring Authorization Server with a
/// login page, three organisations and their people.
package io.avid.local.issuer;
