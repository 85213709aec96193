package io.avid.platform.security;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The authentication that Spring Security keeps for a thread of the servlet container.
 *
 * <p>Spring's own holder cannot be asked whether it is empty without filling it, which would cost
 * every call. So the platform installs a holder that can: {@link AskableSecurityContexts}.
 */
public final class SecurityThreadState {
    private final AskableSecurityContexts contexts = new AskableSecurityContexts();

    /** Installs the holder for the whole process. */
    public SecurityThreadState() {
        SecurityContextHolder.setContextHolderStrategy(contexts);
    }

    /** Whether this thread has none. */
    public boolean isEmpty() {
        return SecurityContextHolder.getContextHolderStrategy() instanceof AskableSecurityContexts askable && askable.isEmpty();
    }

    /**
     * Empties this thread's.
     *
     * @return puts it back, on this thread
     */
    public Runnable setAside() {
        SecurityContextHolderStrategy installed = SecurityContextHolder.getContextHolderStrategy();
        var saved = installed.getDeferredContext();
        installed.clearContext();
        return () -> installed.setDeferredContext(saved);
    }
}
