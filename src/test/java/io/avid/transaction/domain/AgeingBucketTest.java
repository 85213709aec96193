package io.avid.transaction.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeingBucketTest {

    @ParameterizedTest
    @CsvSource({"-400,current", "0,current", "1,1-30", "30,1-30", "31,31-60", "60,31-60", "61,61-90", "90,61-90", "91,90+", "4000,90+"})
    void daysLateCountFromTheDueDate(int daysLate, String label) {
        LocalDate due = LocalDate.of(2012, 2, 29);
        assertThat(AgeingBucket.of(due, due.plusDays(daysLate)).label()).isEqualTo(label);
    }
}
