package io.avid.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Dispute;
import com.stripe.net.ApiResource;
import io.avid.payment.domain.DisputeReading;
import io.avid.payment.domain.Money;
import org.junit.jupiter.api.Test;

class StripeReadingsTest {
    private static final String TAKEN = "{\"object\":\"balance_transaction\",\"amount\":-6400,\"fee\":1500,\"currency\":\"usd\",\"created\":1}";

    private static DisputeReading read(String status, String movements) {
        return StripeReadings.dispute(ApiResource.GSON.fromJson("{\"object\":\"dispute\",\"id\":\"du_1\",\"status\":\"" + status
                + "\",\"amount\":6400,\"currency\":\"usd\",\"reason\":\"fraudulent\",\"balance_transactions\":[" + movements + "]}", Dispute.class));
    }

    @Test
    void whatStripeKeepsForADisputeAndWhatItGivesBackOfThatAreTwoThings() {
        assertThat(read("needs_response", TAKEN).feeReturned()).isEmpty();
        assertThat(read("won", TAKEN + ",{\"object\":\"balance_transaction\",\"amount\":6400,\"fee\":0,\"currency\":\"usd\",\"created\":2}").feeReturned()).isEmpty();
        DisputeReading won = read("won", TAKEN + ",{\"object\":\"balance_transaction\",\"amount\":6400,\"fee\":-1500,\"currency\":\"usd\",\"created\":2}");
        assertThat(won.fee().map(Money::minor)).contains(1500L);
        assertThat(won.feeReturned().map(Money::minor)).contains(1500L);
        assertThat(won.reinstatedAt()).isPresent();
    }
}
