package io.avid.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// `./avid reset`: ends a copy's processes and deletes everything that it kept.
///
/// @param system the copy
record ResetData(LocalSystem system) {

    void run(Progress progress) throws Exception {
        try (CopyLock lock = CopyLock.take(system.state(), progress)) {
            new TakeDown(system).endAll(progress);
            delete(system.state().root());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
