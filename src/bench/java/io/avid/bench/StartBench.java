package io.avid.bench;

import io.avid.local.TestSystem;
import io.avid.local.issuer.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./avid bench start}: time from {@code java} to the first answered call (a report of ageing,
 * its token verified, over empty stores) and resident memory after it; medians of several starts. One start
 * before them is not counted: the stand-ins were just started too, and still compile themselves.
 */
final class StartBench {
    private static final int STARTS = 5;

    private StartBench() {}

    static void run(boolean json, List<String> arguments) throws Exception {
        String token = TestSystem.shared().token(Role.FINANCE, 1);
        MeasuredAvid.start(token).close();
        double[] seconds = new double[STARTS];
        double[] megabytes = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (MeasuredAvid avid = MeasuredAvid.start(token)) {
                seconds[i] = avid.firstAnswerSeconds();
                megabytes[i] = avid.residentMegabytes();
            }
        }
        if (json) {
            System.out.printf(Locale.ROOT, "{\"first_answer_seconds\":%.2f,\"rss_mb\":%.0f}%n", median(seconds), median(megabytes));
        } else {
            System.out.printf(Locale.ROOT, "first answer  %.2f s   (%s)%n", median(seconds), Arrays.toString(seconds));
            System.out.printf(Locale.ROOT, "resident      %.0f MiB  (%s)%n", median(megabytes), Arrays.toString(megabytes));
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
