package io.avid.endtoend;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Sends every call between modules that changes something a second time as soon as the first is
 * answered, and hands on the second answer: what a retry does after an answer was lost. The first
 * answer is dropped if it was good; an error is handed on at once.
 *
 * <p>Added to a process of Avid by {@code spring.main.sources}.
 */
@Configuration(proxyBeanMethods = false)
class SendEveryChangeTwice {
    @Bean
    ClientInterceptor twice() {
        return new Twice();
    }

    private static final class Twice implements ClientInterceptor {
        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            ClientCall<Q, R> first = next.newCall(method, options);
            return changesSomething(method) ? new TwiceCall<>(first, method, options, next) : first;
        }

        private static boolean changesSomething(MethodDescriptor<?, ?> method) {
            return method.getType() == MethodType.UNARY
                    && method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier
                    && supplier.getMethodDescriptor().getOptions().getIdempotencyLevel() != IdempotencyLevel.NO_SIDE_EFFECTS;
        }
    }

    private static final class TwiceCall<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final MethodDescriptor<Q, R> method;
        private final CallOptions options;
        private final Channel next;
        private volatile Q request;

        TwiceCall(ClientCall<Q, R> first, MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            super(first);
            this.method = method;
            this.options = options;
            this.next = next;
        }

        @Override
        public void sendMessage(Q message) {
            request = message;
            super.sendMessage(message);
        }

        @Override
        public void start(Listener<R> client, Metadata headers) {
            var again = new Metadata();
            again.merge(headers);
            super.start(new SimpleForwardingClientCallListener<>(client) {
                @Override
                public void onHeaders(Metadata answered) {}

                @Override
                public void onMessage(R message) {}

                @Override
                public void onClose(Status status, Metadata trailers) {
                    if (!status.isOk()) {
                        super.onClose(status, trailers);
                        return;
                    }
                    ClientCall<Q, R> second = next.newCall(method, options);
                    second.start(client, again);
                    second.request(2);
                    second.sendMessage(request);
                    second.halfClose();
                }
            }, headers);
        }
    }
}
