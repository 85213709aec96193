package io.avid.transaction.store;

/**
 * Sums of 64-bit amounts, exact, by an engine that sums in doubles.
 *
 * <p>Elasticsearch reckons every sum in a double, which holds whole numbers exactly up to 2^53 only; the total of a few large amounts is
 * beyond. So an amount is stored in two parts, {@code amount = high * 2^26 + low} with {@code 0 <= low < 2^26}, both are summed, and
 * the sums are put together as a long. Each sum of parts is a whole number far below 2^53: the low parts of 2^27 (134 million) items
 * reach it at the earliest, the high parts of 2^29 (537 million) items at the largest amount that may be posted, 10^15. A sum that is
 * as large as 2^53 all the same is refused, as is one that leaves 64 bits. The engine is asked for its sums as whole digits
 * ({@link #DIGITS}), so that none of them is floating point here.
 */
final class ExactSum {

    private static final int LOW_BITS = 26;
    private static final long LOW_MASK = (1L << LOW_BITS) - 1;
    private static final long EXACT_BELOW = 1L << 53;

    /** The format in which a sum is asked for. */
    static final String DIGITS = "0";

    private ExactSum() {
    }

    static long high(long amountMinor) {
        return amountMinor >> LOW_BITS;
    }

    static long low(long amountMinor) {
        return amountMinor & LOW_MASK;
    }

    /** The sum of amounts, of the digits of the sums of their parts. */
    static long of(String sumOfHigh, String sumOfLow) {
        return of(exact(sumOfHigh), exact(sumOfLow));
    }

    static long of(long high, long low) {
        return Math.addExact(Math.multiplyExact(high, 1L << LOW_BITS), low);
    }

    /**
     * A sum as the engine reckoned it, of whole numbers that were not divided.
     *
     * @throws ArithmeticException where it is so large that it may have been rounded
     */
    static long exact(String digits) {
        long sum = Long.parseLong(digits);
        if (sum >= EXACT_BELOW || sum <= -EXACT_BELOW) {
            throw new ArithmeticException("The index summed to " + digits + ", which it may have rounded; ask for a smaller part, such as one customer.");
        }
        return sum;
    }
}
