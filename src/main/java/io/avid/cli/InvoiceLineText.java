package io.avid.cli;

import io.avid.cli.terminal.Amounts;
import io.avid.cli.terminal.WrongUsage;
import io.avid.invoice.v1.InvoiceLine;
import java.util.regex.Pattern;

/**
 * An invoice's line as it is typed: {@code DESCRIPTION;QUANTITY;UNIT PRICE[;TAX %]}. A semicolon of the
 * description itself has a backslash before it.
 */
final class InvoiceLineText {
    private static final String EXPECTED = "; expected \"DESCRIPTION;QUANTITY;UNIT PRICE\" or \"DESCRIPTION;QUANTITY;UNIT PRICE;TAX %\","
            + " such as \"Sourdough loaf;12;3.40;20\" (write a semicolon of the description as \\;).";
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\);");
    private static final Pattern QUANTITY = Pattern.compile("-?[0-9]{1,9}([.][0-9]{1,6})?");
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,2}([.][0-9]{1,4})?");
    private static final int LARGEST_PARTS = 4;

    private InvoiceLineText() {}

    static InvoiceLine read(String text, String currency) {
        String[] parts = SEPARATOR.split(text, -1);
        if (parts.length < LARGEST_PARTS - 1 || parts.length > LARGEST_PARTS) {
            throw new WrongUsage("--line is '" + text + "', which has " + parts.length + (parts.length == 1 ? " part" : " parts") + EXPECTED);
        }
        String description = parts[0].replace("\\;", ";").strip();
        String quantity = parts[1].strip();
        if (description.isEmpty()) {
            throw new WrongUsage("--line is '" + text + "', which has no description" + EXPECTED);
        }
        if (!QUANTITY.matcher(quantity).matches()) {
            throw new WrongUsage("--line is '" + text + "', whose quantity is '" + quantity
                    + "'; expected a number such as 12, 1.5 or -1, with at most 6 digits after the point.");
        }
        if (parts[2].strip().startsWith("-")) {
            throw new WrongUsage("--line is '" + text + "', whose unit price is negative; expected a price of 0 or more. A reduction has a"
                    + " negative quantity, such as \"Discount;-1;5.00\".");
        }
        var line = InvoiceLine.newBuilder().setDescription(description).setQuantity(quantity)
                .setUnitPriceMinor(Amounts.given("The unit price of --line '" + text + "'", parts[2], currency));
        if (parts.length == LARGEST_PARTS) {
            line.setTaxPercent(percent(text, parts[LARGEST_PARTS - 1].strip()));
        }
        return line.build();
    }

    private static String percent(String text, String given) {
        String percent = given.endsWith("%") ? given.substring(0, given.length() - 1).strip() : given;
        if (!PERCENT.matcher(percent).matches()) {
            throw new WrongUsage("--line is '" + text + "', whose tax is '" + given
                    + "'; expected a percentage such as 20 or 8.875, or no fourth part for an untaxed line.");
        }
        return percent;
    }
}
