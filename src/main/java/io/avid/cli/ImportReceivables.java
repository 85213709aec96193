package io.avid.cli;

import io.avid.cli.connection.Connection;
import io.avid.cli.connection.StateFolder;
import io.avid.cli.receivables.ImportFile;
import io.avid.cli.receivables.ImportFile.Imported;
import io.avid.cli.receivables.MapFile;
import io.avid.onboarding.v1.ReceivablesMapping;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a receivables file in: customers, charges, payments and dispute marks. */
@Command(name = "receivables",
        description = {
            "Bring a receivables file in: customers, charges, payments and dispute marks from a CSV.",
            "",
            "Without a map the columns are guessed from their names and values, and the guess is shown; what cannot be sure is"
                + " asked for, never guessed. A map is YAML: a line for each Avid field with its column, and for a date its format.",
            "Fields: customer_id, customer_name, invoice_number, invoice_date, due_date, amount, settled_date, disputed,"
                + " delivery, country, currency. Required: customer_id, invoice_number, invoice_date, amount.",
            "",
            "  customer_id: Client",
            "  invoice_date: {column: Dated, format: yyyy-MM-dd}",
            "  decimal_separator: \",\"",
            "  separator: \";\"",
            "",
            "Rejected rows go to FILE.rejected.csv beside the file (invoices.rejected.csv), with line and reason. Correct them"
                + " and import again: a row is known by its invoice number, so that only what is new is added."
                + " A file of that name that says something else stays, and invoices.rejected-2.csv is written.",
            "Exits 0 if every row was taken or was there already, 1 if one was rejected or the import failed; --json tells which."
        },
        footer = {"", "Example:", "  ./avid import receivables invoices.csv --map map.yaml --dry-run"})
final class ImportReceivables extends AskingCommand {
    @Parameters(paramLabel = "FILE", description = "The CSV file.")
    private String file;

    @Option(names = "--map", paramLabel = "MAP.yaml", description = "Which column holds which field.")
    private String map;

    @Option(names = "--currency", paramLabel = "CODE", defaultValue = "USD", description = "ISO 4217; USD without it.")
    private String currency;

    @Option(names = "--dry-run", description = "Decide and count as if it imported, but write no customer and no transaction.")
    private boolean dryRun;

    @Option(names = "--json", description = "One object: process, state, dry_run, counters, rejected_file; or questions.")
    private boolean json;

    ImportReceivables(AvidCommand avid) {
        super(avid);
    }

    @Override
    int ask(Connection connection) {
        CurrencyCode.of(currency);
        Path folder = avid().surroundings().folder();
        ReceivablesMapping mapping = Optional.ofNullable(map).map(name -> MapFile.read(folder.resolve(name)))
                .orElse(ReceivablesMapping.getDefaultInstance());
        var importing = new ImportFile(avid().surroundings(), avid().address(),
                StateFolder.of(avid().surroundings(), avid().address()), connection, json);
        Imported imported = importing.run(folder.resolve(file), mapping, currency, dryRun);
        return imported.isWhole() ? 0 : AvidCommand.FAILURE;
    }
}
