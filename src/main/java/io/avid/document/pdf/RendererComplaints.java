package io.avid.document.pdf;

import com.openhtmltopdf.util.Diagnostic;
import com.openhtmltopdf.util.XRLog;
import com.openhtmltopdf.util.XRLogger;
import java.util.function.Consumer;
import java.util.logging.Level;

/**
 * What the renderer complains of. Its own logger is silenced, since it quotes the text that it lays
 * out; what is severe ends the rendering, told by its kind alone.
 */
final class RendererComplaints implements Consumer<Diagnostic> {
    static {
        XRLog.setLoggerImpl(new Silence());
    }

    private final StringBuilder severe = new StringBuilder();

    @Override
    public void accept(Diagnostic diagnostic) {
        if (diagnostic.getLevel().intValue() >= Level.SEVERE.intValue()) {
            severe.append(' ').append(diagnostic.getLogMessageId());
            if (diagnostic.hasError()) {
                severe.append(" (").append(diagnostic.getError().getClass().getSimpleName()).append(')');
            }
        }
    }

    /** Ends a rendering that went wrong. */
    void refuse() {
        if (!severe.isEmpty()) {
            throw new IllegalStateException("the PDF renderer failed:" + severe);
        }
    }

    private static final class Silence implements XRLogger {
        @Override
        public void log(String where, Level level, String message) {
            // Nothing: see above.
        }

        @Override
        public void log(String where, Level level, String message, Throwable thrown) {
            // Nothing: see above.
        }

        @Override
        public void setLevel(String logger, Level level) {
            // There is nothing to set.
        }

        @Override
        public boolean isLogLevelEnabled(Diagnostic diagnostic) {
            return false;
        }
    }
}
