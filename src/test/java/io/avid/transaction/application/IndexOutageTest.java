package io.avid.transaction.application;

import static io.avid.transaction.application.JournalWorld.ANNA;
import static io.avid.transaction.application.JournalWorld.STAFF;
import static io.avid.transaction.application.JournalWorld.charge;
import static io.avid.transaction.application.JournalWorld.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.local.ChildProcess;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.transaction.domain.ItemOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexOutageTest {

    @TempDir
    Path data;

    @Test
    void whileTheIndexIsDownPostingGoesOnAndAfterwardsNothingIsMissing() throws IOException, InterruptedException {
        int port = TestSystem.shared().freePort();
        ChildProcess node = TestSystem.shared().startElasticsearchProcess(data, port);
        try (JournalWorld world = JournalWorld.start(URI.create("http://127.0.0.1:" + port))) {
            world.commit(charge("c1", ANNA, 1, 30, 100));
            assertThat(world.ageing(STAFF, day(5)).totals().totalMinor()).isEqualTo(100);
            node.kill();

            assertThat(world.commit(charge("c2", ANNA, 1, 30, 100)).getFirst()).isInstanceOf(ItemOutcome.Posted.class);
            assertThat(world.journals.largestIndexLagPositions()).isPositive();
            assertThatThrownBy(() -> world.ageing.compute(STAFF, new ComputeAgeing.Question(Optional.of(day(5)), Optional.empty(), Optional.empty(),
                    Optional.empty(), 0, 0, 500))).isInstanceOfSatisfying(Failure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));

            node = TestSystem.shared().startElasticsearchProcess(data, port);
            assertThat(world.ageing(STAFF, day(5)).totals().totalMinor()).isEqualTo(200);
            assertThat(world.journals.largestIndexLagPositions()).isZero();
            assertThat(world.verify().differences()).isEmpty();
        } finally {
            node.close();
        }
    }
}
