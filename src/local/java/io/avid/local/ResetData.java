package io.avid.local;

import org.springframework.util.FileSystemUtils;

/// `./avid reset`: ends a copy's processes and deletes everything that it kept.
///
/// @param system the copy
record ResetData(LocalSystem system) {

    void run(Progress progress) throws Exception {
        try (CopyLock lock = CopyLock.take(system.state(), progress)) {
            new TakeDown(system).endAll(progress);
            FileSystemUtils.deleteRecursively(system.state().root());
        }
    }
}
