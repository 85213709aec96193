package io.avid.platform.module;

import io.avid.platform.security.Caller;
import io.grpc.CallOptions;
import io.grpc.Context;
import java.util.Objects;

/**
 * What travels with every call between modules: who calls, and how deep calls are nested.
 *
 * <p>Inside one process it goes by reference in the call's options; over the network as a token and
 * a header. On the serving side it stands in the call's context either way.
 *
 * @param caller who calls
 * @param depth 1 for a module called by the edge or by background work, one more for each module on
 *     the way
 */
record CallOrigin(Caller caller, int depth) {
    static final CallOptions.Key<CallOrigin> OPTION = CallOptions.Key.create("avid-call-origin");
    static final Context.Key<Integer> DEPTH = Context.key("avid-call-depth");

    CallOrigin {
        Objects.requireNonNull(caller, "caller");
    }
}
