package io.avid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressLineTest {
    @TempDir
    private Path folder;

    @Test
    void whoeverWatchesSeesOneLineDrawnOver() {
        var surroundings = new RecordedSurroundings(folder).watched();
        try (var progress = new ProgressLine(surroundings)) {
            progress.show("Importing", 0, 0);
            progress.show("Importing", 1233, 2466);
            progress.show("Importing", 2466, 2466);
        }
        String errors = surroundings.errors();
        assertThat(errors.split("\r")).hasSize(4);
        assertThat(errors).contains("[###############...............] 1,233 of 2,466").endsWith("2,466 of 2,466" + System.lineSeparator());
    }

    @Test
    void aLogGetsALineNowAndThen() {
        var surroundings = new RecordedSurroundings(folder);
        try (var progress = new ProgressLine(surroundings)) {
            for (int done = 0; done <= 100; done++) {
                progress.show("Importing", done, 100);
                surroundings.move(Duration.ofMillis(100));
            }
        }
        assertThat(surroundings.errors().lines()).containsExactly(
                "Importing 0 of 100", "Importing 50 of 100", "Importing 100 of 100");
    }
}
