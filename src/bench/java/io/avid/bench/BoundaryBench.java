package io.avid.bench;

import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.customer.v1.ExternalId;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.platform.module.BoundaryStages;
import io.avid.platform.module.BoundaryStages.Stage;
import io.avid.platform.security.Caller;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import io.avid.platform.telemetry.Trace;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a call between modules costs: GetCustomer with an answer of some 800 bytes, ready made, by a
 * closed loop of one caller. Every figure is the median of single calls in the calmest of four
 * iterations (a plain method's is a mean, since a clock costs more than it does), in nanoseconds, of
 * one run on one machine: ratios mean something where the figures themselves do not. The calmest is
 * taken because a stage's share is a difference of two figures, which a neighbour's load would swamp.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BoundaryBench {
    private static final int METHOD_BATCH = 1_000;
    private static final int ANSWER_BYTES = 800;
    private static final String MODULE = "customer";
    private static final Principal STAFF = Principal.staff("org_1", "auth0|staff", Set.of("customers.read"));

    /** What is called. */
    static final class Handler extends CustomerServiceGrpc.CustomerServiceImplBase {
        private final Customer answer = Customer.newBuilder()
                .setName("customers/0123456789abcdefghijklmnop")
                .setDisplayName("A customer")
                .setEtag("e".repeat(ANSWER_BYTES - 150))
                .addExternalIds(ExternalId.newBuilder().setSystem("receivables").setValue("0379-NEVHP"))
                .build();

        Customer get(GetCustomerRequest request) {
            return request.getName().isEmpty() ? Customer.getDefaultInstance() : answer;
        }

        @Override
        public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> observer) {
            observer.onNext(get(request));
            observer.onCompleted();
        }
    }

    /** What all calls share: the request, and a caller that is a call's own context. */
    static class Calling {
        final GetCustomerRequest request = GetCustomerRequest.newBuilder().setName("customers/0123456789abcdefghijklmnop").build();
        final Handler handler = new Handler();
        CustomerServiceGrpc.CustomerServiceBlockingStub stub;

        void asCaller() {
            // JMH calls from one thread for the whole of a trial; the context stays on it as on a request's thread.
            CurrentPrincipal.in(Trace.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")
                            .map(trace -> Trace.in(Context.ROOT, trace)).orElseThrow(),
                    new Caller(STAFF, Optional.of("token"))).attach();
        }
    }

    /** Through the module channel, up to a stage. */
    @State(Scope.Thread)
    public static class ThroughChannel extends Calling {
        /** All of them: JMH takes an enum's own values where none is named. */
        @Param
        public Stage stage;

        @Setup
        public void open() {
            asCaller();
            stub = CustomerServiceGrpc.newBlockingStub(
                    BoundaryStages.channel(MODULE, handler, CustomerServiceGrpc.getServiceDescriptor(), stage));
        }
    }

    /** grpc-java's in-process transport, told to run everything directly, with nothing around it. */
    @State(Scope.Thread)
    public static class ThroughInProcess extends Calling {
        private Server server;
        private ManagedChannel channel;

        @Setup
        public void open() throws IOException {
            server = InProcessServerBuilder.forName("bench").directExecutor().addService(handler).build().start();
            channel = InProcessChannelBuilder.forName("bench").directExecutor().build();
            stub = CustomerServiceGrpc.newBlockingStub(channel);
        }

        @TearDown
        public void close() {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    /** A socket to this machine, by grpc-netty, with nothing around it. */
    @State(Scope.Thread)
    public static class ThroughLoopback extends Calling {
        private Server server;
        private ManagedChannel channel;

        @Setup
        public void open() throws IOException {
            server = NettyServerBuilder.forPort(0).addService(handler).build().start();
            channel = NettyChannelBuilder.forAddress("localhost", server.getPort()).usePlaintext().build();
            stub = CustomerServiceGrpc.newBlockingStub(channel);
        }

        @TearDown
        public void close() {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    /** No boundary at all. */
    @State(Scope.Thread)
    public static class ByMethod extends Calling {}

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(METHOD_BATCH)
    public void method(ByMethod calling, Blackhole sink) {
        for (int i = 0; i < METHOD_BATCH; i++) {
            sink.consume(calling.handler.get(calling.request));
        }
    }

    @Benchmark
    public Customer channel(ThroughChannel calling) {
        return calling.stub.getCustomer(calling.request);
    }

    @Benchmark
    public Customer inProcess(ThroughInProcess calling) {
        return calling.stub.getCustomer(calling.request);
    }

    @Benchmark
    public Customer loopback(ThroughLoopback calling) {
        return calling.stub.getCustomer(calling.request);
    }

    static void run(boolean json, List<String> arguments) throws Exception {
        if (!arguments.isEmpty()) {
            System.err.println("bench boundary takes no more than --json; given " + arguments);
            System.exit(2);
        }
        if (!json) {
            System.out.println("What a call between modules costs; about a minute.");
        }
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(BoundaryBench.class.getName())
                .forks(1)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "-Xms256m", "-Xmx256m")
                .warmupIterations(2).warmupTime(TimeValue.milliseconds(600))
                .measurementIterations(4).measurementTime(TimeValue.milliseconds(400))
                .verbosity(VerboseMode.SILENT);
        PrintStream out = System.out;
        if (json) {
            // JMH tells of its forks on standard output whatever its verbosity; a script wants one line.
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            String stage = result.getParams().getParam("stage");
            String name = result.getParams().getBenchmark();
            medians.put(stage == null ? name.substring(name.lastIndexOf('.') + 1) : stage,
                    calmest(result));
        }
        System.setOut(out);
        out.print(json ? asJson(medians) : asTable(medians));
    }

    private static double calmest(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getStatistics().getPercentile(50))
                .min().orElseThrow();
    }

    private static double all(Map<String, Double> medians) {
        return medians.get(Stage.values()[Stage.values().length - 1].name());
    }

    private static String asTable(Map<String, Double> medians) {
        var table = new StringBuilder();
        double channel = all(medians);
        line(table, "a plain method", medians.get("method"), channel);
        double before = 0;
        for (Stage stage : Stage.values()) {
            double now = medians.get(stage.name());
            table.append(String.format(Locale.ROOT, "    %-34s %+10.0f ns%n", stage.title(), now - before));
            before = now;
        }
        line(table, "the module channel, with all of it", channel, channel);
        line(table, "grpc-java in process, bare", medians.get("inProcess"), channel);
        line(table, "loopback, bare", medians.get("loopback"), channel);
        return table.append(String.format(Locale.ROOT, "Medians of single calls, of the calmest of four iterations. Loopback costs %.0f times what the module channel does.%n",
                medians.get("loopback") / channel)).toString();
    }

    private static void line(StringBuilder table, String name, double nanos, double channel) {
        table.append(String.format(Locale.ROOT, "%-38s %10s ns   %7.2f x%n", name,
                nanos < 10 ? String.format(Locale.ROOT, "%.1f", nanos) : String.format(Locale.ROOT, "%.0f", nanos), nanos / channel));
    }

    private static String asJson(Map<String, Double> medians) {
        var json = new StringBuilder("{");
        json.append(field("channel_p50_ns", all(medians))).append(',')
                .append(field("direct_p50_ns", medians.get("method"))).append(',')
                .append(field("inprocess_p50_ns", medians.get("inProcess"))).append(',')
                .append(field("loopback_p50_ns", medians.get("loopback"))).append(",\"shares_ns\":{");
        double before = 0;
        for (Stage stage : Stage.values()) {
            double now = medians.get(stage.name());
            json.append(stage.ordinal() == 0 ? "" : ",").append(field(stage.name().toLowerCase(Locale.ROOT), now - before));
            before = now;
        }
        return json.append("}}\n").toString();
    }

    private static String field(String name, double nanos) {
        return String.format(Locale.ROOT, "\"%s\":%.1f", name, nanos);
    }
}
