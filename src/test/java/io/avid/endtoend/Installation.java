package io.avid.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Avid as it was installed for a test: one process or several, of which one is called from outside. */
interface Installation extends AutoCloseable {
    /** The process whose edge the test calls. */
    AvidProcess edge();

    @Override
    void close();

    /** All modules in one process. */
    static Installation mono(Path folder, int port, Map<String, String> settings) throws IOException, InterruptedException {
        AvidProcess avid = AvidProcess.start(folder, port, settings, Map.of()).awaitHealthy();
        return of(avid, List.of(avid));
    }

    /** An installation of processes that run already. */
    static Installation of(AvidProcess edge, List<AvidProcess> all) {
        return new Installation() {
            @Override
            public AvidProcess edge() {
                return edge;
            }

            @Override
            public void close() {
                all.forEach(AvidProcess::close);
            }
        };
    }
}
