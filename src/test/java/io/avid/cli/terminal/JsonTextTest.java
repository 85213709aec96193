package io.avid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.process.v1.ProcessStep;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void aMessageIsOneLineWithTheProtosNamesAndWholeNumbers() {
        var process = Process.newBuilder().setName("processes/onboarding-1").setType("import-\"receivables\"")
                .setState(ProcessState.RUNNING)
                .addSteps(ProcessStep.newBuilder().setStep("rows").setState(ProcessState.RUNNING).setAttempt(1))
                .putCounters("rows", 9_007_199_254_740_993L).setItemsDone(3)
                .setCreateTime(Timestamp.newBuilder().setSeconds(1_000_000_000).setNanos(5_000_000)).build();
        assertThat(JsonText.of(process)).isEqualTo("{\"name\":\"processes/onboarding-1\",\"type\":\"import-\\\"receivables\\\"\","
                + "\"state\":\"RUNNING\",\"steps\":[{\"step\":\"rows\",\"state\":\"RUNNING\",\"attempt\":1,\"message\":\"\"}],"
                + "\"counters\":{\"rows\":9007199254740993},\"items_done\":3,\"items_total\":0,\"references\":{},\"message\":\"\","
                + "\"actor\":\"\",\"create_time\":\"2001-09-09T01:46:40.005Z\",\"etag\":\"\",\"reason\":\"\"}");
    }
}
