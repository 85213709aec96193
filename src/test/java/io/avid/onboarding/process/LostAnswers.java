package io.avid.onboarding.process;

import io.avid.platform.error.Failure;

/** Loses the answer of one call after it took effect: what a crash in the middle looks like to what is called. */
final class LostAnswers {
    private int untilLost = Integer.MAX_VALUE;

    /** 1 is the next call. */
    void loseCall(int number) {
        untilLost = number;
    }

    boolean isPending() {
        return untilLost > 0 && untilLost < Integer.MAX_VALUE;
    }

    <T> T orAnswer(T answer) {
        if (untilLost < Integer.MAX_VALUE && --untilLost == 0) {
            untilLost = Integer.MAX_VALUE;
            throw Failure.unavailable("the answer", new IllegalStateException("lost on purpose"));
        }
        return answer;
    }
}
