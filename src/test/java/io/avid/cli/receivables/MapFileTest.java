package io.avid.cli.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.cli.terminal.CommandFailure;
import io.avid.onboarding.v1.ColumnMapping;
import io.avid.onboarding.v1.ReceivablesMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFieldHasAColumnAndADateAFormat() throws IOException {
        assertThat(read("""
                # a comment
                customer_id: Client
                invoice_date: {column: Dated, format: yyyy-MM-dd}
                due_date:
                  column: "Due by"
                  format: dd/MM/yyyy
                decimal_separator: ","
                separator: ";"
                """)).isEqualTo(ReceivablesMapping.newBuilder()
                .addColumns(ColumnMapping.newBuilder().setField("customer_id").setColumn("Client"))
                .addColumns(ColumnMapping.newBuilder().setField("invoice_date").setColumn("Dated").setFormat("yyyy-MM-dd"))
                .addColumns(ColumnMapping.newBuilder().setField("due_date").setColumn("Due by").setFormat("dd/MM/yyyy"))
                .setDecimalSeparator(",").setColumnSeparator(";").build());
    }

    @Test
    void aColumnNamedLikeANumberOrATruthIsAWord() throws IOException {
        assertThat(read("amount: 2012\ndisputed: No\ncustomer_id: 007\nseparator: tab\n").getColumnsList())
                .extracting(ColumnMapping::getColumn).containsExactly("2012", "No", "007");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "customer_id: |names no column for customer_id",
        "customer_id: [a, b]|names no column for customer_id",
        "customer_id: {format: x}|names no column for customer_id",
        "customer_id: {column: x, colour: y}|gives customer_id a colour",
        "decimal_separator: x|decimal_separator x; expected",
        "separator: x|separator x; expected",
        "- a|holds no map",
        "a: b: c|is not YAML at line 1",
        "'customer_id: a\ncustomer_id: b'|is not YAML at line",
        "''|holds no map"
    })
    void whatIsWrongIsSaidWithWhatIsExpected(String content, String message) {
        assertThatThrownBy(() -> read(content == null ? "" : content.replace("'", ""))).isInstanceOf(CommandFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTypeOfJavaIsNotMade() {
        assertThatThrownBy(() -> read("customer_id: !!java.io.File [/tmp/x]")).isInstanceOf(CommandFailure.class);
    }

    private ReceivablesMapping read(String content) throws IOException {
        Path file = folder.resolve("map.yaml");
        Files.writeString(file, content);
        return MapFile.read(file);
    }
}
