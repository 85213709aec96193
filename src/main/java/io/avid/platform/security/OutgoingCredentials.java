package io.avid.platform.security;

/** What a call to a module in another process shows to prove who calls. */
public interface OutgoingCredentials {
    /**
     * The token to send, without "Bearer ": the caller's own where one came with the call, else one
     * signed for background work, short-lived, with this module as its only audience.
     *
     * @param caller who calls
     * @param module the module that is called
     */
    String tokenFor(Caller caller, String module);
}
