package io.avid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @TempDir
    private Path folder;

    @Test
    void wideCharactersTakeTwoColumnsAndCombiningOnesNone() {
        assertThat(print(new Table().words("name").figures("owed").row("山田商店", "1.00").row("Zoe\u0301", "10.00").row("Ada", "100.00")))
                .isEqualTo("""
                        name        owed
                        山田商店    1.00
                        Zoe\u0301        10.00
                        Ada       100.00
                        """);
    }

    @Test
    void whatComesFromAFileCannotSteerTheTerminal() {
        assertThat(print(new Table().words("").row("red\u001b[31m\nline\u009b31m"))).isEqualTo("red [31m line 31m\n");
    }

    private String print(Table table) {
        var surroundings = new RecordedSurroundings(folder);
        table.print(surroundings.out());
        return surroundings.output();
    }
}
