package io.avid.onboarding.process;

import io.avid.platform.security.Principal;
import java.util.List;
import java.util.Map;

/** The rejected rows that an import's process has kept, by number from 0, in the file's order. */
@FunctionalInterface
public interface RejectedRows {
    List<Map<String, String>> list(Principal by, String process, long from, int limit);
}
