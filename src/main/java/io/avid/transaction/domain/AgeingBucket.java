package io.avid.transaction.domain;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** How late an open item is, in whole days after its due date. */
public enum AgeingBucket {
    /** Not late: due today or later. */
    CURRENT("current", Long.MIN_VALUE, 0),
    /** 1 to 30 days late. */
    DAYS_1_30("1-30", 1, 30),
    /** 31 to 60 days late. */
    DAYS_31_60("31-60", 31, 60),
    /** 61 to 90 days late. */
    DAYS_61_90("61-90", 61, 90),
    /** 91 days late or more. */
    DAYS_OVER_90("90+", 91, Long.MAX_VALUE);

    private final String label;
    private final long fromDaysLate;
    private final long toDaysLate;

    AgeingBucket(String label, long fromDaysLate, long toDaysLate) {
        this.label = label;
        this.fromDaysLate = fromDaysLate;
        this.toDaysLate = toDaysLate;
    }

    /** As people and JSON name it. */
    public String label() {
        return label;
    }

    /** Least number of days late, inclusive; {@code Long.MIN_VALUE} where there is none. */
    public long fromDaysLate() {
        return fromDaysLate;
    }

    /** Greatest number of days late, inclusive; {@code Long.MAX_VALUE} where there is none. */
    public long toDaysLate() {
        return toDaysLate;
    }

    /** The bucket of an item due on {@code dueDate}, seen on {@code asOf}. */
    public static AgeingBucket of(LocalDate dueDate, LocalDate asOf) {
        long daysLate = ChronoUnit.DAYS.between(dueDate, asOf);
        for (AgeingBucket bucket : values()) {
            if (daysLate >= bucket.fromDaysLate && daysLate <= bucket.toDaysLate) {
                return bucket;
            }
        }
        throw new IllegalStateException(daysLate + " days late is in no bucket.");
    }
}
