package io.avid.local.stripe;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// What Stripe keeps of a charge: a share and a fixed part, as of its standard price for cards in the United States
/// (stripe.com/pricing). In another currency the fixed part is the same number of its minor units, by its decimals.
///
/// @param basisPoints hundredths of a percent of the amount; rounded half up
/// @param fixedCents in a currency of two decimals
/// @param disputeCents kept for a dispute
public record FeeSchedule(int basisPoints, int fixedCents, int disputeCents) {

    private static final int WHOLE = 10_000;

    /// 2.9 % and 30 cents; 15 dollars a dispute.
    public static final FeeSchedule UNITED_STATES = new FeeSchedule(290, 30, 1500);

    long ofCharge(long amount, String currency) {
        long share = new BigDecimal(BigInteger.valueOf(amount).multiply(BigInteger.valueOf(basisPoints)))
                .divide(BigDecimal.valueOf(WHOLE), 0, RoundingMode.HALF_UP).longValueExact();
        return Math.min(amount, share + fixed(fixedCents, currency));
    }

    long ofDispute(String currency) {
        return fixed(disputeCents, currency);
    }

    private static long fixed(long cents, String currency) {
        return switch (Amounts.decimals(currency)) {
            case 3 -> cents * 10;
            default -> cents;
        };
    }
}
