package io.avid.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.avid.platform.module.ReadinessCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whatDoesNotAnswerIsNamedWithinASecondAndHidesNothingElse() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        var readiness = new AskReadiness(List.of(check("well", Optional::empty)), () -> List.of(
                check("hangs", () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return Optional.empty();
                }),
                check("breaks", () -> {
                    throw new IllegalStateException("mongodb://user:secret@10.0.0.1");
                }),
                check("down", () -> Optional.of("does not answer"))));
        long begin = System.nanoTime();
        assertThat(readiness.problems()).containsExactlyInAnyOrderEntriesOf(Map.of(
                "well", Optional.empty(),
                "hangs", Optional.of("does not answer in time"),
                "breaks", Optional.of("cannot be asked (IllegalStateException)"),
                "down", Optional.of("does not answer")));
        assertThat(System.nanoTime() - begin).isLessThan(3_000_000_000L);
        interrupted.await();
    }

    @Test
    void manyLookersAskOnce() throws InterruptedException {
        var readiness = new AskReadiness(List.of(check("well", Optional::empty)), List::of);
        for (int i = 0; i < 100; i++) {
            readiness.problems();
        }
        assertThat(asked.get()).isLessThan(5);
    }

    private ReadinessCheck check(String name, Supplier<Optional<String>> problem) {
        return new ReadinessCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> problem() {
                asked.incrementAndGet();
                return problem.get();
            }
        };
    }
}
