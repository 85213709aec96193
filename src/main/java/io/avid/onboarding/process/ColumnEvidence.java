package io.avid.onboarding.process;

import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the values of one column were seen to be, over all rows of the file; only whether values repeat is watched
 * over the first {@link #WATCHED_FOR_REPEATS_ROWS} alone, which bounds the memory.
 */
final class ColumnEvidence {
    static final int WATCHED_FOR_REPEATS_ROWS = 50_000;
    private static final int SAMPLES = 3;

    final DateColumn dates = new DateColumn();
    final AmountColumn amounts;
    private final Set<String> distinct = new HashSet<>();
    private final List<String> samples = new ArrayList<>();
    private long rows;
    private long filled;
    private long watched;
    private long yesOrNo;
    private long yes;
    private long deliveryWords;
    private long currencyCodes;
    private long nameLike;
    private int longest;

    ColumnEvidence(Currency currency) {
        this.amounts = new AmountColumn(currency);
    }

    void add(String raw, long line) {
        rows++;
        String value = Words.clean(raw);
        Words.yesOrNo(value).ifPresent(yes -> {
            yesOrNo++;
            this.yes += yes ? 1 : 0;
        });
        if (Words.isNothing(value)) {
            return;
        }
        filled++;
        longest = Math.max(longest, value.length());
        dates.add(value, line);
        amounts.add(value, line);
        if (Words.delivery(value).isPresent()) {
            deliveryWords++;
        }
        if (value.length() == 3 && AmountPattern.isCode(value.toUpperCase(Locale.ROOT))) {
            currencyCodes++;
        }
        if (isNameLike(value)) {
            nameLike++;
        }
        if (watched < WATCHED_FOR_REPEATS_ROWS) {
            watched++;
            boolean seenFirst = distinct.add(value);
            if (seenFirst && samples.size() < SAMPLES) {
                samples.add(value);
            }
        }
    }

    /** Letters only, in more than one word or a long one: a name rather than a key. */
    private static boolean isNameLike(String value) {
        int letters = 0;
        boolean gap = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isDigit(c)) {
                return value.indexOf(' ') > 0 && letters > 3;
            }
            letters += Character.isLetter(c) ? 1 : 0;
            gap |= c == ' ';
        }
        return gap && letters > 2 || letters > 4 && !value.equals(value.toUpperCase(Locale.ROOT));
    }

    List<String> samples() {
        return List.copyOf(samples);
    }

    /** Share of the rows that have a value. */
    double filled() {
        return rows == 0 ? 0 : (double) filled / rows;
    }

    boolean isEmpty() {
        return filled == 0;
    }

    /** Share of the values that are different from all others before them. */
    double distinct() {
        return watched == 0 ? 0 : (double) distinct.size() / watched;
    }

    double yesOrNo() {
        return rows == 0 ? 0 : (double) yesOrNo / rows;
    }

    /** Whether it says yes in some rows and no, if only by a blank, in all others but a few. */
    boolean distinguishesYesFromNo(double share) {
        return yesOrNo() >= share && yes > 0 && yes < yesOrNo;
    }

    double deliveryWords() {
        return filled == 0 ? 0 : (double) deliveryWords / filled;
    }

    double currencyCodes() {
        return filled == 0 ? 0 : (double) currencyCodes / filled;
    }

    double nameLike() {
        return filled == 0 ? 0 : (double) nameLike / filled;
    }

    int longest() {
        return longest;
    }
}
