package io.avid.transaction.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.platform.error.Failure;
import io.avid.transaction.application.TransactionFilter.And;
import io.avid.transaction.application.TransactionFilter.Comparison;
import io.avid.transaction.application.TransactionFilter.Field;
import io.avid.transaction.application.TransactionFilter.Not;
import io.avid.transaction.application.TransactionFilter.Or;
import io.avid.transaction.application.TransactionFilter.Restriction;
import io.avid.transaction.application.TransactionFilter.Value;
import io.avid.transaction.application.TransactionFilter.Word;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParseTransactionFilterTest {

    @Test
    void orBindsCloserThanAndAsTheStandardHasIt() {
        assertThat(ParseTransactionFilter.parse("a AND b OR c")).isEqualTo(
                new And(List.of(new Word("a"), new Or(List.of(new Word("b"), new Word("c"))))));
        assertThat(ParseTransactionFilter.parse("a b OR c AND d")).isEqualTo(new And(List.of(
                new And(List.of(new Word("a"), new Or(List.of(new Word("b"), new Word("c"))))), new Word("d"))));
    }

    @Test
    void valuesHaveTheTypeOfTheirField() {
        assertThat(ParseTransactionFilter.parse("amount_minor >= -5")).isEqualTo(
                new Restriction(Field.AMOUNT_MINOR, "", Comparison.AT_LEAST, new Value.Number(-5)));
        assertThat(ParseTransactionFilter.parse("attributes.country!='a \\'b\\''")).isEqualTo(
                new Restriction(Field.ATTRIBUTE, "country", Comparison.NOT_EQUAL, new Value.Text("a 'b'")));
        assertThat(ParseTransactionFilter.parse("-(disputed = true)")).isEqualTo(
                new Not(new Restriction(Field.DISPUTED, "", Comparison.EQUAL, new Value.Flag(true))));
        assertThat(ParseTransactionFilter.parse("due_date:*")).isEqualTo(new TransactionFilter.Present(Field.DUE_DATE, ""));
        assertThat(ParseTransactionFilter.parse("invoice_number=INV-*")).isEqualTo(
                new Restriction(Field.INVOICE_NUMBER, "", Comparison.EQUAL, new Value.Prefix("INV-")));
        assertThat(ParseTransactionFilter.parse("  ")).isEqualTo(new TransactionFilter.All());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {"amount_minor > ten~16", "colour = red~1", "(a~3", "a)~2", "kind = GIFT~8", "effective_date = 2012-02-30~18", "due_date < +12012-02-28~12",
            "a AND~6", "'open~1", "disputed > true~10", "amount_minor ! 3~14", "NOT~4", "attributes = x~1", "customer = 0379-NEVHP~12"})
    void whatCannotBeReadIsNamedWithItsPosition(String filter, String position) {
        assertThatThrownBy(() -> ParseTransactionFilter.parse(filter)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo("FILTER_INVALID");
            assertThat(failure.metadata()).containsEntry("position", position);
        });
    }

    @Property
    void noTextMakesItFailInAnyOtherWay(@ForAll @StringLength(max = 40) @Chars({'a', ' ', '(', ')', '"', '\'', '-', '=', '<', '!', ':', '*', '\\', 'N', 'O', 'T', '.'}) String text) {
        try {
            assertThat(ParseTransactionFilter.parse(text)).isNotNull();
        } catch (Failure failure) {
            assertThat(failure.reason()).isEqualTo("FILTER_INVALID");
        }
    }
}
