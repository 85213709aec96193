package io.avid.document.domain.letter;

import java.time.LocalDate;
import java.util.List;

/**
 * What was given back.
 *
 * @param date when
 * @param number for people; may be empty
 * @param reason why; may be empty
 * @param amountMinor how much
 */
public record Refund(LocalDate date, String number, String reason, long amountMinor) {
    static void check(String field, List<Refund> refunds, Agreement agreement) {
        for (int i = 0; i < refunds.size(); i++) {
            agreement.notNegative(field + "[" + i + "].amount", refunds.get(i).amountMinor());
        }
    }
}
