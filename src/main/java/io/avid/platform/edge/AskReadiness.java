package io.avid.platform.edge;

import io.avid.platform.module.HostedReadiness;
import io.avid.platform.module.ReadinessCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks everything that this process needs, all at the same time, and remembers the answer for a second:
 * anybody may look, and no number of lookers makes work for the stores.
 */
final class AskReadiness {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Answer(Map<String, Optional<String>> problems, long nanoTime) {}

    private final List<ReadinessCheck> platform;
    private final HostedReadiness hosted;
    private Answer last;

    AskReadiness(List<ReadinessCheck> platform, HostedReadiness hosted) {
        this.platform = platform;
        this.hosted = hosted;
    }

    /** By what is needed, why it cannot be used, or nothing. */
    synchronized Map<String, Optional<String>> problems() throws InterruptedException {
        if (last == null || System.nanoTime() - last.nanoTime() > REMEMBERED_NANOS) {
            last = new Answer(ask(Stream.concat(platform.stream(), hosted.checks().stream()).toList()), System.nanoTime());
        }
        return last.problems();
    }

    private static Map<String, Optional<String>> ask(List<ReadinessCheck> checks) throws InterruptedException {
        Map<String, Optional<String>> problems = new LinkedHashMap<>();
        ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<Optional<String>>> answers = asking.invokeAll(
                    checks.stream().<Callable<Optional<String>>>map(check -> check::problem).toList(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < checks.size(); i++) {
                problems.put(checks.get(i).name(), answer(answers.get(i)));
            }
        } finally {
            asking.shutdownNow();
        }
        return problems;
    }

    private static Optional<String> answer(Future<Optional<String>> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (CancellationException tookTooLong) {
            return Optional.of("does not answer in time");
        } catch (ExecutionException defect) {
            // Its message may name an address or a secret; its class tells enough of where to look.
            return Optional.of("cannot be asked (" + defect.getCause().getClass().getSimpleName() + ")");
        }
    }
}
