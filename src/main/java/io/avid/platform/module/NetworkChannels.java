package io.avid.platform.module;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Channels to modules in other processes. */
final class NetworkChannels {
    /** A connection that is dead without having been closed is noticed within half a minute. */
    private static final long KEEP_ALIVE_SECONDS = 20;

    private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 10;

    /** The first try and two more, spread over a second: a rolling restart is shorter than that. */
    private static final double ATTEMPTS = 3;

    private NetworkChannels() {}

    /**
     * A channel to one address. It connects when first used. Calls that find nobody there are tried
     * again where that is harmless: those that change nothing, and those that carry a request_id,
     * by which the other side knows them again.
     */
    static ManagedChannel to(String address, List<MethodContract> contracts) {
        return NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .executor(task -> Thread.ofVirtual().name("avid-answer").inheritInheritableThreadLocals(false).start(task))
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(CallLimits.MESSAGE_BYTES)
                .maxInboundMetadataSize(CallLimits.HEADER_BYTES)
                .defaultLoadBalancingPolicy("round_robin")
                .defaultServiceConfig(retries(contracts))
                .enableRetry()
                .build();
    }

    private static Map<String, Object> retries(List<MethodContract> contracts) {
        List<Map<String, String>> names = contracts.stream().map(NetworkChannels::nameOf).toList();
        Map<String, Object> policy = Map.of(
                "maxAttempts", ATTEMPTS,
                "initialBackoff", "0.2s",
                "maxBackoff", "1s",
                "backoffMultiplier", 2.0,
                "retryableStatusCodes", List.of("UNAVAILABLE"));
        return Map.of("methodConfig", List.of(Map.of("name", names, "retryPolicy", policy)));
    }

    private static Map<String, String> nameOf(MethodContract contract) {
        int slash = contract.name().indexOf('/');
        return Map.of("service", contract.name().substring(0, slash), "method", contract.name().substring(slash + 1));
    }
}
