package io.avid.local.demo;

import com.google.protobuf.FieldMask;
import io.avid.billing.v1.BillingServiceGrpc;
import io.avid.billing.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.CustomerServiceGrpc.CustomerServiceBlockingStub;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.invoice.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import io.avid.platform.process.v1.GetProcessRequest;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.statement.v1.StatementServiceGrpc;
import io.avid.statement.v1.StatementServiceGrpc.StatementServiceBlockingStub;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.avid.transaction.v1.TransactionServiceGrpc.TransactionServiceBlockingStub;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Avid as the demo business sees it: each call is made again while Avid, or what it needs, is away, as every call here
/// carries a request id that is the same at every attempt.
final class AvidClient implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Set<Status.Code> MAY_PASS = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED,
            Status.Code.RESOURCE_EXHAUSTED);
    private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(10);
    private static final Duration LONGEST_PROCESS = Duration.ofMinutes(10);
    private static final long CALL_SECONDS = 30;
    private static final long PAUSE_MILLIS = 300;

    private final ManagedChannel channel;
    private final Channel authorised;

    AvidClient(int port, String token) {
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        this.authorised = ClientInterceptors.intercept(channel, new LoginAndDeadline(token));
    }

    CustomerServiceBlockingStub customers() {
        return CustomerServiceGrpc.newBlockingStub(authorised);
    }

    InvoiceServiceBlockingStub invoices() {
        return InvoiceServiceGrpc.newBlockingStub(authorised);
    }

    PaymentServiceBlockingStub payments() {
        return PaymentServiceGrpc.newBlockingStub(authorised);
    }

    BillingServiceBlockingStub billing() {
        return BillingServiceGrpc.newBlockingStub(authorised);
    }

    StatementServiceBlockingStub statements() {
        return StatementServiceGrpc.newBlockingStub(authorised);
    }

    TransactionServiceBlockingStub transactions() {
        return TransactionServiceGrpc.newBlockingStub(authorised);
    }

    /// The answer, asked for again while Avid is away.
    <A> A ask(Supplier<A> call) throws IOException, InterruptedException {
        long since = System.nanoTime();
        while (true) {
            try {
                return call.get();
            } catch (StatusRuntimeException e) {
                if (!MAY_PASS.contains(e.getStatus().getCode()) || System.nanoTime() - since > LONGEST_ABSENCE.toNanos()) {
                    throw new IOException(e.getStatus().getCode() + ": " + e.getStatus().getDescription(), e);
                }
                Thread.sleep(PAUSE_MILLIS * 4);
            }
        }
    }

    /// A process at its end, whichever it is.
    ///
    /// @param look at it as it stands, at the service that runs it
    Process ended(Process started, Function<GetProcessRequest, Process> look) throws IOException, InterruptedException {
        GetProcessRequest request = GetProcessRequest.newBuilder().setName(started.getName()).build();
        Process process = started;
        long since = System.nanoTime();
        while (process.getState() != ProcessState.SUCCEEDED && process.getState() != ProcessState.FAILED && process.getState() != ProcessState.CANCELLED) {
            if (System.nanoTime() - since > LONGEST_PROCESS.toNanos()) {
                throw new IOException(process.getName() + " (" + process.getType() + ") did not end within " + LONGEST_PROCESS.toMinutes() + " minutes: "
                        + process.getState() + " " + process.getMessage());
            }
            Thread.sleep(PAUSE_MILLIS);
            process = ask(() -> look.apply(request));
        }
        return process;
    }

    static FieldMask mask(String... paths) {
        return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private record LoginAndDeadline(String token) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS))) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    headers.put(AUTHORIZATION, "Bearer " + token);
                    super.start(listener, headers);
                }
            };
        }

        @Override
        public String toString() {
            return "LoginAndDeadline";
        }
    }
}
