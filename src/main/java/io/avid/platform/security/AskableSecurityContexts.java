package io.avid.platform.security;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

/** Spring Security's context per thread, in a holder that knows whether it holds anything. */
final class AskableSecurityContexts implements SecurityContextHolderStrategy {
    private final ThreadLocal<Supplier<SecurityContext>> held = new ThreadLocal<>();

    boolean isEmpty() {
        return held.get() == null;
    }

    @Override
    public void clearContext() {
        held.remove();
    }

    @Override
    public SecurityContext getContext() {
        return getDeferredContext().get();
    }

    @Override
    public Supplier<SecurityContext> getDeferredContext() {
        Supplier<SecurityContext> supplier = held.get();
        if (supplier == null) {
            SecurityContext context = createEmptyContext();
            supplier = () -> context;
            held.set(supplier);
        }
        return supplier;
    }

    @Override
    public void setContext(SecurityContext context) {
        Objects.requireNonNull(context, "context");
        held.set(() -> context);
    }

    @Override
    public void setDeferredContext(Supplier<SecurityContext> deferredContext) {
        Objects.requireNonNull(deferredContext, "deferredContext");
        held.set(deferredContext);
    }

    @Override
    public SecurityContext createEmptyContext() {
        return new SecurityContextImpl();
    }
}
