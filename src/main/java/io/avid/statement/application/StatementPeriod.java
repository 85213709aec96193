package io.avid.statement.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;

/** From which day to which, both included. */
record StatementPeriod(LocalDate from, LocalDate to) {
    private static final int LONGEST_YEARS = 10;

    /**
     * Reads it.
     *
     * @throws Failure INVALID_ARGUMENT (PERIOD_INVALID)
     */
    static StatementPeriod of(String fromDate, String toDate) {
        LocalDate from = day("from_date", fromDate);
        LocalDate to = day("to_date", toDate);
        if (to.isBefore(from)) {
            throw invalid("to_date", toDate, "is before from_date, " + fromDate + "; expected that day or a later one");
        }
        if (!to.isBefore(from.plusYears(LONGEST_YEARS))) {
            throw invalid("to_date", toDate, "is " + LONGEST_YEARS + " years or more after from_date, " + fromDate
                    + "; expected an earlier day");
        }
        return new StatementPeriod(from, to);
    }

    private static LocalDate day(String field, String given) {
        try {
            return LocalDate.parse(given);
        } catch (DateTimeException e) {
            throw invalid(field, given, "is no day of the calendar; expected YYYY-MM-DD");
        }
    }

    private static Failure invalid(String field, String given, String rule) {
        return Failure.of(FailureKind.INVALID_ARGUMENT, "PERIOD_INVALID", field + " " + given + " " + rule + ".",
                Map.of("field", field, "given", given));
    }
}
