package io.avid.local;

import java.io.IOException;

/// Ends this process when the one that started it ends, however that happened: the standard input, a pipe held by the
/// parent alone, reaches its end even after `kill -9`. For children of a test; those of `./avid up` outlive it.
public final class ExitWithParent {

    /// The argument that asks a stand-in for this.
    public static final String ARGUMENT = "--exit-with-parent";

    private ExitWithParent() {
    }

    /// Begins to watch the standard input.
    public static void begin() {
        Thread.ofPlatform().daemon().name("exit-with-parent").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent never writes anything that matters here.
                }
            } catch (IOException e) {
                System.err.println("The pipe from the parent broke: " + e.getMessage());
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
