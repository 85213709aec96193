package io.avid.onboarding.process;

import io.avid.onboarding.process.GuessReport.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds each field's column when nobody gave a map.
 *
 * <p>A wrong guess here is a wrong balance later, so the rule is to be sure or to ask. A column is taken for a field
 * only when its <em>name</em> says so (see {@link ColumnNames}) and its <em>values</em> agree: dates that parse,
 * amounts that parse, invoice numbers that do not repeat. Required fields choose first, the strongest name first. A
 * person is asked
 * <ul>
 *   <li>when two columns fit a field equally well,</li>
 *   <li>when a required field has no column,</li>
 *   <li>when a name is clear and its values are something else,</li>
 *   <li>when no column is named for the due or the settled date and an unnamed date column is left that could be it:
 *       leaving it out in silence would make everything open for ever.</li>
 * </ul>
 */
final class GuessColumns {
    private static final double MOST = 0.8;
    /** Enough when the name is clear: a short file may well have as many bad rows as good ones. */
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.98;
    private static final double YES_NO = 0.9;
    private static final int LONGEST_COUNTRY_CHARS = 64;

    /** A column chosen for a field. */
    record Choice(int column, Confidence confidence, String why) {}

    record Guess(Map<ReceivableField, Choice> choices, List<Finding> findings, List<String> warnings) {}

