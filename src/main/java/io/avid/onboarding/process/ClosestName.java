package io.avid.onboarding.process;

import java.util.List;
import java.util.Optional;

/** Finds what somebody who mistyped a name most likely meant. */
final class ClosestName {
    private ClosestName() {}

    static Optional<String> to(String given, List<String> names) {
        String wanted = ColumnNames.comparable(given);
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String name : names) {
            String candidate = ColumnNames.comparable(name);
            int distance = candidate.contains(wanted) && wanted.length() > 2 || wanted.contains(candidate) && candidate.length() > 2
                    ? 1
                    : distance(wanted, candidate);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return bestDistance <= Math.max(1, wanted.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    /** Levenshtein's distance: letters to add, drop or change. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
