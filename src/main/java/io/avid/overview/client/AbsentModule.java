package io.avid.overview.client;

import io.avid.platform.error.Failure;
import io.avid.platform.error.Failures;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;

/** The channel to a module that is not there: every call ends with UNAVAILABLE. */
public final class AbsentModule extends Channel {
    private final String module;

    public AbsentModule(String module) {
        this.module = module;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        return new ClientCall<>() {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                StatusRuntimeException absent = Failures.toStatus(Failure.unavailable("module " + module, null));
                listener.onClose(absent.getStatus(), absent.getTrailers());
            }

            @Override
            public void request(int count) {}

            @Override
            public void cancel(String message, Throwable cause) {}

            @Override
            public void halfClose() {}

            @Override
            public void sendMessage(Q message) {}
        };
    }

    @Override
    public String authority() {
        return module;
    }
}
