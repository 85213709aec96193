package io.avid.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in aligned columns under a header line, for people. */
public final class Table {
    private static final String BETWEEN_COLUMNS = "  ";

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private record Column(String header, boolean toTheRight) {}

    /** A column of words. */
    public Table words(String header) {
        columns.add(new Column(header, false));
        return this;
    }

    /** A column of figures, one under the other from the right. */
    public Table figures(String header) {
        columns.add(new Column(header, true));
        return this;
    }

    /** A row, with a cell for every column. */
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Table::onOneLine).toList());
        return this;
    }

    /** Whether it has no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Writes it; nothing where it has no row. */
    public void print(PrintStream out) {
        if (rows.isEmpty()) {
            return;
        }
        int[] widths = new int[columns.size()];
        List<String> headers = columns.stream().map(Column::header).toList();
        widen(widths, headers);
        rows.forEach(row -> widen(widths, row));
        if (headers.stream().anyMatch(header -> !header.isEmpty())) {
            printRow(out, widths, headers);
        }
        rows.forEach(row -> printRow(out, widths, row));
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
        }
    }

    private void printRow(PrintStream out, int[] widths, List<String> cells) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - DisplayWidth.of(cells.get(i)));
            line.append(i == 0 ? "" : BETWEEN_COLUMNS)
                    .append(columns.get(i).toTheRight() ? padding + cells.get(i) : cells.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    // A cell that came from a file may hold anything; a line feed or an escape sequence must not reach the terminal.
    private static String onOneLine(String cell) {
        return cell.codePoints().anyMatch(Character::isISOControl)
                ? cell.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}]+", " ")
                : cell;
    }
}
