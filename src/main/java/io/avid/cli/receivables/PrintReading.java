package io.avid.cli.receivables;

import com.google.gson.stream.JsonWriter;
import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Surroundings;
import io.avid.cli.terminal.Table;
import io.avid.onboarding.v1.ColumnReading;
import io.avid.onboarding.v1.ReceivablesReading;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** How a file is read, for people: the guess with its reasons, or what must be said first. */
final class PrintReading {
    private final Surroundings surroundings;
    private final ReceivablesReading reading;

    PrintReading(Surroundings surroundings, ReceivablesReading reading) {
        this.surroundings = surroundings;
        this.reading = reading;
    }

    void guess(Path file) {
        table(file, surroundings.out());
        surroundings.out().println();
        // The summary comes much later: whoever watches should see this now.
        surroundings.out().flush();
    }

    void questions(Path file, boolean json) {
        PrintStream error = surroundings.error();
        if (json) {
            surroundings.out().println(JsonText.object(this::writeQuestions));
        } else {
            table(file, error);
            error.println();
        }
        warnings();
        error.println("Nothing was imported, for the file can be read in more than one way:");
        reading.getQuestionsList().forEach(question -> error.println("  " + question));
        if (!json) {
            error.println("Write what it means into a map such as this, and repeat the command with --map map.yaml:");
            error.println();
            error.print(MapSnippet.of(reading));
        }
    }

    private void table(Path file, PrintStream out) {
        String decimal = reading.getMapping().getDecimalSeparator();
        out.println(file.getFileName() + ": " + Amounts.count(reading.getRows()) + " rows, read as"
                + (decimal.isEmpty() ? "" : " (decimal separator " + decimal + ")"));
        var table = new Table().words("field").words("column").words("format").words("for example").words("why");
        for (ColumnReading column : reading.getColumnsList()) {
            table.row(column.getField().isEmpty() ? "(not used)" : column.getField(), column.getColumn(), column.getFormat(),
                    String.join(", ", column.getExamplesList()), column.getReason());
        }
        table.print(out);
        reading.getNotesList().forEach(out::println);
    }

    /** What may have been overlooked; where nobody can miss it, and apart from what a script reads. */
    void warnings() {
        reading.getWarningsList().forEach(warning -> surroundings.error().println("Warning: " + warning));
    }

    /** The reading as a map, to keep for the next file or to change. */
    void map() {
        surroundings.out().println();
        surroundings.out().println("As a map, for --map:");
        surroundings.out().print(MapSnippet.of(reading).indent(2));
    }

    private void writeQuestions(JsonWriter json) throws IOException {
        json.name("questions").beginArray();
        for (String question : reading.getQuestionsList()) {
            json.value(question);
        }
        json.endArray();
        json.name("mapping");
        JsonText.write(json, reading.getMapping());
    }
}
