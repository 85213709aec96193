package io.avid.platform.module;

import io.avid.platform.security.Caller;
import io.avid.platform.security.CurrentPrincipal;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import java.util.Optional;

/**
 * Adds to each call who makes it and how deep it is nested, from the context of the call around it, and by which module,
 * which is the one that was given the channel.
 */
final class CallOrigins implements ClientInterceptor {
    private final String module;

    /** @param module the module that calls, or {@link CallOrigin#EDGE} */
    CallOrigins(String module) {
        this.module = module;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Optional<Caller> caller = CurrentPrincipal.findCaller(Context.current());
        return next.newCall(method, caller.isEmpty()
                ? options
                : options.withOption(CallOrigin.OPTION, new CallOrigin(caller.get(), module, CallDepth.current() + 1)));
    }
}
