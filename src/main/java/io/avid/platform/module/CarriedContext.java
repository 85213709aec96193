package io.avid.platform.module;

import io.grpc.Context;
import io.grpc.Metadata;

/**
 * Something besides the caller that travels with every call between modules, such as its trace.
 *
 * <p>A handler's context starts empty, in one process as over a network. Where a network would carry
 * the thing in a header, a call inside the process hands it over by reference: every bean of this type
 * is asked to, and for one over the network to {@linkplain #send add the header}; the listener on the
 * other side reads it.
 */
public interface CarriedContext {
    /**
     * The handler's context with what is to be carried.
     *
     * @param handler the context that the handler will run in
     * @param caller the context that the call was made in
     */
    Context carry(Context handler, Context caller);

    /**
     * Adds to a network call's headers what is to be carried.
     *
     * @param caller the context that the call is made in
     * @param headers what is sent
     */
    void send(Context caller, Metadata headers);
}