    private final SurveyFile.Survey survey;
    private final Set<String> repeatedNames = new HashSet<>();
    private final Map<ReceivableField, Choice> choices = new EnumMap<>(ReceivableField.class);
    private final Set<ReceivableField> asked = EnumSet.noneOf(ReceivableField.class);
    private final Set<Integer> claimed = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private GuessColumns(SurveyFile.Survey survey) {
        this.survey = survey;
        List<String> columns = survey.header().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.indexOf(columns.get(i)) != i) {
                repeatedNames.add(columns.get(i));
            }
        }
    }

    static Guess of(SurveyFile.Survey survey) {
        return new GuessColumns(survey).guess();
    }

    private Guess guess() {
        chooseFrom(EnumSet.copyOf(Arrays.stream(ReceivableField.values())
                .filter(ReceivableField::isRequired).toList()));
        chooseFrom(EnumSet.copyOf(Arrays.stream(ReceivableField.values())
                .filter(field -> !field.isRequired()).toList()));
        chooseDeliveryByItsValues();
        for (ReceivableField field : ReceivableField.values()) {
            if (!choices.containsKey(field) && !asked.contains(field)) {
                explainMissing(field);
            }
        }
        warnOfUnusedMarks();
        return new Guess(choices, findings, warnings);
    }

    /**
     * Marks of yes or no whose name says nothing to us. They are not asked for, as a date is: they change no figure, and
     * importing the file again with a map brings them in.
     */
    private void warnOfUnusedMarks() {
        if (choices.containsKey(ReceivableField.DISPUTED) || asked.contains(ReceivableField.DISPUTED)) {
            return;
        }
        for (int column = 0; column < survey.header().width(); column++) {
            if (!claimed.contains(column) && !name(column).isEmpty() && !Header.isOfRejects(name(column))
                    && survey.column(column).distinguishesYesFromNo(NEARLY_ALL)) {
                warnings.add("The column " + described(column) + " looks like yes or no and is not used. If it marks disputes, "
                        + "say so in a map, disputed: {column: " + name(column) + "}, and import the file again.");
            }
        }
    }

    /** Paper and electronic are words that say enough, whatever the column is called. */
    private void chooseDeliveryByItsValues() {
        if (choices.containsKey(ReceivableField.DELIVERY) || asked.contains(ReceivableField.DELIVERY)) {
            return;
        }
        List<Integer> saying = new ArrayList<>();
        for (int column = 0; column < survey.header().width(); column++) {
            ColumnEvidence evidence = survey.column(column);
            if (!claimed.contains(column) && evidence.deliveryWords() >= NEARLY_ALL && evidence.longest() > 1
                    && !repeatedNames.contains(name(column)) && !Header.isOfRejects(name(column))) {
                saying.add(column);
            }
        }
        if (saying.size() == 1) {
            claimed.add(saying.getFirst());
            choices.put(ReceivableField.DELIVERY, new Choice(saying.getFirst(), Confidence.LIKELY,
                    valuesInWords(ReceivableField.DELIVERY, survey.column(saying.getFirst()))));
        }
    }

    private void chooseFrom(Set<ReceivableField> fields) {
        Set<ReceivableField> left = EnumSet.copyOf(fields);
        while (!left.isEmpty()) {
            ReceivableField strongest = null;
            int most = 0;
            for (ReceivableField field : left) {
                int best = bestScore(field);
                if (best > most) {
                    most = best;
                    strongest = field;
                }
            }
            if (strongest == null) {
                return;
            }
            left.remove(strongest);
            choose(strongest, most);
        }
    }

    private int bestScore(ReceivableField field) {
        int best = 0;
        for (int column = 0; column < survey.header().width(); column++) {
            if (!claimed.contains(column)) {
                best = Math.max(best, score(field, column));
            }
        }
        return best;
    }

    private void choose(ReceivableField field, int score) {
        List<Integer> best = new ArrayList<>();
        for (int column = 0; column < survey.header().width(); column++) {
            if (!claimed.contains(column) && score(field, column) == score) {
                best.add(column);
            }
        }
        List<String> names = best.stream().map(this::name).toList();
        if (best.size() > 1) {
            asked.add(field);
            claimed.addAll(best);
            boolean sameName = new HashSet<>(names).size() == 1;
            findings.add(Finding.ofField(
                    sameName ? Finding.Code.REPEATED_COLUMN : Finding.Code.AMBIGUOUS_COLUMN, field, names, sameName
                            ? "The column '" + names.getFirst() + "' occurs " + names.size() + " times and could be " + field.key()
                                    + ": give its copies names of their own in the file."
                            : names.size() + " columns could be " + field.key() + ": "
                                    + best.stream().map(this::described).collect(Collectors.joining(" and "))
                                    + ". Say which in a map: " + field.key() + ": {column: " + names.getFirst() + "}."));
            return;
        }
        int column = best.getFirst();
        if (repeatedNames.contains(name(column))) {
            asked.add(field);
            findings.add(Finding.ofField(Finding.Code.REPEATED_COLUMN, field, names, "The column '" + name(column)
                    + "', which looks like " + field.key() + ", occurs more than once in the header: give its copies names of "
                    + "their own in the file."));
            return;
        }
        claimed.add(column);
        ColumnEvidence evidence = survey.column(column);
        boolean certain = score == ColumnNames.EXACT && (evidence.isEmpty() || valueFit(field, evidence) >= NEARLY_ALL);
        choices.put(field, new Choice(column, certain ? Confidence.CERTAIN : Confidence.LIKELY,
                "its name" + (score == ColumnNames.EXACT ? "" : score == ColumnNames.GENERIC ? " (no other says it better)"
                        : score == ColumnNames.PART ? " in part" : " (for want of a better)") + ", and " + valuesInWords(field, evidence)));
    }

    /** How well name and values together speak for the field; 0 where either speaks against it. */
    private int score(ReceivableField field, int column) {
        int strength = ColumnNames.strength(field, name(column));
        if (strength == 0 || Header.isOfRejects(name(column))) {
            return 0;
        }
        ColumnEvidence evidence = survey.column(column);
        if (evidence.isEmpty()) {
            return !field.isRequired() && strength == ColumnNames.EXACT ? strength : 0;
        }
        if (!fits(field, column, strength)) {
            return 0;
        }
        boolean names = evidence.nameLike() > 0.5;
        return switch (field) {
            case CUSTOMER_ID -> names && strength < ColumnNames.EXACT ? ColumnNames.LAST_RESORT : strength;
            case CUSTOMER_NAME -> names || strength == ColumnNames.EXACT ? strength : 0;
            default -> strength;
        };
    }

    private boolean fits(ReceivableField field, int column, int strength) {
        ColumnEvidence evidence = survey.column(column);
        double enough = strength >= ColumnNames.GENERIC ? HALF : MOST;
        boolean full = !field.isRequired() || evidence.filled() >= enough;
        boolean dates = evidence.dates.fit() >= enough;
        return full && switch (field) {
            case CUSTOMER_ID -> !dates || strength == ColumnNames.EXACT;
            case CUSTOMER_NAME -> !dates;
            case INVOICE_NUMBER -> evidence.distinct() >= MOST && (!dates || strength == ColumnNames.EXACT);
            case INVOICE_DATE, DUE_DATE, SETTLED_DATE -> dates;
            case AMOUNT -> evidence.amounts.fit() >= enough && !dates;
            case DISPUTED -> evidence.yesOrNo() >= YES_NO;
            case DELIVERY -> evidence.deliveryWords() >= MOST
                    || evidence.yesOrNo() >= YES_NO && ColumnNames.yesMeans(name(column)) != ColumnNames.YesMeans.UNKNOWN;
            case COUNTRY -> !dates && !evidence.amounts.hasDecimals() && evidence.longest() <= LONGEST_COUNTRY_CHARS;
            case CURRENCY -> evidence.currencyCodes() >= MOST;
        };
    }

    private static double valueFit(ReceivableField field, ColumnEvidence evidence) {
        return switch (field) {
            case CUSTOMER_ID -> evidence.filled();
            case INVOICE_NUMBER -> Math.min(evidence.filled(), evidence.distinct());
            case INVOICE_DATE -> Math.min(evidence.filled(), evidence.dates.fit());
            case DUE_DATE, SETTLED_DATE -> evidence.dates.fit();
            case AMOUNT -> Math.min(evidence.filled(), evidence.amounts.fit());
            case DISPUTED -> evidence.yesOrNo();
            case DELIVERY -> Math.max(evidence.deliveryWords(), evidence.yesOrNo());
            case CURRENCY -> evidence.currencyCodes();
            case CUSTOMER_NAME, COUNTRY -> 1;
        };
    }

    private static String valuesInWords(ReceivableField field, ColumnEvidence evidence) {
        if (evidence.isEmpty()) {
            return "it is empty";
        }
        return switch (field) {
            case CUSTOMER_ID -> percent(evidence.filled()) + " of the rows have a value"
                    + (evidence.distinct() < 1 ? "; values repeat" : "; no value repeats");
            case CUSTOMER_NAME -> "its values look like names";
            case INVOICE_NUMBER -> percent(evidence.distinct()) + " of its values are different";
            case INVOICE_DATE, DUE_DATE, SETTLED_DATE -> percent(evidence.dates.fit()) + " of its values are dates";
            case AMOUNT -> percent(evidence.amounts.fit()) + " of its values are amounts";
            case DISPUTED -> percent(evidence.yesOrNo()) + " of its values are yes or no";
            case DELIVERY -> percent(Math.max(evidence.deliveryWords(), evidence.yesOrNo()))
                    + " of its values say paper or electronic";
            case COUNTRY -> "its values are short";
            case CURRENCY -> percent(evidence.currencyCodes()) + " of its values are currencies";
        };
    }

    private void explainMissing(ReceivableField field) {
        List<Integer> named = new ArrayList<>();
        for (int column = 0; column < survey.header().width(); column++) {
            if (!claimed.contains(column) && ColumnNames.strength(field, name(column)) >= (field.isRequired() ? ColumnNames.GENERIC : ColumnNames.EXACT)
                    && !Header.isOfRejects(name(column))) {
                named.add(column);
            }
        }
        if (!named.isEmpty()) {
            int column = named.getFirst();
            findings.add(Finding.ofField(Finding.Code.MISFIT_COLUMN, field, List.of(name(column)), "The column "
                    + described(column) + " is named like " + field.key() + ", but " + whyNot(field, survey.column(column))
                    + ". Name the right column in a map, or leave " + field.key() + " out of it."));
            return;
        }
        if (field.isRequired()) {
            List<Integer> possible = new ArrayList<>();
            for (int column = 0; column < survey.header().width(); column++) {
                if (!claimed.contains(column) && !survey.column(column).isEmpty() && !name(column).isEmpty()
                        && !Header.isOfRejects(name(column)) && fits(field, column, ColumnNames.PART)) {
                    possible.add(column);
                }
            }
            possible.sort(Comparator.comparing(column -> !isTypical(field, survey.column(column))));
            findings.add(Finding.ofField(Finding.Code.MISSING_FIELD, field, possible.stream().map(this::name).toList(),
                    "No column is recognisably " + field.key() + ", which is required. " + (possible.isEmpty()
                            ? "The columns are " + survey.header().describe()
                            : "By its values it could be " + possible.stream().limit(6).map(this::described)
                                    .collect(Collectors.joining(" or ")))
                            + ". Name it in a map: " + field.key() + ": {column: "
                            + (possible.isEmpty() ? "NAME OF THE COLUMN" : name(possible.getFirst())) + "}."));
            return;
        }
        if (field == ReceivableField.DUE_DATE) {
            warnings.add("No column for due_date: an invoice is due on its date.");
        }
        if (field == ReceivableField.SETTLED_DATE) {
            warnings.add("No column for settled_date: every invoice stays open.");
        }
    }

    /** Whether a column that could be the field has values as the field's usually are; for the order of a list. */
    private static boolean isTypical(ReceivableField field, ColumnEvidence evidence) {
        return switch (field) {
            case AMOUNT -> evidence.amounts.hasDecimals();
            case CUSTOMER_ID -> evidence.distinct() < 1 && !evidence.amounts.hasDecimals() && evidence.dates.fit() == 0;
            case INVOICE_NUMBER -> evidence.distinct() == 1 && !evidence.amounts.hasDecimals();
            case CUSTOMER_NAME, INVOICE_DATE, DUE_DATE, SETTLED_DATE, DISPUTED, DELIVERY, COUNTRY, CURRENCY -> true;
        };
    }

    /** Date columns that nobody claimed and whose names do not say that they are something else. */
    static List<Integer> unexplainedDates(SurveyFile.Survey survey, Set<Integer> claimed) {
        List<Integer> unexplained = new ArrayList<>();
        for (int column = 0; column < survey.header().width(); column++) {
            if (!claimed.contains(column) && survey.column(column).dates.fit() >= MOST
                    && !ColumnNames.isAnotherDate(survey.header().columns().get(column))) {
                unexplained.add(column);
            }
        }
        return unexplained;
    }

    private static String whyNot(ReceivableField field, ColumnEvidence evidence) {
        if (evidence.isEmpty()) {
            return "it is empty";
        }
        if (field.isRequired() && evidence.filled() < HALF) {
            return "only " + percent(evidence.filled()) + " of the rows have a value";
        }
        return switch (field) {
            case INVOICE_NUMBER -> "only " + percent(evidence.distinct()) + " of its values are different (expected a row "
                    + "for each invoice)";
            case INVOICE_DATE, DUE_DATE, SETTLED_DATE -> "only " + percent(evidence.dates.fit())
                    + " of its values are dates";
            case AMOUNT -> "only " + percent(evidence.amounts.fit()) + " of its values are amounts";
            case DISPUTED -> "only " + percent(evidence.yesOrNo()) + " of its values are yes or no";
            case DELIVERY -> "its values do not say whether on paper or electronically";
            case CURRENCY -> "only " + percent(evidence.currencyCodes()) + " of its values are ISO 4217 codes";
            case CUSTOMER_ID, CUSTOMER_NAME, COUNTRY -> "its values are something else";
        };
    }

    private String described(int column) {
        List<String> samples = survey.column(column).samples();
        return "'" + name(column) + "'" + (samples.isEmpty() ? "" : " (such as '" + samples.getFirst() + "')");
    }

    private String name(int column) {
        return survey.header().columns().get(column);
    }

    static String percent(double share) {
        long tenths = Math.round(share * 1_000);
        if (tenths == 1_000 && share < 1) {
            tenths = 999;
        }
        return tenths % 10 == 0 ? tenths / 10 + " %" : tenths / 10 + "." + tenths % 10 + " %";
    }
}
