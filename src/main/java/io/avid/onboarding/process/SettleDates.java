package io.avid.onboarding.process;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives each date column of a file its format: the map's, else the one that the whole column shows, else the one of
 * another date column of this file whose values are written in the very same shape and which is sure itself (one
 * export writes its dates in one way). Where those disagree or none is sure, a person is asked.
 */
final class SettleDates {
    private SettleDates() {}

    record Dates(Map<ReceivableField, DatePattern> patterns, Map<ReceivableField, String> why, List<Finding> findings) {}

    static Dates of(SurveyFile.Survey survey, Map<ReceivableField, Integer> columns,
            Map<ReceivableField, String> givenFormats) {
        Map<ReceivableField, DatePattern> patterns = new EnumMap<>(ReceivableField.class);
        Map<ReceivableField, String> why = new EnumMap<>(ReceivableField.class);
        List<Finding> findings = new ArrayList<>();
        columns.forEach((field, column) -> {
            if (!field.isDate()) {
                return;
            }
            String name = survey.header().columns().get(column);
            ColumnEvidence evidence = survey.column(column);
            Optional<DatePattern> given = Optional.ofNullable(givenFormats.get(field)).flatMap(DatePattern::of);
            if (given.isPresent()) {
                patterns.put(field, given.get());
                why.put(field, "the format is given");
                if (!evidence.isEmpty() && evidence.samples().stream().noneMatch(value -> given.get().read(value).isPresent())) {
                    findings.add(Finding.ofField(Finding.Code.BAD_FORMAT, field, List.of(name), "The map gives " + field.key()
                            + " the format '" + given.get().format() + "', but the column '" + name + "' holds values such as '"
                            + evidence.samples().getFirst() + "'" + suggestion(evidence) + "."));
                }
                return;
            }
            if (evidence.isEmpty()) {
                patterns.put(field, DatePattern.of("yyyy-MM-dd").orElseThrow());
                why.put(field, "the column is empty");
                return;
            }
            switch (evidence.dates.verdict()) {
                case DateColumn.Settled settled -> {
                    patterns.put(field, settled.pattern());
                    why.put(field, settled.why());
                }
                case DateColumn.Ambiguous ambiguous -> like(survey, column, ambiguous).ifPresentOrElse(other -> {
                    patterns.put(field, other.pattern());
                    why.put(field, "written like the column '" + other.column() + "', which is sure");
                }, () -> findings.add(Finding.ofField(Finding.Code.AMBIGUOUS_DATES, field, List.of(name),
                        "The dates of the column '" + name + "' (" + field.key() + ") can be read in more than one way: "
                                + ambiguous.message() + ". Give the format in a map: " + field.key() + ": {column: " + name
                                + ", format: " + ambiguous.patterns().getFirst().format() + "}.")));
                case DateColumn.NoDates() -> findings.add(Finding.ofField(Finding.Code.MISFIT_COLUMN, field, List.of(name),
                        "The column '" + name + "' (" + field.key() + ") holds no dates that can be recognised. Give their format in a map: " + field.key() + ": {column: " + name + ", format: dd.MM.yyyy}."));
            }
        });
        return new Dates(patterns, why, findings);
    }

    private record Like(String column, DatePattern pattern) {}

    private static Optional<Like> like(SurveyFile.Survey survey, int column, DateColumn.Ambiguous ambiguous) {
        if (ambiguous.contradictory()) {
            return Optional.empty();
        }
        String shape = ambiguous.patterns().getFirst().shape();
        Optional<Like> found = Optional.empty();
        for (int i = 0; i < survey.columns().size(); i++) {
            if (i == column || survey.column(i).dates.fit() < 0.98
                    || !(survey.column(i).dates.verdict() instanceof DateColumn.Settled settled)
                    || !settled.sure()
                    || !settled.pattern().shape().equals(shape)) {
                continue;
            }
            String format = settled.pattern().format();
            if (ambiguous.patterns().stream().noneMatch(pattern -> pattern.format().equals(format))
                    || found.isPresent() && !found.get().pattern().format().equals(format)) {
                return Optional.empty();
            }
            found = Optional.of(new Like(survey.header().columns().get(i), settled.pattern()));
        }
        return found;
    }

    private static String suggestion(ColumnEvidence evidence) {
        return switch (evidence.dates.verdict()) {
            case DateColumn.Settled settled -> ": they look like " + settled.pattern().format();
            case DateColumn.Ambiguous ambiguous -> ": they look like " + String.join(" or ",
                    ambiguous.patterns().stream().map(DatePattern::format).toList());
            case DateColumn.NoDates() -> "";
        };
    }
}
