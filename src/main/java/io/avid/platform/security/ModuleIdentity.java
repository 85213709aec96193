package io.avid.platform.security;

import io.avid.platform.error.Failure;

/** How a call to another process proves which module makes it. */
public interface ModuleIdentity {
    /**
     * A proof to send beside the caller's token, short-lived, with this module as its only audience.
     *
     * @param calling the module that calls, or the edge
     * @param module the module that is called
     */
    String proofOf(String calling, String module);

    /**
     * The module that a proof proves to the module that is called.
     *
     * @throws Failure UNAUTHENTICATED (TOKEN_INVALID) if it proves none
     */
    String proven(String proof, String module);
}
