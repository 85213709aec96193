package io.avid.platform.security;

import io.avid.platform.module.CallerThreadState;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The authentication that Spring Security keeps for a thread of the servlet container.
 *
 * <p>Spring's own holder cannot be asked whether it is empty without filling it, which would cost
 * every call. So the platform installs a holder that can: {@link AskableSecurityContexts}.
 */
public final class SecurityThreadState implements CallerThreadState {
    private final AskableSecurityContexts contexts = new AskableSecurityContexts();

    /** Installs the holder for the whole process. */
    public SecurityThreadState() {
        SecurityContextHolder.setContextHolderStrategy(contexts);
    }

    @Override
    public Runnable setAside() {
        SecurityContextHolderStrategy installed = SecurityContextHolder.getContextHolderStrategy();
        if (installed instanceof AskableSecurityContexts askable && askable.isEmpty()) {
            return NOTHING;
        }
        var saved = installed.getDeferredContext();
        installed.clearContext();
        return () -> installed.setDeferredContext(saved);
    }
}
