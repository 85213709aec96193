package io.avid.local;

import java.io.IOException;
import java.util.List;

/// `./avid down`: ends all processes of a copy, Avid first, and keeps its data.
///
/// @param system the copy
record TakeDown(LocalSystem system) {

    /// In the order of ending: who asks before who is asked.
    private static final List<String> NAMES = List.of(DemoBusiness.PROCESS, LocalSystem.AVID, "stripe", "issuer", "azurite", "elasticsearch", "mongodb");

    /// @return how many ran
    int run(Progress progress) throws Exception {
        if (!system.state().exists()) {
            return 0;
        }
        try (CopyLock lock = CopyLock.take(system.state(), progress)) {
            return endAll(progress);
        }
    }

    int endAll(Progress progress) throws Exception {
        int ended = 0;
        for (String name : NAMES) {
            RunningProcess process = new RunningProcess(system.state(), name);
            if (process.find().isPresent()) {
                progress.during(name + " ended", () -> {
                    process.stop(true);
                    return true;
                });
                ended++;
            }
        }
        return ended;
    }


    static List<String> names() {
        return NAMES.reversed();
    }
}
