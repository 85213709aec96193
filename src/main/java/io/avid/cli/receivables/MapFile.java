package io.avid.cli.receivables;

import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.WrongUsage;
import io.avid.onboarding.v1.ColumnMapping;
import io.avid.onboarding.v1.ReceivablesMapping;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A map file: which column holds which Avid field, in YAML.
 *
 * <pre>
 * customer_id: customerID
 * invoice_date: {column: InvoiceDate, format: dd/MM/yyyy}
 * decimal_separator: ","
 * separator: ";"
 * </pre>
 *
 * <p>Which fields there are is the service's to know: a key that it does not know is refused there,
 * with the nearest one that it does.
 */
public final class MapFile {
    private MapFile() {}

    /** Reads it. */
    public static ReceivablesMapping read(Path file) {
        if (Files.isDirectory(file)) {
            throw new WrongUsage("The map file " + file + " is a folder; expected a YAML file with lines such as customer_id: customerID.");
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return mapping(file, yaml().load(reader));
        } catch (NoSuchFileException e) {
            throw new WrongUsage("There is no map file " + file + "; expected a YAML file with lines such as customer_id: customerID.", e);
        } catch (IOException e) {
            throw new CommandFailure("Cannot read the map file " + file + ": " + e.getMessage() + ".", e);
        } catch (MarkedYAMLException e) {
            throw new CommandFailure("The map file " + file + " is not YAML at line " + (e.getProblemMark().getLine() + 1) + ": "
                    + e.getProblem() + ". Expected lines such as customer_id: customerID.", e);
        } catch (YAMLException e) {
            throw new CommandFailure("The map file " + file + " is not YAML: " + e.getMessage() + ".", e);
        }
    }

    private static Yaml yaml() {
        var loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        var dumping = new DumperOptions();
        // Every value is a word: YAML would make a column named No a boolean, and one named 2012 a number.
        var words = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading, words);
    }

    private static ReceivablesMapping mapping(Path file, Object content) {
        if (!(content instanceof Map<?, ?> entries)) {
            throw new CommandFailure("The map file " + file + " holds no map. Expected lines such as customer_id: customerID.");
        }
        var mapping = ReceivablesMapping.newBuilder();
        entries.forEach((key, value) -> {
            switch (String.valueOf(key)) {
                case "decimal_separator" -> mapping.setDecimalSeparator(decimalSeparator(file, value));
                case "separator" -> mapping.setColumnSeparator(separator(file, value));
                default -> mapping.addColumns(column(file, String.valueOf(key), value));
            }
        });
        return mapping.build();
    }

    private static ColumnMapping column(Path file, String field, Object value) {
        var column = ColumnMapping.newBuilder().setField(field);
        switch (value) {
            case String name -> column.setColumn(name);
            case Map<?, ?> parts -> parts.forEach((key, part) -> {
                switch (String.valueOf(key)) {
                    case "column" -> column.setColumn(word(file, field, part));
                    case "format" -> column.setFormat(word(file, field, part));
                    default -> throw new CommandFailure("The map file " + file + " gives " + field + " a " + key
                            + "; expected column and, for a date, format.");
                }
            });
            case null, default -> throw noColumn(file, field);
        }
        if (column.getColumn().isBlank()) {
            throw noColumn(file, field);
        }
        return column.build();
    }

    private static String word(Path file, String field, Object value) {
        if (value instanceof String word) {
            return word;
        }
        throw noColumn(file, field);
    }

    private static CommandFailure noColumn(Path file, String field) {
        return new CommandFailure("The map file " + file + " names no column for " + field + "; expected " + field
                + ": NAME or, for a date, " + field + ": {column: NAME, format: dd/MM/yyyy}.");
    }

    private static String decimalSeparator(Path file, Object value) {
        return switch (String.valueOf(value)) {
            case ".", "point", "dot" -> ".";
            case ",", "comma" -> ",";
            default -> throw new CommandFailure("The map file " + file + " has the decimal_separator " + value + "; expected \".\" or \",\".");
        };
    }

    private static String separator(Path file, Object value) {
        return switch (String.valueOf(value)) {
            case ",", "comma" -> ",";
            case ";", "semicolon" -> ";";
            case "|", "pipe" -> "|";
            case "\t", "\\t", "tab" -> "\t";
            default -> throw new CommandFailure("The map file " + file + " has the separator " + value
                    + "; expected \",\", \";\", \"|\" or tab.");
        };
    }
}
