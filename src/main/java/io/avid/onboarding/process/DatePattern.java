package io.avid.onboarding.process;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to write a calendar date. The letters are those of {@link java.time.format.DateTimeFormatter}: {@code d},
 * {@code M}, {@code MMM} (a month's name in English or German), {@code yy}, {@code yyyy}; everything else stands for
 * itself.
 *
 * <p>It is kinder than the JDK's formatter where that cannot change the date: {@code d} and {@code dd} both read one
 * or two digits, names may be short or long, and a time of day behind the date is cut off, whatever its zone: the
 * date that counts is the one written. It is as strict where it could: the 31st of June is no date, and nothing may
 * follow but a time. Two-digit years are those from 1970 to 2069.
 */
final class DatePattern {
    static final int EARLIEST_YEAR = 1900;
    static final int LATEST_YEAR = 2199;
    private static final int FIRST_TWO_DIGIT_YEAR = 1970;

    private static final Pattern TIME = Pattern.compile(
            "(?:[Tt]|,?\\s+)(?:[01]?\\d|2[0-4]):[0-5]\\d(?::[0-6]\\d(?:[.,]\\d{1,9})?)?(?:\\s*[AaPp]\\.?[Mm]\\.?)?"
                    + "(?:\\s*(?:[Zz]|UTC|GMT|[+-]\\d\\d:?\\d\\d))?(?:\\s+Uhr)?\\s*");
    private static final Map<String, Month> MONTHS = monthNames();

    private enum Kind { DAY, MONTH, MONTH_NAME, YEAR, SHORT_YEAR, LITERAL }

    private record Part(Kind kind, String literal) {}

    private final String format;
    private final List<Part> parts;
    private final boolean packed;

    private DatePattern(String format, List<Part> parts) {
        this.format = format;
        this.parts = parts;
        this.packed = parts.stream().noneMatch(part -> part.kind() == Kind.LITERAL);
    }

    /**
     * The pattern that a person wrote. {@code DD.MM.YYYY}, {@code dd/mm/yyyy} and {@code %d.%m.%Y} are understood as
     * they are meant. Empty when a day, a month or a year is missing or given twice, or a letter has no meaning.
     */
    static Optional<DatePattern> of(String given) {
        String format = withoutTime(given.strip().replace("%d", "dd").replace("%m", "MM").replace("%Y", "yyyy")
                .replace("%y", "yy").replace("%b", "MMM").replace("%B", "MMMM"));
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            int end = at + 1;
            while (end < format.length() && format.charAt(end) == c) {
                end++;
            }
            int count = end - at;
            switch (c) {
                case 'd', 'D' -> {
                    if (count > 2) {
                        return Optional.empty();
                    }
                    parts.add(new Part(Kind.DAY, ""));
                }
                case 'M', 'L', 'm' -> {
                    if (count > 4) {
                        return Optional.empty();
                    }
                    parts.add(new Part(count > 2 ? Kind.MONTH_NAME : Kind.MONTH, ""));
                }
                case 'y', 'u', 'Y' -> {
                    if (count != 1 && count != 2 && count != 4) {
                        return Optional.empty();
                    }
                    parts.add(new Part(count == 2 ? Kind.SHORT_YEAR : Kind.YEAR, ""));
                }
                case '\'' -> {
                    int close = format.indexOf('\'', at + 1);
                    if (close < 0) {
                        return Optional.empty();
                    }
                    end = close + 1;
                    parts.add(new Part(Kind.LITERAL, format.substring(at + 1, close)));
                }
                default -> {
                    if (Character.isLetterOrDigit(c)) {
                        return Optional.empty();
                    }
                    parts.add(new Part(Kind.LITERAL, String.valueOf(c).repeat(count)));
                }
            }
            at = end;
        }
        boolean whole = count(parts, Kind.DAY) == 1 && count(parts, Kind.MONTH) + count(parts, Kind.MONTH_NAME) == 1
                && count(parts, Kind.YEAR) + count(parts, Kind.SHORT_YEAR) == 1;
        return whole ? Optional.of(new DatePattern(given.strip(), parts)) : Optional.empty();
    }

    /** As it was given. */
    String format() {
        return format;
    }

    /**
     * What two dates written alike have in common whichever way day and month stand: {@code #/#/yyyy} for both
     * {@code d/M/yyyy} and {@code M/d/yyyy}.
     */
    String shape() {
        StringBuilder shape = new StringBuilder(packed ? "packed " : "");
        for (Part part : parts) {
            shape.append(switch (part.kind()) {
                case DAY, MONTH, SHORT_YEAR -> "#";
                case MONTH_NAME -> "name";
                case YEAR -> "yyyy";
                case LITERAL -> part.literal();
            });
        }
        return shape.toString();
    }

    boolean hasShortYear() {
        return count(parts, Kind.SHORT_YEAR) == 1;
    }

    Optional<LocalDate> read(String value) {
        int at = 0;
        int day = 0;
        int month = 0;
        int year = 0;
        for (Part part : parts) {
            if (part.kind() == Kind.LITERAL) {
                at = afterLiteral(value, at, part.literal());
                if (at < 0) {
                    return Optional.empty();
                }
                continue;
            }
            int end = at;
            if (part.kind() == Kind.MONTH_NAME) {
                while (end < value.length() && Character.isLetter(value.charAt(end))) {
                    end++;
                }
                Month named = MONTHS.get(value.substring(at, end).toLowerCase(Locale.ROOT));
                if (named == null) {
                    return Optional.empty();
                }
                month = named.getValue();
                if (end < value.length() && value.charAt(end) == '.') {
                    end++;
                }
                at = end;
                continue;
            }
            int most = part.kind() == Kind.YEAR ? 4 : 2;
            int number = 0;
            while (end < value.length() && end - at < most && isDigit(value.charAt(end))) {
                number = number * 10 + (value.charAt(end) - '0');
                end++;
            }
            int digits = end - at;
            boolean exact = packed || part.kind() == Kind.YEAR || part.kind() == Kind.SHORT_YEAR;
            if (digits == 0 || exact && digits != most) {
                return Optional.empty();
            }
            if (!packed && end < value.length() && isDigit(value.charAt(end))) {
                return Optional.empty();
            }
            switch (part.kind()) {
                case DAY -> day = number;
                case MONTH -> month = number;
                case YEAR -> year = number;
                default -> year = number + (number < FIRST_TWO_DIGIT_YEAR % 100 ? 2000 : 1900);
            }
            at = end;
        }
        if (at < value.length() && !TIME.matcher(value).region(at, value.length()).matches()) {
            return Optional.empty();
        }
        if (year < EARLIEST_YEAR || year > LATEST_YEAR || month < 1 || month > 12 || day < 1 || day > 31) {
            return Optional.empty();
        }
        if (day > 28 && day > Month.of(month).length(java.time.Year.isLeap(year))) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    /** Every way in which this one value could be read as a date; most values have none. */
    static List<String> formatsOf(String value) {
        if (value.length() < 6 || value.length() > 48) {
            return List.of();
        }
        Matcher packedDigits = PACKED.matcher(value);
        if (packedDigits.matches()) {
            return List.of("yyyyMMdd", "ddMMyyyy", "MMddyyyy");
        }
        Matcher numeric = NUMERIC.matcher(value);
        if (numeric.lookingAt()) {
            String first = numeric.group(1);
            String last = numeric.group(4);
            String separator = numeric.group(2);
            if (first.length() == 4) {
                return last.length() <= 2 ? List.of("yyyy" + separator + "M" + separator + "d") : List.of();
            }
            if (first.length() > 2) {
                return List.of();
            }
            String year = last.length() == 4 ? "yyyy" : "yy";
            String dayFirst = "d" + separator + "M" + separator + year;
            String monthFirst = "M" + separator + "d" + separator + year;
            return last.length() == 2 && first.length() == 2 && separator.equals("-")
                    ? List.of(dayFirst, monthFirst, "yy-M-d")
                    : List.of(dayFirst, monthFirst);
        }
        Matcher dayName = DAY_NAME_YEAR.matcher(value);
        if (dayName.lookingAt()) {
            return List.of("d" + literal(dayName.group(1)) + "MMM" + literal(dayName.group(2))
                    + (dayName.group(3).length() == 4 ? "yyyy" : "yy"));
        }
        Matcher nameDay = NAME_DAY_YEAR.matcher(value);
        if (nameDay.lookingAt()) {
            return List.of("MMM" + literal(nameDay.group(1)) + "d" + literal(nameDay.group(2)) + "yyyy");
        }
        Matcher yearName = YEAR_NAME_DAY.matcher(value);
        if (yearName.lookingAt()) {
            return List.of("yyyy" + literal(yearName.group(1)) + "MMM" + literal(yearName.group(2)) + "d");
        }
        return List.of();
    }

    private static final Pattern PACKED = Pattern.compile("\\d{8}");
    private static final Pattern NUMERIC = Pattern.compile("(\\d{1,4})(\\.\\s|[-/. ])(\\d{1,2})\\2(\\d{4}|\\d{1,2})(?!\\d)");
    private static final String GAP = "([-/. ,]{1,3})";
    private static final Pattern DAY_NAME_YEAR =
            Pattern.compile("\\d{1,2}" + GAP + "?\\p{L}{3,12}\\.?" + GAP + "?(\\d{4}|\\d{2})(?!\\d)");
    private static final Pattern NAME_DAY_YEAR =
            Pattern.compile("\\p{L}{3,12}\\.?" + GAP + "\\d{1,2}" + GAP + "(\\d{4})(?!\\d)");
    private static final Pattern YEAR_NAME_DAY =
            Pattern.compile("\\d{4}" + GAP + "\\p{L}{3,12}\\.?" + GAP + "\\d{1,2}(?!\\d)");

    private static String literal(String group) {
        return group == null ? "" : group;
    }

    /** A blank in the pattern is any blank or none; marks must be there. */
    private static int afterLiteral(String value, int from, String literal) {
        int at = from;
        for (int i = 0; i < literal.length(); i++) {
            char expected = literal.charAt(i);
            if (isBlank(expected)) {
                while (at < value.length() && isBlank(value.charAt(at))) {
                    at++;
                }
            } else if (at < value.length() && value.charAt(at) == expected) {
                at++;
            } else if (expected == '.' && at > 0 && value.charAt(at - 1) == '.') {
                // The dot was read as the end of a shortened name.
                continue;
            } else {
                return -1;
            }
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\u00a0' || c == '\u202f';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long count(List<Part> parts, Kind kind) {
        return parts.stream().filter(part -> part.kind() == kind).count();
    }

    private static String withoutTime(String format) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' || c == 'H' || c == 'h' || c == 'K' || c == 'k' || c == 'T'
                    || format.startsWith("'T'", i)) {
                return format.substring(0, i).strip();
            }
        }
        return format;
    }

    private static Map<String, Month> monthNames() {
        Map<String, Month> names = new HashMap<>();
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            for (TextStyle style : List.of(TextStyle.FULL, TextStyle.SHORT, TextStyle.FULL_STANDALONE,
                    TextStyle.SHORT_STANDALONE)) {
                for (Month month : Month.values()) {
                    names.put(month.getDisplayName(style, locale).replace(".", "").toLowerCase(locale), month);
                }
            }
        }
        names.put("sep", Month.SEPTEMBER);
        names.put("sept", Month.SEPTEMBER);
        names.put("mrz", Month.MARCH);
        names.put("mär", Month.MARCH);
        names.put("maer", Month.MARCH);
        names.put("maerz", Month.MARCH);
        names.put("jän", Month.JANUARY);
        names.put("jänner", Month.JANUARY);
        return Map.copyOf(names);
    }
}
