/**
 * Who calls: tokens of the trusted issuer at the edge, module tokens between processes, and the
 * principal that travels with a call. Page tokens are here too, since they are sealed by the same
 * secret.
 */
package io.avid.platform.security;
